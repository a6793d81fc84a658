import { countFrom } from '../calendar/count.js';
import { atTime, endOfDay, londonDate } from '../calendar/london.js';
import type { Missing, Skipped } from '../calendar/types.js';
import type { Clock } from '../events.js';
import type { ClockEvent, ClockRef, DeadlineRule, PolicyPeriod } from '../policy.js';
import type { CaseState, Deadline } from '../state.js';
import { addSeconds, type Instant, type IsoDate } from '../time.js';
import type { Turn } from './turn.js';

/** When a clock started: the day in London, and the event that started it. */
export interface Started {
  event: ClockEvent;
  from: IsoDate;
  /** The exact instant, for clocks in hours. */
  at: Instant;
}

/** The start of a clock, or undefined while its event has not happened or is not known. */
export function startOf(turn: Turn, clock: ClockRef): Started | undefined {
  if ('event' in clock) return eventStart(turn, clock.event);
  if ('laterOf' in clock) {
    // The later of the events that have happened. Receipt is always one of them, so the clock is always known.
    let latest: Started | undefined;
    for (const event of clock.laterOf) {
      const start = eventStart(turn, event);
      if (start !== undefined && (latest === undefined || start.from > latest.from)) latest = start;
    }
    return latest;
  }
  for (const { event, when } of clock.firstOf) {
    if (when !== undefined && turn.holds(when) !== true) continue;
    const start = eventStart(turn, event);
    if (start !== undefined) return start;
  }
  return undefined;
}

/** The clock event of which a case may have several: each session coded N, the reason not yet established. */
export const SESSION_CODED_N: ClockEvent = 'session_coded_n';

export const sessionStart = (turn: Turn, date: IsoDate): Started => ({
  event: SESSION_CODED_N,
  from: date,
  at: endOfDay(turn.world.calendars.london, date),
});

/** A rule that counts from a session coded N has a deadline for each such session. */
export const isPerSession = (rule: DeadlineRule): boolean =>
  'event' in rule.clock && rule.clock.event === SESSION_CODED_N;

/** When the clock of a deadline started: for a session's own deadline that session, else the event of the rule. */
export const startOfDeadline = (turn: Turn, rule: DeadlineRule, { clock }: Deadline): Started | undefined =>
  isPerSession(rule) && clock !== null ? sessionStart(turn, clock.from) : startOf(turn, rule.clock);

function eventStart(turn: Turn, event: ClockEvent): Started | undefined {
  const { state } = turn;
  const instant = stepInstant(state, event);
  if (instant !== undefined)
    return instant === null
      ? undefined
      : { event, from: londonDate(turn.world.calendars.london, instant), at: instant };
  const date = turn.fact(event);
  if (typeof date !== 'string') return undefined;
  return { event, from: date, at: endOfDay(turn.world.calendars.london, date) };
}

/** The instant of a step of the case; null before it; undefined where the event is no step but a fact. */
function stepInstant(state: CaseState, event: ClockEvent): Instant | null | undefined {
  switch (event) {
    case 'referral_received':
      return state.receivedAt;
    case 'referral_accepted':
      return state.acceptedAt;
    case 'marker_identified':
      return state.markerAt;
    default:
      return undefined;
  }
}

export type Due =
  | { ok: true; due: IsoDate; dueAt: Instant; clock: Clock; skipped: Skipped[] }
  | { ok: false; clock: Clock; missing: Missing };

/** When a period that starts so ends: the last day, and its last instant (23:59:59, or the hour that the pack gives). */
export function dueOf(turn: Turn, start: Started, period: PolicyPeriod, hour?: string): Due {
  const { calendars } = turn.world;
  const clock: Clock = {
    event: start.event,
    from: start.from,
    amount: period.amount,
    unit: period.unit,
    mode: period.mode,
  };
  if (period.unit === 'hour') {
    const dueAt = addSeconds(start.at, period.amount * 3600);
    return { ok: true, due: londonDate(calendars.london, dueAt), dueAt, clock, skipped: [] };
  }
  const counted = countFrom(start.from, period, calendars);
  if (!counted.ok) return { ok: false, clock, missing: counted.missing };
  const dueAt =
    hour === undefined ? endOfDay(calendars.london, counted.date) : atTime(calendars.london, counted.date, hour);
  return { ok: true, due: counted.date, dueAt, clock, skipped: counted.skipped };
}
