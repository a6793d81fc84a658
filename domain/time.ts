/**
 * Dates and instants as plain text. The core compares and stores them as ISO 8601 strings, so state and events read
 * like a record, and it never asks a library what time it is.
 */

/** A day in the Europe/London calendar, `2026-12-21`. */
export type IsoDate = string;

/** A whole second in UTC, `2026-12-21T10:12:00Z`. Always this form, so that text order is time order. */
export type Instant = string;

/** Days since 1 January 1970. */
export type DayNumber = number;

const SECONDS_A_DAY = 86_400;

const pad = (value: number): string => (value < 10 ? `0${value}` : String(value));

const padYear = (year: number): string => String(year).padStart(4, '0');

/** The number that two digits of a text write. Dates are read all the time: this makes no text of its own. */
const two = (text: string, at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
const ZERO = 48;

/** Days since 1 January 1970 of a date (proleptic Gregorian, by the usual civil-date arithmetic). */
export function dayNumber(date: IsoDate): DayNumber {
  const y0 = two(date, 0) * 100 + two(date, 2);
  const m = two(date, 5);
  const d = two(date, 8);
  const y = m <= 2 ? y0 - 1 : y0;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a day number. */
export function isoDate(day: DayNumber): IsoDate {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const d = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
  const m = mp < 10 ? mp + 3 : mp - 9;
  const y = yearOfEra + era * 400 + (m <= 2 ? 1 : 0);
  return `${padYear(y)}-${pad(m)}-${pad(d)}`;
}

/** 1 is Monday, 7 is Sunday. */
export const weekday = (day: DayNumber): number => ((((day + 3) % 7) + 7) % 7) + 1;

export const isWeekend = (day: DayNumber): boolean => weekday(day) >= 6;

export const addDays = (date: IsoDate, days: number): IsoDate => isoDate(dayNumber(date) + days);

/** The same day some months later; a day that the month lacks becomes the last day of that month. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const day = Math.min(Number(date.slice(8, 10)), daysInMonth(year, month));
  return `${padYear(year)}-${pad(month)}-${pad(day)}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * True for a date that exists, of the years 1900 to 2199: `2026-02-30` does not, and what is counted from `9999-12-31`
 * would have five digits to its year and no longer compare as text.
 */
export function isIsoDate(text: string): text is IsoDate {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(Number(text.slice(0, 4)), month);
}

/** Seconds since 1 January 1970 UTC. */
export function epochSeconds(instant: Instant): number {
  return dayNumber(instant) * SECONDS_A_DAY + two(instant, 11) * 3600 + two(instant, 14) * 60 + two(instant, 17);
}

export function instantOf(seconds: number): Instant {
  const day = Math.floor(seconds / SECONDS_A_DAY);
  const rest = seconds - day * SECONDS_A_DAY;
  return `${isoDate(day)}T${pad(Math.floor(rest / 3600))}:${pad(Math.floor((rest % 3600) / 60))}:${pad(rest % 60)}Z`;
}

export const addSeconds = (instant: Instant, seconds: number): Instant => instantOf(epochSeconds(instant) + seconds);

export const later = <T extends string>(a: T, b: T): T => (a > b ? a : b);
export const earlier = <T extends string>(a: T, b: T): T => (a < b ? a : b);
