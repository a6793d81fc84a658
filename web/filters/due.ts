/** How near a date is, in words: colour alone never says it. */
import { dayNumber, type Instant, type IsoDate } from '../../domain/time.js';
import { londonDay } from '../../api/schemas/time.js';
import type { Language } from '../language/language.js';

export interface Due {
  /** "Wednesday 30 December 2026". */
  day: string;
  /** "Overdue by 2 days", "Due today", "Due tomorrow", "In 5 days"; empty when it is far away. */
  text: string;
  state: 'overdue' | 'soon' | 'later';
}

/** Days ahead from which a due date is not said to be near. */
const NEAR_DAYS = 7;
const SOON_DAYS = 2;

/** The due date as a worklist shows it, seen from an instant. Days are London's calendar days. */
export function due(date: IsoDate, at: Instant, { say, count, dates }: Language): Due {
  const left = dayNumber(date) - dayNumber(londonDay(at));
  const day = dates.day(date);
  if (left < 0) return { day, text: count('due.overdue', -left), state: 'overdue' };
  if (left === 0) return { day, text: say('due.today'), state: 'soon' };
  if (left === 1) return { day, text: say('due.tomorrow'), state: 'soon' };
  return {
    day,
    text: left <= NEAR_DAYS ? count('due.in', left) : '',
    state: left <= SOON_DAYS ? 'soon' : 'later',
  };
}
