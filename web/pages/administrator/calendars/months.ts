/** A calendar month by month, as tables show it: each day with what it is, in a letter and in words. */
import { isPupilDay } from '../../../../domain/calendar/pupilDays.js';
import type { SchoolCalendar, WorkingCalendar } from '../../../../domain/calendar/types.js';
import { addDays, addMonths, dayNumber, isWeekend, weekday, type IsoDate } from '../../../../domain/time.js';

/** What a day is. `works`: pupils attend, or the council is open. `outside` lies beyond the calendar. */
export const DAY_KINDS = [
  'works',
  'inset',
  'half_term',
  'holiday',
  'bank_holiday',
  'closure',
  'weekend',
  'outside',
] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** Days that are not as usual have a letter under their number. */
const LETTERED: readonly DayKind[] = ['inset', 'half_term', 'holiday', 'bank_holiday', 'closure'];

export const hasLetter = (kind: DayKind): boolean => LETTERED.includes(kind);

export interface Month {
  /** Its first day. */
  first: IsoDate;
  /** Monday to Sunday; null where a week reaches into another month. */
  weeks: (Day | null)[][];
  /** Days on which pupils attend, or on which the council is open. */
  works: number;
}

export interface Day {
  date: IsoDate;
  day: number;
  kind: DayKind;
  lettered: boolean;
}

export function monthsOf(span: { from: IsoDate; to: IsoDate }, kindOf: (day: IsoDate) => DayKind): Month[] {
  const months: Month[] = [];
  for (let first = `${span.from.slice(0, 7)}-01`; first <= span.to; first = addMonths(first, 1)) {
    const next = addMonths(first, 1);
    const days: Day[] = [];
    for (let date = first; date < next; date = addDays(date, 1)) {
      const kind = date < span.from || date > span.to ? 'outside' : kindOf(date);
      days.push({ date, day: Number(date.slice(8)), kind, lettered: hasLetter(kind) });
    }
    const cells = [...Array.from({ length: weekday(dayNumber(first)) - 1 }, () => null), ...days];
    const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => {
      const cut = cells.slice(week * 7, week * 7 + 7);
      return [...cut, ...Array.from({ length: 7 - cut.length }, () => null)];
    });
    months.push({ first, weeks, works: days.filter(({ kind }) => kind === 'works').length });
  }
  return months;
}

/** What a day is in a school's year. Bank holidays are those of the working days, also within a holiday. */
export const schoolDayKind =
  (school: SchoolCalendar, bankHolidays: readonly IsoDate[]) =>
  (date: IsoDate): DayKind => {
    const day = dayNumber(date);
    if (isPupilDay(school.pupilDays, day - dayNumber(school.from))) return 'works';
    if (isWeekend(day)) return 'weekend';
    if (bankHolidays.includes(date)) return 'bank_holiday';
    const why = school.gaps.find(({ from, to }) => from <= date && date <= to)?.why ?? '';
    return /inset/i.test(why) ? 'inset' : /half.?term/i.test(why) ? 'half_term' : 'holiday';
  };

/** What a day is for the council. */
export const workingDayKind =
  ({ bankHolidays, closureDays }: WorkingCalendar) =>
  (date: IsoDate): DayKind =>
    isWeekend(dayNumber(date))
      ? 'weekend'
      : bankHolidays.includes(date)
        ? 'bank_holiday'
        : closureDays.includes(date)
          ? 'closure'
          : 'works';
