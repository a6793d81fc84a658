/** What a referrer may know of a case after it was acknowledged: for the messages of a case and for a page that asks. */
import type { Referrer } from '../inputs.js';
import type { FactId, FactValue, StandardOutcome } from '../policy.js';

/** How an ended case is told: never a place, a school or a council. */
export type TellsOfEnd = 'found' | 'ended' | 'dealt_with';

const FOUND: readonly StandardOutcome[] = ['in_education'];

/** Only a verified referrer learns an outcome, by its kind; others learn that it has been dealt with. */
export const tellsOfEnd = (referrer: Pick<Referrer, 'verified'>, outcome: StandardOutcome): TellsOfEnd =>
  !referrer.verified ? 'dealt_with' : FOUND.includes(outcome) ? 'found' : 'ended';

/** Where there is domestic abuse, or the case is restricted, a public referrer learns nothing after the acknowledgement. */
export function isToldNothing(referrer: Pick<Referrer, 'kind'>, fact: (id: FactId) => FactValue | undefined): boolean {
  if (referrer.kind === 'school' || referrer.kind === 'professional') return false;
  return fact('domestic_abuse') === true || fact('restricted') === true;
}
