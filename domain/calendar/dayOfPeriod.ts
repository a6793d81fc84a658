/** Which day of a period today is: "day 7 of 10". */
import type { IsoDate } from '../time.js';
import { countFrom } from './count.js';
import type { Calendars, Period, Unit } from './types.js';

export interface DayOfPeriod {
  /** Days counted so far: 0 before the first. */
  day: number;
  of: number;
  /** The last day that counts has gone by. */
  over: boolean;
}

const DAYS: readonly Unit[] = ['school_day', 'working_day', 'calendar_day'];

/** Null where the period is not counted in days, or a calendar that it needs is not there. */
export function dayOfPeriod(from: IsoDate, period: Period, today: IsoDate, calendars: Calendars): DayOfPeriod | null {
  const { amount, unit, mode } = period;
  if (!DAYS.includes(unit)) return null;
  let day = 0;
  for (let counted = mode === 'inclusive' ? 1 : 0; counted <= amount; counted += 1) {
    const reached = countFrom(from, { amount: counted, unit, mode }, calendars);
    if (!reached.ok) return null;
    if (reached.date > today) return { day, of: amount, over: false };
    if (counted === amount && reached.date < today) return { day: amount, of: amount, over: true };
    day = counted;
  }
  return { day, of: amount, over: false };
}
