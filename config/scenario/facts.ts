/** The facts that a scenario states, held against the closed list and those that its policy declares. */
import { factDefinition } from '../../domain/facts.js';
import type { CompiledPolicy, FactId, FactType, FactValue } from '../../domain/policy.js';
import { isIsoDate } from '../../domain/time.js';
import { FACT_TITLES } from '../factTitles.js';

const EXPECTED: Record<FactType, string> = {
  boolean: 'true or false',
  number: 'a number',
  date: 'a date that exists, such as 2026-12-21',
  text: 'a text',
};

/** A fact that the policy knows, with the type of its value; undefined for any other name. */
function typeOf(fact: FactId, declared: CompiledPolicy['facts']): FactType | undefined {
  return factDefinition(fact)?.type ?? (Object.hasOwn(declared, fact) ? declared[fact]?.type : undefined);
}

export interface FactProblem {
  about: 'fact' | 'value';
  message: string;
}

/** What is wrong with a fact and its value; undefined where nothing is. `referral`: it is stated with a referral. */
export function factProblem(
  fact: FactId,
  value: unknown,
  declared: CompiledPolicy['facts'],
  stated: 'referral' | 'person',
): FactProblem | undefined {
  const type = typeOf(fact, declared);
  if (type === undefined)
    return { about: 'fact', message: `there is no fact of this name: ${suggestion(fact, declared)}` };
  const setBy = factDefinition(fact)?.setBy;
  if (stated === 'referral' && setBy?.every((setter) => setter === 'system') === true)
    return { about: 'fact', message: `${fact} is derived by the system and cannot be stated` };
  if (!isFactValue(value) || !fits(value, type))
    return { about: 'value', message: `expected ${EXPECTED[type]}: ${meaning(fact)}` };
  if (fact === 'attendance_percent' && typeof value === 'number' && (value < 0 || value > 100))
    return { about: 'value', message: 'expected a number from 0 to 100' };
  return undefined;
}

export const isFactValue = (value: unknown): value is FactValue =>
  typeof value === 'boolean' || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

function fits(value: FactValue, type: FactType): boolean {
  if (type === 'date') return typeof value === 'string' && isIsoDate(value);
  return typeof value === (type === 'text' ? 'string' : type);
}

const meaning = (fact: FactId): string => (Object.hasOwn(FACT_TITLES, fact) ? (FACT_TITLES[fact] ?? fact) : fact);

/** The names that come nearest, so that a slip of the pen is found at once. */
function suggestion(fact: FactId, declared: CompiledPolicy['facts']): string {
  const parts = fact
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length > 2);
  const near = [...Object.keys(FACT_TITLES), ...Object.keys(declared)].filter((known) =>
    parts.some((part) => known.split('_').includes(part)),
  );
  return near.length === 0
    ? 'expected one of the case facts, such as cp_plan or first_absence'
    : `expected one of the case facts, perhaps ${near.slice(0, 3).join(' or ')}`;
}
