/** How a referral stands, as far as the one who made it may know. */
import { factLookup, factsOf } from '../../domain/factView.js';
import { isToldNothing, tellsOfEnd, type TellsOfEnd } from '../../domain/case/referrerLearns.js';
import type { Referrer } from '../../domain/inputs.js';
import type { CaseState } from '../../domain/state.js';
import type { IsoDate } from '../../domain/time.js';

export type ReferrerStatus =
  /** An anonymous referrer gets no answer. */
  | { is: 'nothing' }
  /** It came in; more is not said. */
  | { is: 'acknowledged' }
  | { is: 'received' | 'under_way' | 'rejected' }
  | { is: 'ended'; told: TellsOfEnd };

/**
 * By the rules of the messages to referrers.
 * @param restricted whether the register restricts the case, whatever its facts say
 * @param number the referrer's number on the case
 */
export function referrerStatus(
  state: CaseState | null,
  { number, restricted, today }: { number: number; restricted: boolean; today: IsoDate },
): ReferrerStatus {
  if (state === null) return { is: 'received' };
  const referrer: Referrer | undefined = state.referrers.find(({ id }) => id === String(number));
  // One whom the case does not name yet: it has come in, and nothing is known of how it came.
  if (referrer === undefined) return { is: 'acknowledged' };
  if (referrer.kind === 'anonymous') return { is: 'nothing' };
  const fact = factLookup(factsOf(state), today);
  if (isToldNothing(referrer, (id) => (id === 'restricted' && restricted ? true : fact(id))))
    return { is: 'acknowledged' };
  if (state.status === 'received') return { is: 'received' };
  if (state.status === 'rejected') return { is: 'rejected' };
  if (state.stage === 'ended' && state.outcome !== null)
    return { is: 'ended', told: tellsOfEnd(referrer, state.outcome.outcome) };
  return state.stage === 'ended' ? { is: 'ended', told: 'dealt_with' } : { is: 'under_way' };
}
