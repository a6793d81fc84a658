/** The simulator's loop: the same core that runs live cases, on virtual time, without a server. */
import { endOfDay, londonDate } from './calendar/london.js';
import type { Calendars } from './calendar/types.js';
import { decide, playDue } from './case/decide.js';
import type { Refusal, World } from './case/turn.js';
import type { CaseEvent } from './events.js';
import type { CaseInput, InputName } from './inputs.js';
import type { CaseState } from './state.js';
import { addDays, later, type Instant } from './time.js';

/** An input at its instant, or a change of the world: what it makes of the calendars, and why. */
export type Played =
  { at: Instant; input: CaseInput } | { at: Instant; change: (calendars: Calendars) => Calendars; reason: string };

export interface Refused extends Refusal {
  at: Instant;
  do: InputName;
}

export interface Simulation {
  state: CaseState;
  world: World;
  events: CaseEvent[];
  refused: Refused[];
  until: Instant;
}

export interface Play {
  world: World;
  /** In any order; the first input in time must be the referral that starts the case. */
  played: Played[];
  /** Plays up to and with this instant. Left out: a week after the last input, or the last deadline set by then. */
  until?: Instant;
}

export class NothingBegan extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
    this.name = 'NothingBegan';
  }
}

/** Plays a case. Inputs of one instant are taken in the order given, after all that the clock brings then. */
export function simulate({ world: atFirst, played, until }: Play): Simulation {
  const inOrder = inTimeOrder(played);
  const begins = inOrder.findIndex((item) => 'input' in item);
  const [first, ...rest] = inOrder.slice(Math.max(begins, 0));
  if (first === undefined || !('input' in first)) throw new Error('A scenario begins with the referral that starts it');
  // What changed before the case began is the world it begins in.
  const world = inOrder.slice(0, begins).reduce(changed, atFirst);
  const begun = decide({ state: null, world }, first.input, first.at);
  if (!begun.ok) throw new NothingBegan(begun.refusal);

  let current: { state: CaseState; world: World } = begun;
  const events: CaseEvent[] = [...begun.events];
  const refused: Refused[] = [];
  const passTime = (to: Instant): void => {
    const played = playDue(current, to);
    current = { state: played.state, world: current.world };
    events.push(...played.events);
  };
  let last = first.at;
  for (const item of rest) {
    if (until !== undefined && item.at > until) break;
    passTime(item.at);
    const input = inputOf(item, current.world);
    // A change that does not reach the calendars of this case is nothing that happened to it.
    if (input.do === 'calendarChanged' && input.calendars === current.world.calendars) continue;
    const decision = decide(current, input, item.at);
    last = item.at;
    if (decision.ok) {
      current = decision;
      events.push(...decision.events);
    } else refused.push({ at: item.at, do: input.do, ...decision.refusal });
  }
  const end = until ?? weekAfter(current.state, current.world, last);
  passTime(end);
  return { state: current.state, world: current.world, events, refused, until: end };
}

/** The world after a change of it. */
export const changed = (world: World, item: Played): World =>
  'change' in item ? { ...world, calendars: item.change(world.calendars) } : world;

/** What happens as the core takes it: a change comes with the calendars that it makes. */
export const inputOf = (item: Played, { calendars }: World): CaseInput =>
  'input' in item ? item.input : { do: 'calendarChanged', reason: item.reason, calendars: item.change(calendars) };

/** Where a play ends that names no end: a week after its last input, or the last deadline set by then. */
export function weekAfter(state: CaseState, { calendars }: World, lastInput: Instant): Instant {
  const dues = state.deadlines.flatMap((d) => d.dueAt ?? []);
  const last = dues.reduce(later, lastInput);
  return endOfDay(calendars.london, addDays(londonDate(calendars.london, last), 7));
}

/** What happens, in the order in which it is taken: by time, then as given. */
export function inTimeOrder(played: Played[]): Played[] {
  return played
    .map((item, index) => ({ item, index }))
    .sort((a, b) => (a.item.at < b.item.at ? -1 : a.item.at > b.item.at ? 1 : a.index - b.index))
    .map(({ item }) => item);
}
