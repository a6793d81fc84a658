import type { IsoDate } from './time.js';
import type { Condition, FactId, FactValue } from './policy.js';

/** A fact's value, or undefined where nobody stated it. */
export type Lookup = (fact: FactId) => FactValue | undefined;

/** True, false, or null for unknown. */
export type Truth = boolean | null;

/** The truth of a condition on a day. Comparisons with an unknown fact are unknown (Kleene's three values). */
export function truth(condition: Condition, lookup: Lookup, day: IsoDate): Truth {
  if ('all' in condition) return allOf(condition.all, lookup, day);
  if ('any' in condition) return anyOf(condition.any, lookup, day);
  if ('not' in condition) {
    const inner = truth(condition.not, lookup, day);
    return inner === null ? null : !inner;
  }
  const value = lookup(condition.fact);
  if ('known' in condition) return (value !== undefined) === condition.known;
  if (value === undefined) return null;
  if ('past' in condition) return typeof value === 'string' && value < day;
  if ('is' in condition) return value === condition.is;
  return compare(value, condition.op, condition.value);
}

function allOf(conditions: Condition[], lookup: Lookup, day: IsoDate): Truth {
  let result: Truth = true;
  for (const condition of conditions) {
    const one = truth(condition, lookup, day);
    if (one === false) return false;
    if (one === null) result = null;
  }
  return result;
}

function anyOf(conditions: Condition[], lookup: Lookup, day: IsoDate): Truth {
  let result: Truth = false;
  for (const condition of conditions) {
    const one = truth(condition, lookup, day);
    if (one === true) return true;
    if (one === null) result = null;
  }
  return result;
}

function compare(value: FactValue, op: '<' | '<=' | '>' | '>=', than: number | string): Truth {
  if (typeof value !== typeof than) return null;
  switch (op) {
    case '<':
      return value < than;
    case '<=':
      return value <= than;
    case '>':
      return value > than;
    case '>=':
      return value >= than;
  }
}

/** In words, each fact that keeps a condition from being what is wanted: `cp_plan is set`, `ehcp is not known`. */
export function explain(condition: Condition, wanted: boolean, lookup: Lookup, day: IsoDate): string[] {
  if (truth(condition, lookup, day) === wanted) return [];
  if ('not' in condition) return explain(condition.not, !wanted, lookup, day);
  if ('all' in condition) return unique(condition.all.flatMap((c) => explain(c, wanted, lookup, day)));
  if ('any' in condition) return unique(condition.any.flatMap((c) => explain(c, wanted, lookup, day)));
  return [describe(condition.fact, lookup(condition.fact))];
}

const unique = (texts: string[]): string[] => [...new Set(texts)];

/** `cp_plan is set`, `cp_plan is not set`, `cp_plan is not known`, `attendance_percent is 80`. */
export function describe(fact: FactId, value: FactValue | undefined): string {
  if (value === undefined) return `${fact} is not known`;
  if (value === true) return `${fact} is set`;
  if (value === false) return `${fact} is not set`;
  return `${fact} is ${value}`;
}

/** The facts a condition reads. */
export function factsOf(condition: Condition): FactId[] {
  if ('all' in condition) return condition.all.flatMap(factsOf);
  if ('any' in condition) return condition.any.flatMap(factsOf);
  if ('not' in condition) return factsOf(condition.not);
  return [condition.fact];
}

/** The facts whose date a condition compares with the day asked. */
export function datedFactsOf(condition: Condition): FactId[] {
  if ('all' in condition) return condition.all.flatMap(datedFactsOf);
  if ('any' in condition) return condition.any.flatMap(datedFactsOf);
  if ('not' in condition) return datedFactsOf(condition.not);
  return 'past' in condition ? [condition.fact] : [];
}

/** A condition as the policy tables write it: `looked_after or cp_plan`, `not csa`. */
export function inWords(condition: Condition): string {
  if ('all' in condition) return condition.all.map(group).join(' and ');
  if ('any' in condition) return condition.any.map(group).join(' or ');
  if ('not' in condition) return `not ${group(condition.not)}`;
  if ('known' in condition) return condition.known ? `${condition.fact} is known` : `${condition.fact} is not known`;
  if ('past' in condition) return `${condition.fact} is past`;
  if ('op' in condition) return `${condition.fact} ${condition.op} ${condition.value}`;
  if (condition.is === true) return condition.fact;
  if (condition.is === false) return `not ${condition.fact}`;
  return `${condition.fact} is ${condition.is}`;
}

const group = (condition: Condition): string =>
  ('all' in condition && condition.all.length > 1) || ('any' in condition && condition.any.length > 1)
    ? `(${inWords(condition)})`
    : inWords(condition);
