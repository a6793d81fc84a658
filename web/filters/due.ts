/** How near a date is, in words: colour alone never says it. */
import { dateWords } from '../../config/dateWords.js';
import { dayNumber, type Instant, type IsoDate } from '../../domain/time.js';
import { londonDay } from '../../api/schemas/time.js';

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
export function due(date: IsoDate, at: Instant): Due {
  const left = dayNumber(date) - dayNumber(londonDay(at));
  const day = dateWords(date);
  if (left < 0) return { day, text: `Overdue by ${days(-left)}`, state: 'overdue' };
  if (left === 0) return { day, text: 'Due today', state: 'soon' };
  if (left === 1) return { day, text: 'Due tomorrow', state: 'soon' };
  return { day, text: left <= NEAR_DAYS ? `In ${days(left)}` : '', state: left <= SOON_DAYS ? 'soon' : 'later' };
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
