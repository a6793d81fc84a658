/** Whether somebody else changed a thing while its form was open. */
import { createHash } from 'node:crypto';
import { Problem } from '../../api/problem.js';
import type { Language } from '../language/language.js';

/** A short mark of how a thing stands: it goes into the form as a hidden field. */
export const markOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/**
 * Refuses a form that was filled in before a change by somebody else. What was typed comes back, with what it says now.
 * @throws Problem `conflict`
 */
export function mustBeUnchanged(mark: string, value: unknown, saysNow: string, { say }: Language): void {
  if (mark === markOf(value)) return;
  throw new Problem('conflict', say('errors.changedMeanwhile', { now: saysNow }));
}
