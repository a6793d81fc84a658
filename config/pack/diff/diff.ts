/** What two versions of a policy change, in words: `rollcall policy diff`. */
import type { IsoDate } from '../../../domain/time.js';
import { policyName } from '../../../domain/policy.js';
import type { Layers } from '../layers.js';
import { loadLayers, loadPack } from '../load.js';
import type { Pack } from '../schema.js';
import { listInWords } from '../words.js';
import { createWording, fieldsOf, type Fields, type Wording } from './fields.js';

export interface PackChange {
  /** The rule, or the name of what changed where it is no rule: `conditions.marker`. */
  rule: string;
  /** Where it stands in the pack: `deadlines`, `scope.rejections`. */
  section: string;
  kind: 'added' | 'removed' | 'changed';
  title: string;
  /** What changed, one sentence each: `ten working days becomes five working days`. Empty for what is whole. */
  words: string[];
}

export interface PackDiff {
  from: string;
  to: string;
  changes: PackChange[];
}

/**
 * What changes from one pack to another, in the order of the language.
 * @param a and @param b as `loadPack` takes them.
 * @param at the day on which a name without a version is in force; the newest version where it is left out.
 * @throws YamlProblems where one of them is no pack.
 */
export function diffPacks(a: string, b: string, at?: IsoDate): PackDiff {
  // What does not compile cannot be put into words.
  loadPack(a, at);
  loadPack(b, at);
  return diffLayers(loadLayers(a, at), loadLayers(b, at));
}

export function diffLayers(before: Layers, after: Layers): PackDiff {
  const [a, b] = [createWording(before), createWording(after)];
  const [was, is] = [partsOf(a.layer.pack), partsOf(b.layer.pack)];
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((section) =>
    changesIn(section, was.get(section) ?? [], is.get(section) ?? [], a, b),
  );
  return { from: nameOf(a.layer.pack), to: nameOf(b.layer.pack), changes };
}

const nameOf = ({ pack, version }: Pack): string => policyName({ id: pack, version });

/** A part of a pack that can be added, removed or changed by itself. */
interface Part {
  /** What makes it the same part in two versions. */
  key: string;
  rule: string;
  title: string;
  item: Readonly<Record<string, unknown>>;
}

/** Every part of a pack, by its section, in the order of the language. */
function partsOf(pack: Pack): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  const { title, effectiveFrom, document, authority, example, quietWeekdays, timeBands } = pack;
  parts.set('pack', [
    {
      key: 'pack',
      rule: pack.pack,
      title,
      item: { title, effectiveFrom, document, authority, example, quietWeekdays, timeBands },
    },
  ]);
  parts.set(
    'conditions',
    Object.entries(pack.conditions).map(([name, condition]) => ({
      key: name,
      rule: name,
      title: 'a named condition',
      item: { condition },
    })),
  );
  for (const [section, value] of Object.entries(pack)) {
    if (section === 'conditions' || section === 'timeBands' || section === 'quietWeekdays') continue;
    if (Array.isArray(value)) parts.set(section, listed(value));
    else if (isGroup(value) && section !== 'document') {
      parts.set(section, [single(section, value)]);
      for (const [inner, list] of Object.entries(value))
        if (NESTED.includes(inner) && Array.isArray(list)) parts.set(`${section}.${inner}`, listed(list));
    }
  }
  return parts;
}

const NESTED = ['rejections', 'criteria', 'values', 'handovers', 'routes'];

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function single(section: string, item: Readonly<Record<string, unknown>>): Part {
  const { id, title } = item;
  const rule = typeof id === 'string' ? id : section;
  return { key: section, rule, title: typeof title === 'string' ? title : section, item };
}

/** Items by their id; several of one id by their order. */
function listed(items: readonly unknown[]): Part[] {
  const seen = new Map<string, number>();
  return items.filter(isGroup).map((item) => {
    const { id, rule, title, field } = item;
    // An interpretation has no id of its own: it is about a field of a rule.
    const name = typeof id === 'string' ? id : `${String(rule)} ${String(field)}`;
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    return {
      key: `${name}#${n}`,
      rule: typeof id === 'string' ? id : String(rule),
      title: typeof title === 'string' ? title : `reading of ${String(field)}`,
      item,
    };
  });
}

function changesIn(
  section: string,
  was: readonly Part[],
  is: readonly Part[],
  before: Wording,
  after: Wording,
): PackChange[] {
  const now = new Map(is.map((part) => [part.key, part]));
  const then = new Set(was.map((part) => part.key));
  const whole = ({ rule, title }: Part, kind: 'added' | 'removed'): PackChange => ({
    rule,
    section,
    kind,
    title,
    words: [],
  });
  return [
    ...was.flatMap((part): PackChange[] => {
      const other = now.get(part.key);
      if (other === undefined) return [whole(part, 'removed')];
      const words = changedFields(fieldsOf(part.item, before), fieldsOf(other.item, after));
      if (part.rule !== other.rule) words.unshift(`${part.rule} becomes ${other.rule}`);
      return words.length === 0 ? [] : [{ rule: other.rule, section, kind: 'changed', title: other.title, words }];
    }),
    ...is.filter((part) => !then.has(part.key)).map((part) => whole(part, 'added')),
  ];
}

function changedFields(was: Fields, is: Fields): string[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((label) => {
    const [a, b] = [was.get(label), is.get(label)];
    const said = label === 'period' ? '' : `${label}: `;
    if (typeof a === 'string' && typeof b === 'string') return a === b ? [] : [`${said}${a} becomes ${b}`];
    const [old, fresh] = [asList(a), asList(b)];
    const gone = old.filter((each) => !fresh.includes(each));
    const come = fresh.filter((each) => !old.includes(each));
    if (a === undefined) return come.length === 0 ? [] : [`${said}${listInWords(come)} is new`];
    if (b === undefined) return gone.length === 0 ? [] : [`${said}no longer ${listInWords(gone)}`];
    return [
      ...(come.length === 0 ? [] : [`${said}${listInWords(come)} is new`]),
      ...(gone.length === 0 ? [] : [`${said}no longer ${listInWords(gone)}`]),
      ...(come.length + gone.length === 0 && old.join() !== fresh.join() ? [`${said}in another order`] : []),
    ];
  });
}

const asList = (words: string | readonly string[] | undefined): readonly string[] =>
  words === undefined ? [] : typeof words === 'string' ? [words] : words;

/** The changes as people read them, by the part of the pack: `DER-D1: ten working days becomes five working days`. */
export function diffText({ from, to, changes }: PackDiff): string {
  const count = (kind: PackChange['kind']): number => changes.filter((change) => change.kind === kind).length;
  const lines = [...new Set(changes.map(({ section }) => section))].flatMap((section) => [
    '',
    section,
    ...changes
      .filter((change) => change.section === section)
      .flatMap(({ rule, kind, title, words }) =>
        kind === 'changed' ? words.map((said) => `  ${rule}: ${said}`) : [`  ${rule}: ${kind}: ${title}`],
      ),
  ]);
  return [
    `From ${from} to ${to}: ${changes.length === 0 ? 'nothing changes.' : `${count('changed')} changed, ${count('added')} added, ${count('removed')} removed.`}`,
    ...lines,
  ].join('\n');
}
