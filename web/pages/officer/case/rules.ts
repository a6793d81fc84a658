/** What a policy says about a rule, beside what it decides: guidance at each step, and how its text was read. */
import { z } from 'zod';
import type { Policy } from '../../../../api/services/worlds.js';
import { truth } from '../../../../domain/conditions.js';
import type { Condition, FactValue } from '../../../../domain/policy.js';
import type { CaseView } from '../../../../domain/view.js';
import type { IsoDate } from '../../../../domain/time.js';

export interface Reading {
  rule: string;
  title: string;
  field: string;
  chosen: string;
  why: string;
}

export interface Guidance {
  rule: string;
  title: string;
  source: string;
  text: string | null;
  modality: string | null;
}

const isCondition = (value: unknown): value is Condition => typeof value === 'object' && value !== null;

const about = z.object({
  title: z.string(),
  source: z.string(),
  kind: z.string().catch(''),
  text: z.string().optional().catch(undefined),
  modality: z.string().optional().catch(undefined),
  commenced: z.boolean().optional().catch(undefined),
  shownAt: z.array(z.string()).catch([]),
  when: z.custom<Condition>(isCondition).optional().catch(undefined),
  readings: z.array(z.object({ field: z.string(), chosen: z.string(), why: z.string() })).catch([]),
});

type About = z.output<typeof about>;
/** A stored policy never changes: each is read once. */
const known = new WeakMap<Policy['rules'], ReadonlyMap<string, About>>();

function rulesOf(policy: Policy): ReadonlyMap<string, About> {
  const found =
    known.get(policy.rules) ?? new Map([...policy.rules].map(([id, details]) => [id, about.parse(details)] as const));
  known.set(policy.rules, found);
  return found;
}

/** Where a rule is written: the document as well, where its own source says only the paragraph. Null: not known. */
export function sourceOf(policy: Policy | null, rule: string): string | null {
  const source = policy?.rules.get(rule)?.source;
  if (source === undefined) return null;
  return source.startsWith('§') ? `${policy?.compiled.title ?? ''}, ${source}` : source;
}

/** How the text behind a rule was read, where it is silent or can be read in two ways. */
export function readingsOf(policy: Policy | null, rule: string): Reading[] {
  const found = policy === null ? undefined : rulesOf(policy).get(rule);
  return (found?.readings ?? []).map((reading) => ({ rule, title: found?.title ?? rule, ...reading }));
}

/** Those of several rules, each once. */
export const readingsOfAll = (policy: Policy | null, rules: readonly string[]): Reading[] =>
  [...new Set(rules)].flatMap((rule) => readingsOf(policy, rule));

/**
 * What people are shown at any of these steps, where its condition holds or is not known: `checks`, `check:BRA-C1`.
 */
export function guidanceAt(
  policy: Policy | null,
  steps: readonly string[],
  view: Pick<CaseView, 'facts'> | null,
  today: IsoDate,
): Guidance[] {
  if (policy === null) return [];
  const facts = new Map<string, FactValue>((view?.facts ?? []).map(({ fact, value }) => [fact, value]));
  return [...rulesOf(policy)].flatMap(([rule, { title, source, text, modality, shownAt, when, commenced }]) =>
    shownAt.some((step) => steps.includes(step)) &&
    commenced !== false &&
    (when === undefined || truth(when, (fact) => facts.get(fact), today) !== false)
      ? [{ rule, title, source: sourceOf(policy, rule) ?? source, text: text ?? null, modality: modality ?? null }]
      : [],
  );
}

/** What may be told to whom. */
export const disclosureOf = (policy: Policy | null): Guidance[] =>
  policy === null
    ? []
    : [...rulesOf(policy)].flatMap(([rule, { kind, title, source, text, modality }]) =>
        kind === 'disclosure'
          ? [{ rule, title, source: sourceOf(policy, rule) ?? source, text: text ?? null, modality: modality ?? null }]
          : [],
      );
