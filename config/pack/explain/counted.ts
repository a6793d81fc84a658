/** Dates for an imagined referral: every event happens on the day that is asked, at ten in the morning. */
import { countFrom, workingDayBefore, workingDayFrom, workingDaysAfter } from '../../../domain/calendar/count.js';
import { atTime, londonDate, londonTimeOfDay } from '../../../domain/calendar/london.js';
import type { ClockRef, DeadlineRule, PolicyPeriod } from '../../../domain/policy.js';
import { addDays, addSeconds } from '../../../domain/time.js';
import { clockInWords, listInWords } from '../words.js';
import type { CountedDate, Explaining } from './explanation.js';

/** The hour at which an imagined event happens, for periods in hours. */
export const IMAGINED_HOUR = '10:00';

/** The last day of a period. */
export function counted(
  { from, calendars }: Explaining,
  what: string,
  clock: ClockRef | string,
  period: PolicyPeriod,
  hour?: string,
): CountedDate {
  const event = typeof clock === 'string' ? clock : clockInWords(clock);
  if (period.unit === 'hour') {
    const at = addSeconds(atTime(calendars.london, from, IMAGINED_HOUR), period.amount * 3600);
    const to = londonDate(calendars.london, at);
    return { what, event, from, to, at: londonTimeOfDay(calendars.london, at), skipped: [] };
  }
  const result = countFrom(from, period, calendars);
  if (!result.ok) {
    const missing = `the calendar ${result.missing.calendar} is not loaded for ${result.missing.needed}`;
    return { what, event, from, to: null, skipped: [], missing };
  }
  const { date, skipped } = result;
  return { what, event, from, to: date, skipped, ...(hour === undefined ? {} : { at: hour }) };
}

/** The day after a minimum period, from which the action is allowed. */
export function allowedFrom(explaining: Explaining, clock: ClockRef | string, period: PolicyPeriod): CountedDate[] {
  const ends = counted(explaining, 'complete', clock, period);
  if (ends.to === null) return [ends];
  return [ends, { ...ends, what: 'allowed from', to: addDays(ends.to, 1), skipped: [] }];
}

/** The dates of a deadline: its span, its last day, other periods, and the steps around it that the system adds. */
export function datesOf(explaining: Explaining, rule: DeadlineRule): CountedDate[] {
  const { clock, hour } = rule;
  const due = counted(explaining, 'due', clock, rule, hour);
  const opens =
    rule.opensAmount === undefined
      ? []
      : [counted(explaining, 'first day', clock, { ...rule, amount: rule.opensAmount })];
  const again =
    rule.recurring === true
      ? [2, 3].map((n) => counted(explaining, `due, time ${n}`, clock, { ...rule, amount: rule.amount * n }, hour))
      : [];
  const shorter = (rule.shorter ?? []).map((each) => counted(explaining, 'due, shorter', clock, each, hour));
  const late =
    rule.lateReferral === undefined
      ? []
      : [counted(explaining, 'due, if past at receipt', { event: 'referral_received' }, rule.lateReferral, hour)];
  return [...opens, due, ...again, ...shorter, ...late, ...(rule.actor === 'authority' ? ladder(explaining, due) : [])];
}

/** What the system does around a deadline of the authority (SYS-REM, SYS-BREACH). */
function ladder({ calendars, policy }: Explaining, due: CountedDate): CountedDate[] {
  if (due.to === null) return [];
  const { digestTime, reminderWorkingDays } = policy.defaults;
  let before: string | undefined = due.to;
  for (let n = 0; n < reminderWorkingDays && before !== undefined; n += 1) before = workingDayBefore(before, calendars);
  const next = workingDaysAfter(due.to, 1, calendars);
  const step = { event: due.event, from: due.from, skipped: [], basis: 'system default' as const };
  return [
    ...(before === undefined || before < due.from
      ? []
      : [{ ...step, what: 'reminder to the officer', to: before, at: digestTime }]),
    ...(due.at === undefined
      ? [{ ...step, what: 'if missed, the senior officer is told', to: addDays(due.to, 1), at: '00:00' }]
      : [{ ...step, what: 'if missed, the senior officer is told', to: due.to, at: due.at }]),
    ...(next.ok ? [{ ...step, what: 'if missed, the manager is told', to: next.date, at: digestTime }] : []),
  ];
}

/** A task opened on the imagined day: its own period, else the next working day from it. */
export function taskDates(explaining: Explaining, what: string, due: PolicyPeriod | undefined): CountedDate[] {
  return due === undefined ? [] : [counted(explaining, what, 'the day the task opens', due)];
}

/** The first working day on or after the day after a period: when its task falls. */
export function nextWorkingDay(explaining: Explaining, after: CountedDate): CountedDate[] {
  if (after.to === null) return [];
  const next = workingDayFrom(addDays(after.to, 1), explaining.calendars);
  return next.ok ? [{ ...after, what: 'task', to: next.date, skipped: next.skipped }] : [];
}

/** The days that did not count: `2026-12-25 bank holiday`; runs of one reason are drawn together. */
export function skippedInWords(skipped: CountedDate['skipped']): string {
  const runs: { first: string; last: string; why: string }[] = [];
  for (const { date, why } of skipped) {
    const run = runs.at(-1);
    // A weekend between two days of one gap belongs to it.
    if (run?.why === why && date <= addDays(run.last, 3)) run.last = date;
    else runs.push({ first: date, last: date, why });
  }
  return listInWords(runs.map(({ first, last, why }) => `${first === last ? first : `${first} to ${last}`} (${why})`));
}
