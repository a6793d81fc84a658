import type { Refusal } from '../domain/case/turn.js';
import type { CaseInput, InputName } from '../domain/inputs.js';

/**
 * The least shape that an input must have, so that a wrong client cannot poison a case. What is in its fields the API
 * checks with a schema, and the domain against the case. Answers the refusal, or null.
 */
export function guardInput(name: InputName, input: CaseInput): Refusal | null {
  // What arrives was written by whoever sent it: its type is only a claim.
  const given: unknown = input;
  if (!isRecord(given) || given['do'] !== name) return wrong('do', `expected an input ${name}`);
  if (name === 'calendarChanged') {
    const { calendars } = given;
    const whole = isRecord(calendars) && ['london', 'working', 'school'].every((part) => isRecord(calendars[part]));
    return whole && typeof given['reason'] === 'string' ? null : wrong('calendars', 'expected calendars and a reason');
  }
  const { by } = given;
  if (!isRecord(by) || typeof by['id'] !== 'string' || typeof by['role'] !== 'string' || by['id'] === '')
    return wrong('by', 'expected who sends it, by id and role');
  if (name !== 'referral') return null;
  const { referral } = given;
  if (!isRecord(referral)) return wrong('referral', 'expected a referral');
  if (!INSTANT.test(String(referral['receivedAt']))) return wrong('referral.receivedAt', 'expected a UTC instant');
  for (const part of ['referrer', 'child', 'facts'])
    if (!isRecord(referral[part])) return wrong(`referral.${part}`, `expected the ${part}`);
  return null;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (field: string, detail: string): Refusal => ({ code: 'invalid', field, detail });
