import { truth, type Lookup } from '../../domain/conditions.js';
import { factDefinition } from '../../domain/facts.js';
import type { CompiledPolicy, Condition, FactId, FactValue } from '../../domain/policy.js';
import { addDays, type IsoDate } from '../../domain/time.js';

/** A fact that a person finds out, and its value. */
export type Finding = readonly [FactId, FactValue];

/** Nobody states these to get past a gate: to state one is to raise a concern. */
const CONCERNS: readonly FactId[] = [
  'safeguarding_concern',
  'imminent_harm',
  'crime_suspected',
  'fgm_concern',
  'exploitation_concern',
];

/**
 * What a person would have to find for a condition to be as wanted: the first way there is. Null where there is none: a
 * fact that is true stays true, and some facts no person states.
 */
export function findingsFor(
  condition: Condition,
  wanted: boolean,
  { policy, known, today }: { policy: CompiledPolicy; known: Lookup; today: IsoDate },
): Finding[] | null {
  const world = { policy, known, today };
  if (truth(condition, known, today) === wanted) return [];
  if ('not' in condition) return findingsFor(condition.not, !wanted, world);
  if ('all' in condition) return wanted ? everyOf(condition.all, true, world) : firstOf(condition.all, false, world);
  if ('any' in condition) return wanted ? firstOf(condition.any, true, world) : everyOf(condition.any, false, world);
  const value = valueFor(condition, wanted, world);
  return value === undefined ? null : [[condition.fact, value]];
}

type World = Parameters<typeof findingsFor>[2];

function everyOf(conditions: readonly Condition[], wanted: boolean, world: World): Finding[] | null {
  const all: Finding[] = [];
  for (const condition of conditions) {
    const findings = findingsFor(condition, wanted, world);
    if (findings === null) return null;
    all.push(...findings);
  }
  return all;
}

function firstOf(conditions: readonly Condition[], wanted: boolean, world: World): Finding[] | null {
  for (const condition of conditions) {
    const findings = findingsFor(condition, wanted, world);
    if (findings !== null) return findings;
  }
  return null;
}

type Comparison = Extract<Condition, { fact: FactId }>;

function valueFor(condition: Comparison, wanted: boolean, { policy, known, today }: World): FactValue | undefined {
  const { fact } = condition;
  const definition = factDefinition(fact);
  const type = definition?.type ?? policy.facts[fact]?.type;
  const stated = known(fact);
  const mayState = definition === undefined || definition.setBy.includes('person');
  if (!mayState || CONCERNS.includes(fact) || (stated !== undefined && stated !== false)) return undefined;
  if ('is' in condition) {
    if (wanted) return condition.is;
    return typeof condition.is === 'boolean' ? !condition.is : undefined;
  }
  if (!wanted || 'op' in condition || ('known' in condition && !condition.known)) return undefined;
  // Known, or past: something is stated, and a date lies before today.
  return type === 'date' ? addDays(today, -1) : type === 'text' ? 'stated' : undefined;
}
