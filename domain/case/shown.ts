import type { CheckResult } from '../inputs.js';
import type { Turn } from './turn.js';

/** Results that tell something about the child. "No reply" and "refused" are never "nothing found". */
export const POSITIVE: readonly CheckResult[] = ['information_found', 'contact_made', 'child_seen'];

/** A named person who saw the child shows that the child is located. "Contact made" shows neither. */
export function showWhatWasFound(turn: Turn, result: CheckResult): void {
  if (result !== 'child_seen') return;
  show(turn, ['child_seen', 'located', 'whereabouts_known']);
}

/** Derives facts that evidence shows, where they are not true already. */
export function show(turn: Turn, facts: string[]): void {
  for (const fact of facts) if (turn.fact(fact) !== true) turn.emit({ type: 'factRecorded', fact, value: true });
}
