/**
 * A second calendar, written from the semantics alone and as plainly as it can be: it goes from day to day, asks the
 * platform what time it is in London, and knows no arithmetic of dates. It shares no code with `domain/`; where both
 * agree over ten years, neither has a slip of its own.
 */

const HOUR = 3_600_000;

export interface NaiveYears {
  bankHolidays: ReadonlySet<string>;
  closureDays: ReadonlySet<string>;
  /** The days on which pupils attend. */
  pupilDays: ReadonlySet<string>;
  /** What a weekday without pupils is called. */
  gaps: ReadonlyMap<string, string>;
  /** The last days of the terms, in order. */
  termEnds: readonly string[];
  /** The last day that both calendars know. */
  last: string;
}

export interface NaiveAnswer {
  date: string;
  skipped: { date: string; why: string }[];
}

const weekdayName = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short' });
const noon = (date: string): Date => new Date(`${date}T12:00:00Z`);
const isSaturdayOrSunday = (date: string): boolean => ['Sat', 'Sun'].includes(weekdayName.format(noon(date)));

/** The day after, by the platform's own calendar. */
export function nextDay(date: string): string {
  const day = noon(date);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

function dayBefore(date: string): string {
  const day = noon(date);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

/** Every day from one to another, both included. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = nextDay(day)) days.push(day);
  return days;
}

/** The day that a count ends on; undefined where it would go beyond what is known. */
export function naiveCount(
  years: NaiveYears,
  from: string,
  amount: number,
  unit: 'working_day' | 'school_day' | 'calendar_day' | 'week' | 'month' | 'term' | 'year',
  mode: 'after' | 'inclusive',
): NaiveAnswer | undefined {
  const plain = (date: string): NaiveAnswer => ({ date, skipped: [] });
  // Counted with the day itself, a span of calendar days ends one day earlier.
  const ending = (date: string): NaiveAnswer => plain(mode === 'inclusive' ? dayBefore(date) : date);
  if (unit === 'calendar_day') return ending(daysLater(from, amount));
  if (unit === 'week') return ending(daysLater(from, 7 * amount));
  if (unit === 'month') return ending(monthsLater(from, amount));
  if (unit === 'year') return ending(monthsLater(from, 12 * amount));
  if (unit === 'term') {
    const end = years.termEnds.filter((day) => day >= from)[amount - 1];
    return end === undefined ? undefined : plain(end);
  }
  const skipped: NaiveAnswer['skipped'] = [];
  let found = 0;
  for (let day = mode === 'inclusive' ? from : nextDay(from); day <= years.last; day = nextDay(day)) {
    const why = unit === 'working_day' ? whyNoWork(years, day) : whyNoPupils(years, day);
    if (why === 'weekend') continue;
    if (why !== undefined) {
      skipped.push({ date: day, why });
      continue;
    }
    found += 1;
    if (found === amount) return { date: day, skipped };
  }
  return undefined;
}

function whyNoWork({ bankHolidays, closureDays }: NaiveYears, day: string): string | undefined {
  if (isSaturdayOrSunday(day)) return 'weekend';
  if (bankHolidays.has(day)) return 'bank holiday';
  return closureDays.has(day) ? 'closure day' : undefined;
}

function whyNoPupils({ pupilDays, gaps }: NaiveYears, day: string): string | undefined {
  if (pupilDays.has(day)) return undefined;
  return isSaturdayOrSunday(day) ? 'weekend' : (gaps.get(day) ?? 'no reason is known');
}

function daysLater(date: string, days: number): string {
  let day = date;
  for (let n = 0; n < days; n += 1) day = nextDay(day);
  return day;
}

/** The same day of a later month, or the last day that this month has. */
function monthsLater(date: string, months: number): string {
  let year = Number(date.slice(0, 4));
  let month = Number(date.slice(5, 7));
  for (let n = 0; n < months; n += 1) {
    month += 1;
    if (month === 13) {
      month = 1;
      year += 1;
    }
  }
  for (let day = Number(date.slice(8)); ; day -= 1) {
    const tried = new Date(Date.UTC(year, month - 1, day, 12));
    if (tried.getUTCMonth() === month - 1) return tried.toISOString().slice(0, 10);
  }
}

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** What the clocks of London show at an instant: `2026-12-21T10:12:00`. */
export function clocksOfLondon(at: Date): string {
  const parts = new Map(london.formatToParts(at).map(({ type, value }) => [type as string, value]));
  const part = (name: string): string => parts.get(name) ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`;
}

/** The first instant at which the clocks of London show a time on a full or a half hour; undefined where they never do. */
export function firstShowing(wall: string): string | undefined {
  const guess = new Date(`${wall}Z`).getTime();
  for (let at = guess - 2 * HOUR; at <= guess + 2 * HOUR; at += HOUR / 2)
    if (clocksOfLondon(new Date(at)) === wall) return instantText(at);
  return undefined;
}

/** Some hours later, by a stopwatch. */
export const hoursLater = (instant: string, hours: number): string =>
  instantText(new Date(instant).getTime() + hours * HOUR);

/** The last second at which the clocks of London show a day. */
export function lastSecondOf(date: string): string {
  const midnight = firstShowing(`${nextDay(date)}T00:00:00`);
  if (midnight === undefined) throw new Error(`London has no midnight after ${date}`);
  const last = new Date(new Date(midnight).getTime() - 1000);
  if (!clocksOfLondon(last).startsWith(`${date}T23:59:59`)) throw new Error(`${midnight} does not end ${date}`);
  return instantText(last.getTime());
}

const instantText = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
