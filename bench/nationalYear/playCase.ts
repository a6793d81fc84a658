import { decide, playDue } from '../../domain/case/decide.js';
import type { World } from '../../domain/case/turn.js';
import type { CaseEvent } from '../../domain/events.js';
import type { CaseInput } from '../../domain/inputs.js';
import type { Play, Played } from '../../domain/simulate.js';
import type { CaseState } from '../../domain/state.js';
import type { Instant } from '../../domain/time.js';
import { REFERRER, type Act } from './acts.js';
import type { Arrival } from './referrals.js';

export interface PlayedCase {
  state: CaseState;
  events: CaseEvent[];
  refused: number;
  /** The same case as a play, which gives the same events without anybody to decide what is done. */
  play: Play;
}

/** Plays a case: each act sees the case as it stands then. */
export function playCase(
  world: World,
  { receivedAt, referral }: Arrival,
  acts: readonly Act[],
  until: Instant,
): PlayedCase {
  const first: CaseInput = { do: 'referral', by: REFERRER, referral };
  const begun = decide({ state: null, world }, first, receivedAt);
  if (!begun.ok) throw new Error(`A referral of the year was refused: ${begun.refusal.detail}`);
  const events = begun.events;
  const played: Played[] = [{ at: receivedAt, input: first }];
  let state = begun.state;
  let refused = 0;
  const passTime = (to: Instant): void => {
    const passed = playDue({ state, world }, to);
    state = passed.state;
    events.push(...passed.events);
  };
  for (const act of acts) {
    if (act.at > until || state.endedAt !== null) break;
    passTime(act.at);
    for (const input of act.inputs(state)) {
      const decision = decide({ state, world }, input, act.at);
      played.push({ at: act.at, input });
      if (decision.ok) {
        state = decision.state;
        events.push(...decision.events);
      } else refused += 1;
    }
  }
  passTime(until);
  return { state, events, refused, play: { world, played, until } };
}
