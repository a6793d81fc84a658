/** What moves a deadline that stands: a corrected date, a shorter period, a calendar, another policy. */
import { workingDaysAfter } from '../calendar/count.js';
import { endOfDay, londonDate } from '../calendar/london.js';
import type { DeadlineRule, PolicyPeriod } from '../policy.js';
import type { Deadline } from '../state.js';
import { addDays, type Instant, type IsoDate } from '../time.js';
import { dueOf, startOf, startOfDeadline, type Due, type Started } from './clocks.js';
import type { Turn } from './turn.js';

/** The period that counts now: the shortest of the rule's own and those whose condition holds. */
export function computed(turn: Turn, rule: DeadlineRule, start: Started): Due {
  let best = dueOf(turn, start, rule, rule.hour);
  for (const shorter of rule.shorter ?? []) {
    if (turn.holds(shorter.when) !== true) continue;
    const due = dueOf(turn, start, shorter, rule.hour);
    if (due.ok && (!best.ok || due.dueAt < best.dueAt)) best = due;
  }
  return best;
}

export function occurrencePeriod(rule: DeadlineRule, occurrence: number): DeadlineRule {
  return rule.recurring === true ? { ...rule, amount: rule.amount * occurrence } : rule;
}

/** A corrected clock date moves a deadline either way; a condition that came true may only shorten it. */
export function correct(turn: Turn, rule: DeadlineRule, current: Deadline): void {
  if (current.lateReferral === true) return;
  const start = startOf(turn, rule.clock);
  if (start === undefined) return;
  const moved = current.clock !== null && start.from !== current.clock.from && start.event === current.clock.event;
  if (!moved && rule.shorter === undefined) return;
  const counted = computed(turn, { ...rule, ...periodSet(rule, current) }, start);
  if (!counted.ok) return;
  const due = floored(turn, counted);
  if (due.dueAt === current.dueAt) return;
  const shorter = current.dueAt === null || due.dueAt < current.dueAt;
  if (!moved && !shorter) return;
  turn.emit({
    type: moved ? 'deadlineRecalculated' : 'deadlineShortened',
    rule: rule.id,
    occurrence: current.occurrence,
    was: current.due,
    ...due,
    reason: moved ? `${start.event} was corrected to ${start.from}` : 'a shorter period applies',
  });
}

/**
 * The period that a deadline was set by, or shortened to. What shortened it once shortens it still: a condition that
 * ceased lengthens nothing.
 */
function periodSet(rule: DeadlineRule, { clock, occurrence }: Deadline): PolicyPeriod {
  if (clock === null) return occurrencePeriod(rule, occurrence);
  const { amount, unit, mode } = clock;
  return { amount, unit, mode };
}

/** After a calendar changed: recalculates the open deadlines that depend on it, each by the period it was set by. */
export function recalculate(turn: Turn, reason: string): void {
  eachOpen(turn, (rule, current) => {
    recalculateOne(turn, { ...rule, shorter: [], ...periodSet(rule, current) }, current, reason);
  });
}

/** After another policy was adopted: recalculates the open deadlines by the periods that it has. */
export function recalculateAnew(turn: Turn, reason: string): void {
  eachOpen(turn, (rule, current) => {
    const period =
      current.lateReferral === true && rule.lateReferral !== undefined
        ? { ...rule, ...rule.lateReferral }
        : occurrencePeriod(rule, current.occurrence);
    recalculateOne(turn, period, current, reason);
  });
}

/** Met and breached ones stay as they are. */
function eachOpen(turn: Turn, recalculated: (rule: DeadlineRule, current: Deadline) => void): void {
  for (const rule of turn.world.policy.deadlines)
    for (const deadline of turn.state.deadlines)
      if (deadline.rule === rule.id && deadline.state === 'open') recalculated(rule, deadline);
}

function recalculateOne(turn: Turn, rule: DeadlineRule, current: Deadline, reason: string): void {
  const late = current.lateReferral === true;
  const start = late ? startOf(turn, { event: 'referral_received' }) : startOfDeadline(turn, rule, current);
  if (start === undefined) return;
  const counted = computed(turn, rule, start);
  // What cannot be counted any more stays due when it was.
  if (!counted.ok) return;
  const samePeriod = counted.clock.amount === current.clock?.amount && counted.clock.unit === current.clock.unit;
  // What the change does not touch stays due when it was, also before the floor of an adopted policy.
  if (counted.dueAt === current.dueAt && samePeriod) return;
  const due = floored(turn, counted);
  if (due.dueAt === current.dueAt && samePeriod) return;
  turn.emit({
    type: 'deadlineRecalculated',
    rule: rule.id,
    occurrence: current.occurrence,
    was: current.due,
    ...due,
    reason,
  });
}

type Dates = Omit<Due & { ok: true }, 'ok'>;

/** An adopted deadline is never due before the end of the first working day after the adoption. */
export function floored(turn: Turn, { ok: _ok, ...dates }: Due & { ok: true }): Dates {
  const { adoptedAt } = turn.state;
  if (adoptedAt === undefined) return dates;
  const floor = floorAfter(turn, adoptedAt);
  return dates.due < floor ? { ...dates, due: floor, dueAt: endOfDay(turn.world.calendars.london, floor) } : dates;
}

function floorAfter(turn: Turn, adoptedAt: Instant): IsoDate {
  const { calendars } = turn.world;
  const day = londonDate(calendars.london, adoptedAt);
  const next = workingDaysAfter(day, 1, calendars);
  return next.ok ? next.date : addDays(day, 1);
}
