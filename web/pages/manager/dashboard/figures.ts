/** The figures of the dashboard as charts and tables: plain numbers in, plain numbers out. */
import { isWorkingDay } from '../../../../domain/calendar/count.js';
import type { Calendars } from '../../../../domain/calendar/types.js';
import { addDays, addMonths, type IsoDate } from '../../../../domain/time.js';
import type { MonthCount, StageSpan } from '../../../../register/index.js';

/** Ages are grouped as schools have children: before school, infants, juniors, and so on. `to` is included. */
export const AGE_BANDS = [
  { id: 'under5', from: 0, to: 4 },
  { id: 'from5', from: 5, to: 6 },
  { id: 'from7', from: 7, to: 10 },
  { id: 'from11', from: 11, to: 13 },
  { id: 'from14', from: 14, to: 16 },
  { id: 'over16', from: 17, to: 200 },
] as const;

/** Twelve months up to and with the one of a day: `2025-12` … `2026-11`. */
export const twelveMonths = (day: IsoDate): string[] =>
  Array.from({ length: 12 }, (_, index) => addMonths(`${day.slice(0, 7)}-01`, index - 11).slice(0, 7));

/** Every month has its place, also one in which nothing happened. */
export const byMonth = (months: readonly string[], counts: readonly MonthCount[]): MonthCount[] =>
  months.map((month) => counts.find((one) => one.month === month) ?? { month, received: 0, ended: 0 });

/** Open cases by band of age; `null` where no date of birth is known. */
export function byAge(ages: readonly { age: number | null; open: number }[]): { band: string; open: number }[] {
  const sum = (of: (age: number | null) => boolean): number =>
    ages.filter(({ age }) => of(age)).reduce((total, { open }) => total + open, 0);
  return [
    ...AGE_BANDS.map(({ id, from, to }) => ({
      band: id,
      open: sum((age) => age !== null && age >= from && age <= to),
    })),
    { band: 'unknown', open: sum((age) => age === null) },
  ];
}

/** Working days from one day to another, the first not counted; null where no calendar says. */
export function workingDaysBetween(from: IsoDate, to: IsoDate, calendars: Calendars): number | null {
  if (from < calendars.working.from || to > calendars.working.to) return null;
  let days = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day, calendars)) days += 1;
  return days;
}

export interface StageTime {
  stage: StageSpan['stage'];
  /** The middle one of all cases; null where none left the stage. */
  median: number | null;
  cases: number;
}

/** How long the middle case stayed in each stage. */
export function stageTimes(spans: readonly StageSpan[], calendars: Calendars): StageTime[] {
  return (['received', 'enquiries', 'decision'] as const).map((stage) => {
    const times = spans
      .filter((span) => span.stage === stage)
      .flatMap(({ from, to, cases }) => {
        const days = workingDaysBetween(from, to, calendars);
        return days === null ? [] : [{ days, cases }];
      })
      .sort((a, b) => a.days - b.days);
    const cases = times.reduce((total, one) => total + one.cases, 0);
    return { stage, median: medianOf(times, cases), cases };
  });
}

function medianOf(times: readonly { days: number; cases: number }[], cases: number): number | null {
  if (cases === 0) return null;
  /** The value at a place, counted from 0, among all cases in order. */
  const at = (place: number): number => {
    let seen = 0;
    for (const { days, cases: many } of times) {
      seen += many;
      if (place < seen) return days;
    }
    return times.at(-1)?.days ?? 0;
  };
  return (at(Math.floor((cases - 1) / 2)) + at(Math.floor(cases / 2))) / 2;
}
