/** Conditions that can never be true, wherever they stand in a pack. */
import { inWords } from '../../../domain/conditions.js';
import type { YamlPath } from '../../yamlProblems.js';
import { conditionSchema, type AuthoredCondition } from '../condition.js';
import type { Checking, Severity } from './finding.js';
import { isTrue, type Claim } from './possible.js';

/** A condition of a pack, and the rule it belongs to. */
interface Written {
  authored: AuthoredCondition;
  path: YamlPath;
  rule: string;
  section: string;
  key: string;
}

const KEYS = ['when', 'unless', 'closesWhen', 'doneWhen', 'needs', 'condition'];
/** What only shows something misleads nobody when it is never shown. */
const SHOWING = ['guidance', 'definitions', 'disclosure', 'situations', 'routes', 'forms', 'atRisk', 'retention'];

/** What is lost where a condition of this kind is never true, and what to do. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  when: 'so this never applies',
  unless: 'so it never makes way for a more specific rule',
  closesWhen: 'so the case never closes by it',
  doneWhen: 'so the task is never done by itself',
  condition: 'so this test never shuts the gate',
};

export function checkConditions({ top, condition, ask, report }: Checking): void {
  const seen = new Set<string>();
  for (const { authored, path, rule, section, key } of conditionsOf(top.pack)) {
    // A gate that needs what can never be is told as a gate that nobody can open (`gates.ts`).
    if (key === 'needs' && section === 'gates') continue;
    const compiled = condition(authored);
    // A gate exists, and its condition shuts it, also while that is not known.
    const wanted: Claim = section === 'gates' ? { condition: compiled, is: [true, null] } : isTrue(compiled);
    if (ask(wanted) !== 'never') continue;
    // Said once, where the condition gets its name.
    if (typeof authored === 'string' && seen.has(authored)) continue;
    if (section === 'conditions') seen.add(rule);
    const severity: Severity = SHOWING.includes(section) || key === 'unless' ? 'warning' : 'error';
    report(path, {
      severity,
      kind: 'never-true',
      rule,
      what: `"${inWords(compiled)}" can never be true${section === 'conditions' ? '' : `, ${CONSEQUENCES[key] ?? 'so this never holds'}`}`,
      remedy:
        'Look for a fact that is asked for and excluded at once, or that nobody may state, and correct it or take the rule out.',
    });
  }
}

/** Every condition of a pack, the named ones first. Items that are not in force are left out. */
export function* conditionsOf(pack: Checking['top']['pack']): Generator<Written> {
  for (const [name, authored] of Object.entries(pack.conditions))
    yield { authored, path: ['conditions', name], rule: name, section: 'conditions', key: 'when' };
  for (const [section, value] of Object.entries(pack)) {
    if (section === 'conditions' || section === 'facts') continue;
    yield* conditionsIn(value, [section], '', section);
  }
}

function* conditionsIn(value: unknown, path: YamlPath, within: string, section: string): Generator<Written> {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* conditionsIn(each, [...path, index], within, section);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const item: Readonly<Record<string, unknown>> = { ...value };
  if (item.commenced === false) return;
  const rule = typeof item.id === 'string' && /^[A-Z]/.test(item.id) ? item.id : within;
  for (const [key, inner] of Object.entries(item)) {
    const at = [...path, key];
    const holdsCondition =
      KEYS.includes(key) || (key === 'facts' && path.at(-1) === 'met') || (key === 'in' && section === 'scope');
    if (!holdsCondition) yield* conditionsIn(inner, at, rule, section);
    else {
      const authored = conditionSchema.safeParse(inner);
      if (authored.success) yield { authored: authored.data, path: at, rule, section, key };
    }
  }
}
