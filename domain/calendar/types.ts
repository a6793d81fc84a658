import type { Instant, IsoDate } from '../time.js';

/** The hours at which Europe/London changes, as data: `[from this UTC instant on, minutes ahead of UTC]`, in time order. */
export interface LondonTime {
  changes: readonly (readonly [Instant, number])[];
}

/** Monday to Friday less bank holidays and the authority's closure days, between two dates (both included). */
export interface WorkingCalendar {
  id: string;
  from: IsoDate;
  to: IsoDate;
  bankHolidays: readonly IsoDate[];
  closureDays: readonly IsoDate[];
}

/** Days without pupils, Monday to Friday, and what they are called: `half term`, `INSET day`. */
export interface Gap {
  from: IsoDate;
  to: IsoDate;
  why: string;
}

/**
 * The days on which pupils attend, as bits from `from` to `to` in hexadecimal (`pupilDays.ts`), so that a school year is
 * at most 1 KB of JSON.
 */
export interface SchoolCalendar {
  id: string;
  from: IsoDate;
  to: IsoDate;
  pupilDays: string;
  gaps: readonly Gap[];
  terms: readonly { name: string; from: IsoDate; to: IsoDate }[];
}

/** What a case counts with. `school` is the calendar found for the child's school; where none was, its name. */
export interface Calendars {
  london: LondonTime;
  working: WorkingCalendar;
  school: SchoolCalendar | { id: string; missing: true };
}

export type Unit = 'working_day' | 'school_day' | 'calendar_day' | 'week' | 'month' | 'term' | 'year' | 'hour';

/** `after`: the day of the event is day 0. `inclusive`: it is day 1. */
export type Mode = 'after' | 'inclusive';

export interface Period {
  amount: number;
  unit: Unit;
  mode: Mode;
}

/** A day, Monday to Friday, that a count passed over, and why. Weekends are not listed. */
export interface Skipped {
  date: IsoDate;
  why: string;
}

/** A calendar that is not loaded far enough, and the first day beyond it that the count had to look at. */
export interface Missing {
  calendar: string;
  needed: IsoDate;
}

export type Counted = { ok: true; date: IsoDate; skipped: Skipped[] } | { ok: false; missing: Missing };
