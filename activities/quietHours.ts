import { loadLondon } from '../config/calendars.js';
import { atTime, londonDate, londonTimeOfDay } from '../domain/calendar/london.js';
import type { LondonTime } from '../domain/calendar/types.js';
import { addDays, dayNumber, instantOf, weekday, type Instant } from '../domain/time.js';
import type { SendMessage } from './sending.js';

const FROM = '08:00';
const UNTIL = '20:00';

let london: LondonTime | undefined;

/**
 * Text messages to families go only between 08:00 and 20:00, London time, and never on a weekday that the pack excludes.
 * Answers when a message may go, or null where it may go now. Safeguarding messages ask nobody.
 * @param quietWeekdays 1 Monday to 7 Sunday
 */
export function quietUntil(
  { channel, to }: Pick<SendMessage['message'], 'channel' | 'to'>,
  now: Date,
  quietWeekdays: readonly number[] = [],
): Instant | null {
  if (channel !== 'sms' || to !== 'parent') return null;
  london ??= loadLondon();
  const at = instantOf(Math.floor(now.getTime() / 1_000));
  const time = londonTimeOfDay(london, at);
  let day = londonDate(london, at);
  const quiet = (): boolean => quietWeekdays.includes(weekday(dayNumber(day)));
  if (!quiet() && time >= FROM && time < UNTIL) return null;
  if (time >= FROM) day = addDays(day, 1);
  for (let tries = 0; quiet() && tries < 7; tries += 1) day = addDays(day, 1);
  return atTime(london, day, FROM);
}
