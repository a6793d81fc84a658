/**
 * Whether the facts of a case can ever be such that something holds: a small search over what each fact may be, in the
 * three values that conditions have. Its answer "never" is certain; where it is not sure it says so and nothing is reported.
 */
import type { Truth } from '../../../domain/conditions.js';
import type { Condition, FactId, FactType, FactValue } from '../../../domain/policy.js';
import { addDays, isIsoDate } from '../../../domain/time.js';

/** A condition is one of some truths; several claims at once; one of several. No claim at all holds always. */
export type Claim =
  { condition: Condition; is: readonly Truth[] } | { every: readonly Claim[] } | { some: readonly Claim[] };

export const ALWAYS: Claim = { every: [] };
export const NEVER: Claim = { some: [] };
export const isTrue = (condition: Condition): Claim => ({ condition, is: [true] });
export const isFalse = (condition: Condition): Claim => ({ condition, is: [false] });
export const isNotTrue = (condition: Condition): Claim => ({ condition, is: [false, null] });

/** What a fact may be. */
export interface FactRange {
  type: FactType;
  /** False for a fact that nobody may state: it stays unknown. */
  settable: boolean;
  /** True for a fact that the system knows at any time. */
  alwaysKnown: boolean;
  least?: number;
  most?: number;
}

/** Facts with which a claim holds; a fact that is left out may be anything, `undefined` is not known. */
export type Witness = ReadonlyMap<FactId, FactValue | undefined>;

/** A witness, or whether there can be none; `undecided` where the search would take too long. */
export type Answer = Witness | 'never' | 'undecided';

/** A text that no condition names. */
export const ANOTHER_TEXT = 'another value';

const MOST_STEPS = 5_000;

/** A value of a fact with whether it lies in the past, where it is a date. */
interface Candidate {
  value: FactValue | undefined;
  past: boolean;
}

type Atom = Exclude<Condition, { all: Condition[] } | { any: Condition[] } | { not: Condition }>;

/** Looks for facts with which a claim holds. */
export function witnessOf(claim: Claim, rangeOf: (fact: FactId) => FactRange): Answer {
  const atoms = new Map<FactId, Atom[]>();
  for (const atom of atomsOf(claim)) atoms.set(atom.fact, [...(atoms.get(atom.fact) ?? []), atom]);
  const facts = [...atoms].map(([fact, about]) => ({ fact, candidates: candidatesOf(rangeOf(fact), about) }));
  const open = new Map(facts.map(({ fact, candidates }) => [fact, candidates]));
  let steps = 0;

  const search = (index: number): Answer => {
    const mask = truthsOfClaim(claim, open);
    if (mask === NO) return 'never';
    const next = facts[index];
    if (mask === YES || next === undefined)
      return new Map(facts.slice(0, index).map(({ fact }) => [fact, open.get(fact)?.[0]?.value]));
    for (const candidate of next.candidates) {
      steps += 1;
      if (steps > MOST_STEPS) return 'undecided';
      open.set(next.fact, [candidate]);
      const found = search(index + 1);
      if (found !== 'never') return found;
    }
    open.set(next.fact, next.candidates);
    return 'never';
  };
  return search(0);
}

function atomsOf(claim: Claim): Atom[] {
  if ('every' in claim) return claim.every.flatMap(atomsOf);
  if ('some' in claim) return claim.some.flatMap(atomsOf);
  return atomsIn(claim.condition);
}

function atomsIn(condition: Condition): Atom[] {
  if ('all' in condition) return condition.all.flatMap(atomsIn);
  if ('any' in condition) return condition.any.flatMap(atomsIn);
  if ('not' in condition) return atomsIn(condition.not);
  return [condition];
}

/** The values that the conditions can tell apart, the unknown first: a witness states no more than it must. */
function candidatesOf(range: FactRange, about: readonly Atom[]): Candidate[] {
  const unknown: Candidate[] = range.alwaysKnown ? [] : [{ value: undefined, past: false }];
  if (!range.settable) return [{ value: undefined, past: false }];
  const plain = (values: readonly FactValue[]): Candidate[] => [
    ...unknown,
    ...values.map((value) => ({ value, past: false })),
  ];
  switch (range.type) {
    case 'boolean':
      return plain([false, true]);
    case 'text':
      return plain([...new Set(about.flatMap((atom) => ('is' in atom ? [atom.is] : []))), ANOTHER_TEXT]);
    case 'number': {
      const points = pointsOf(about)
        .filter((point) => typeof point === 'number')
        .sort((a, b) => a - b);
      const near = [0, ...points].flatMap((point) => [point - 1, point - 0.5, point, point + 0.5, point + 1]);
      const { least = -Infinity, most = Infinity } = range;
      return plain([...new Set(near)].filter((value) => least <= value && value <= most));
    }
    case 'date': {
      const dates = pointsOf(about).flatMap((point) =>
        typeof point === 'string' && isIsoDate(point) ? [addDays(point, -1), point, addDays(point, 1)] : [],
      );
      const values = dates.length === 0 ? ['2026-09-01'] : [...new Set(dates)];
      return [...unknown, ...values.flatMap((value) => [false, true].map((past) => ({ value, past })))];
    }
  }
}

const pointsOf = (about: readonly Atom[]): FactValue[] =>
  about.flatMap((atom) => ('op' in atom ? [atom.value] : 'is' in atom ? [atom.is] : []));

// The truths that are still possible, as a set: one bit each.
const YES = 1;
const NO = 2;
const UNKNOWN = 4;
const bitOf = (truth: Truth): number => (truth === null ? UNKNOWN : truth ? YES : NO);

type Open = ReadonlyMap<FactId, readonly Candidate[]>;

function truthsOfClaim(claim: Claim, open: Open): number {
  if ('condition' in claim) {
    const wanted = claim.is.reduce((bits, truth) => bits | bitOf(truth), 0);
    const possible = truthsOf(claim.condition, open);
    return ((possible & wanted) === 0 ? 0 : YES) | ((possible & ~wanted) === 0 ? 0 : NO);
  }
  if ('every' in claim) return claim.every.reduce((sum, each) => both(sum, truthsOfClaim(each, open)), YES);
  return claim.some.reduce((sum, each) => either(sum, truthsOfClaim(each, open)), NO);
}

function truthsOf(condition: Condition, open: Open): number {
  if ('all' in condition) return condition.all.reduce((sum, each) => both(sum, truthsOf(each, open)), YES);
  if ('any' in condition) return condition.any.reduce((sum, each) => either(sum, truthsOf(each, open)), NO);
  if ('not' in condition) return swapped(truthsOf(condition.not, open));
  return (open.get(condition.fact) ?? []).reduce((bits, candidate) => bits | bitOf(truthOf(condition, candidate)), 0);
}

/** Kleene's "and" over sets of truths. */
function both(a: number, b: number): number {
  const yes = a & b & YES;
  const no = (a | b) & NO;
  const unknown = ((a & UNKNOWN) !== 0 && (b & (YES | UNKNOWN)) !== 0) || ((b & UNKNOWN) !== 0 && (a & YES) !== 0);
  return yes | no | (unknown ? UNKNOWN : 0);
}

const swapped = (a: number): number => (a & UNKNOWN) | ((a & YES) === 0 ? 0 : NO) | ((a & NO) === 0 ? 0 : YES);

const either = (a: number, b: number): number => swapped(both(swapped(a), swapped(b)));

function truthOf(atom: Atom, { value, past }: Candidate): Truth {
  if ('known' in atom) return (value !== undefined) === atom.known;
  if (value === undefined) return null;
  if ('past' in atom) return past;
  if ('is' in atom) return value === atom.is;
  if (typeof value !== typeof atom.value) return null;
  switch (atom.op) {
    case '<':
      return value < atom.value;
    case '<=':
      return value <= atom.value;
    case '>':
      return value > atom.value;
    case '>=':
      return value >= atom.value;
  }
}
