/** What the service owes, as people read it: what, how often, by which rule, and when next. */
import type { ServiceDuty } from '../../config/pack/service.js';
import type { Calendars } from '../../domain/calendar/types.js';
import { dutyDates, frequencyInWords, frequencyOf, type DutyPlan } from '../../domain/duties.js';
import { addDays, type IsoDate } from '../../domain/time.js';
import type { DutyEvent, DutyOccurrence, HeldPlan, StaffMember } from '../../register/index.js';
import type { Policy } from '../services/worlds.js';
import { named } from './presentEnquiry.js';

/** How far ahead the next day is looked for: a year and a month. */
const LOOK_AHEAD_DAYS = 396;

export interface DutiesSeen {
  policy: Policy;
  calendars: Calendars;
  plans: readonly HeldPlan[];
  occurrences: readonly DutyOccurrence[];
  people: readonly StaffMember[];
  day: IsoDate;
}

/** How a duty counts before the authority has said anything of it. */
export const firstPlan = (policy: Policy, day: IsoDate): DutyPlan => ({
  anchor: policy.compiled.effectiveFrom,
  anchorIsDue: false,
  frequency: null,
  dates: null,
  knownFrom: day,
});

export function presentDuty(duty: ServiceDuty, seen: DutiesSeen): Record<string, unknown> {
  const { policy, calendars, plans, occurrences, people, day } = seen;
  const held = plans.find(({ rule }) => rule === duty.id);
  const plan = held ?? firstPlan(policy, day);
  const frequency = frequencyOf(duty, plan);
  const own = occurrences.filter(({ rule }) => rule === duty.id);
  const found = dutyDates(duty, plan, { from: day, to: addDays(day, LOOK_AHEAD_DAYS) }, calendars);
  const ended = new Set(own.filter(({ endedAt }) => endedAt !== null).map(({ occurrence }) => occurrence));
  const next = found.dated ? found.dates.find(({ occurrence }) => !ended.has(occurrence)) : undefined;
  const details = policy.rules.get(duty.id);
  return {
    rule: duty.id,
    title: duty.title,
    source: duty.source,
    kind: duty.kind,
    modality: duty.modality ?? null,
    audience: duty.audience,
    for: held?.for ?? duty.for,
    frequency: frequency ?? null,
    often: plan.dates === null ? frequencyInWords(frequency) : 'on the days that the authority set',
    dated: found.dated ? 'dated' : found.why,
    /** Whose word the dates are. */
    basis: !found.dated ? null : duty.frequency == null || plan.dates !== null ? 'authority' : 'policy',
    nextDue: next?.due ?? null,
    working: next?.working ?? null,
    ...(found.dated && next === undefined
      ? { why: found.missing === null ? 'no further day is known: name the next ones' : missingWords(found.missing) }
      : {}),
    ...(!found.dated && found.why === 'not_dated' ? { why: 'no frequency is known: a manager sets it' } : {}),
    readings: details?.['readings'] ?? [],
    plan:
      held === undefined || held.changedBy === 'system'
        ? null
        : {
            frequency: held.frequency,
            dates: held.dates,
            ...(held.anchorIsDue ? { firstDue: held.anchor } : { countsFrom: held.anchor }),
            for: held.for,
            changedAt: held.changedAt,
            changedBy: named(held.changedBy, people),
          },
    open: own.filter(({ endedAt }) => endedAt === null).map((one) => presentOccurrence(one, seen)),
  };
}

const missingWords = ({ calendar, needed }: { calendar: string; needed: IsoDate }): string =>
  `the calendar ${calendar} is not loaded for ${needed}`;

/** One whose day has passed is late, also before the night's look has written it down. */
export const presentOccurrence = (one: DutyOccurrence, { people, day }: Pick<DutiesSeen, 'people' | 'day'>) => ({
  ...one,
  state: one.state === 'open' && one.due < day ? 'late' : one.state,
  endedBy: one.endedBy === null ? null : named(one.endedBy, people),
});

export const presentDutyEvent = ({ by, ...event }: DutyEvent, people: readonly StaffMember[]) => ({
  ...event,
  by: named(by, people),
});
