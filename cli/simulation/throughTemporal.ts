/** Plays a case through the real workflow on a Temporal server that skips time; the same play as `simulate`. */
import { apply } from '../../domain/apply.js';
import type { World } from '../../domain/case/turn.js';
import type { CaseEvent } from '../../domain/events.js';
import type { CaseInput } from '../../domain/inputs.js';
import {
  changed,
  inputOf,
  inTimeOrder,
  NothingBegan,
  weekAfter,
  type Play,
  type Refused,
  type Simulation,
} from '../../domain/simulate.js';
import type { CaseState } from '../../domain/state.js';
import type { Instant } from '../../domain/time.js';
import type { Stage } from './stage.js';
import { beginCase, type Sent, type StagedCase } from './stagedCase.js';

/** A machine that is this slow, again and again, cannot play it. */
const MOST_TRIES = 20;

/**
 * Plays a case as `simulate` does. The case's clock is the server's, which goes on in real time while an input is on
 * its way: one that was not taken in its own second is sent again to a new run, which goes on from the events before
 * it with its clock at that second.
 * @throws NothingBegan where the core refuses the referral that starts the case
 */
export async function playThroughTemporal(stage: Stage, { world: atFirst, played, until }: Play): Promise<Simulation> {
  const inOrder = inTimeOrder(played);
  const begins = inOrder.findIndex((item) => 'input' in item);
  const [first, ...rest] = inOrder.slice(Math.max(begins, 0));
  if (first === undefined || !('input' in first)) throw new Error('A scenario begins with the referral that starts it');
  let world: World = inOrder.slice(0, begins).reduce(changed, atFirst);
  let one: StagedCase | undefined;

  /** Brings an input in at its second, in the run there is or, where that is too late, in one that goes on from it. */
  async function take(input: CaseInput, at: Instant): Promise<Exclude<Sent, { kind: 'late' }>> {
    await one?.moveTo(at);
    const before = one?.eventsUntil(at) ?? [];
    let sent: Sent = (await one?.send(input, at)) ?? { kind: 'late' };
    for (let tries = 0; sent.kind === 'late'; tries += 1) {
      if (tries === MOST_TRIES) throw new Error(`The ${input.do} of ${at} was never taken in its second`);
      await one?.end();
      ({ one, sent } = await beginCase(stage, { state: stateOf(before), world, before }, input, at));
    }
    return sent;
  }

  try {
    const begun = await take(first.input, first.at);
    if (begun.kind === 'refused') throw new NothingBegan(begun.refusal);
    const refused: Refused[] = [];
    let last = first.at;
    for (const item of rest) {
      if (until !== undefined && item.at > until) break;
      const input = inputOf(item, world);
      if (input.do === 'calendarChanged' && input.calendars === world.calendars) continue;
      const sent = await take(input, item.at);
      last = item.at;
      if (sent.kind === 'refused') refused.push({ at: item.at, do: input.do, ...sent.refusal });
      else world = worldAfter(input, world);
    }
    const end = until ?? weekAfter(mustHave(stateOf(one?.eventsUntil(last) ?? [])), world, last);
    await one?.settle(end);
    const events = one?.eventsUntil(end) ?? [];
    return { state: mustHave(stateOf(events)), world, events, refused, until: end };
  } finally {
    await one?.end();
  }
}

const stateOf = (events: readonly CaseEvent[]): CaseState | null =>
  events.reduce<CaseState | null>((state, event) => apply(state, event), null);

function mustHave(state: CaseState | null): CaseState {
  if (state === null) throw new Error('The case recorded nothing');
  return state;
}

/** What a taken input makes of the world. */
function worldAfter(input: CaseInput, world: World): World {
  if (input.do === 'calendarChanged') return { ...world, calendars: input.calendars };
  return input.do === 'adoptPolicy' && input.adopted !== undefined ? { ...world, policy: input.adopted } : world;
}
