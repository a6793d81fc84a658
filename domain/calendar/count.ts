import { addDays, addMonths, dayNumber, isoDate, isWeekend, type DayNumber, type IsoDate } from '../time.js';
import { isPupilDay } from './pupilDays.js';
import type { Calendars, Counted, Missing, Period, Skipped } from './types.js';

type Judgement = { counts: boolean; why?: string } | { missing: Missing };

/** Whether a day is a working day, and why a weekday is not. */
export function judgeWorkingDay(calendars: Calendars, day: DayNumber): Judgement {
  const { working } = calendars;
  if (isWeekend(day)) return { counts: false };
  const date = isoDate(day);
  if (date < working.from || date > working.to) return { missing: { calendar: working.id, needed: date } };
  if (working.bankHolidays.includes(date)) return { counts: false, why: 'bank holiday' };
  if (working.closureDays.includes(date)) return { counts: false, why: 'closure day' };
  return { counts: true };
}

/** Whether pupils attend on a day, and why on a weekday they do not. */
export function judgeSchoolDay(calendars: Calendars, day: DayNumber): Judgement {
  const { school } = calendars;
  const date = isoDate(day);
  if ('missing' in school || date < school.from || date > school.to)
    return isWeekend(day) ? { counts: false } : { missing: { calendar: school.id, needed: date } };
  if (isPupilDay(school.pupilDays, day - dayNumber(school.from))) return { counts: true };
  if (isWeekend(day)) return { counts: false };
  const gap = school.gaps.find((g) => g.from <= date && date <= g.to);
  return { counts: false, why: gap?.why ?? 'no pupils' };
}

/** The day on which a period that starts with an event on `from` ends. */
export function countFrom(from: IsoDate, period: Period, calendars: Calendars): Counted {
  const { amount, unit, mode } = period;
  const back = mode === 'inclusive' ? -1 : 0;
  switch (unit) {
    case 'working_day':
      return walk(from, period, (day) => judgeWorkingDay(calendars, day));
    case 'school_day':
      return walk(from, period, (day) => judgeSchoolDay(calendars, day));
    case 'calendar_day':
      return plain(addDays(from, amount + back));
    case 'week':
      return plain(addDays(from, amount * 7 + back));
    case 'month':
      return plain(addDays(addMonths(from, amount), back));
    case 'year':
      return plain(addDays(addMonths(from, amount * 12), back));
    case 'term':
      return endOfTerm(from, amount, calendars);
    case 'hour':
      return plain(from);
  }
}

const plain = (date: IsoDate): Counted => ({ ok: true, date, skipped: [] });

function walk(from: IsoDate, { amount, mode }: Period, judge: (day: DayNumber) => Judgement): Counted {
  const skipped: Skipped[] = [];
  let left = amount;
  let day = dayNumber(from);
  if (mode === 'after') {
    if (left === 0) return plain(from);
    day += 1;
  }
  for (; ; day += 1) {
    const judged = judge(day);
    if ('missing' in judged) return { ok: false, missing: judged.missing };
    if (judged.counts) {
      left -= 1;
      if (left <= 0) return { ok: true, date: isoDate(day), skipped };
    } else if (judged.why !== undefined) skipped.push({ date: isoDate(day), why: judged.why });
  }
}

/** The last day of the n-th term that ends on or after a date. */
function endOfTerm(from: IsoDate, amount: number, { school }: Calendars): Counted {
  if ('missing' in school) return { ok: false, missing: { calendar: school.id, needed: from } };
  const end = school.terms.filter((term) => term.to >= from)[Math.max(amount, 1) - 1];
  if (end === undefined) return { ok: false, missing: { calendar: school.id, needed: addDays(school.to, 1) } };
  return plain(end.to);
}

/** The first working day on or after a date. */
export function workingDayFrom(date: IsoDate, calendars: Calendars): Counted {
  return countFrom(date, { amount: 1, unit: 'working_day', mode: 'inclusive' }, calendars);
}

/** The n-th working day after a date. */
export function workingDaysAfter(date: IsoDate, amount: number, calendars: Calendars): Counted {
  return countFrom(date, { amount, unit: 'working_day', mode: 'after' }, calendars);
}

/** The last working day before a date, or undefined where the calendar does not reach back. */
export function workingDayBefore(date: IsoDate, calendars: Calendars): IsoDate | undefined {
  for (let day = dayNumber(date) - 1; ; day -= 1) {
    const judged = judgeWorkingDay(calendars, day);
    if ('missing' in judged) return undefined;
    if (judged.counts) return isoDate(day);
  }
}

/** True on a working day of a loaded calendar. */
export function isWorkingDay(date: IsoDate, calendars: Calendars): boolean {
  const judged = judgeWorkingDay(calendars, dayNumber(date));
  return 'counts' in judged && judged.counts;
}
