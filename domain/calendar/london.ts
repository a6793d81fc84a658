import { addDays, epochSeconds, instantOf, isoDate, type Instant, type IsoDate } from '../time.js';
import type { LondonTime } from './types.js';

/** Minutes by which London is ahead of UTC at an instant. Before the first row London is taken to be on GMT. */
export const offsetMinutes = (london: LondonTime, instant: Instant): number =>
  london.changes[changesUntil(london, instant) - 1]?.[1] ?? 0;

/** How many changes of the clocks there were up to an instant. */
function changesUntil({ changes }: LondonTime, instant: Instant): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = changes[middle];
    if (row !== undefined && row[0] <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The date in London at an instant. */
export function londonDate(london: LondonTime, instant: Instant): IsoDate {
  const date = instant.slice(0, 10);
  // Only what lies within the offset of midnight has another date than UTC.
  if (instant.slice(11, 13) < '23') return date;
  return isoDate(Math.floor((epochSeconds(instant) + offsetMinutes(london, instant) * 60) / 86_400));
}

/** The wall clock in London at an instant, `10:12`. */
export function londonTimeOfDay(london: LondonTime, instant: Instant): string {
  const seconds = epochSeconds(instant) + offsetMinutes(london, instant) * 60;
  return instantOf(seconds).slice(11, 16);
}

/**
 * The instant of a wall time in London, or undefined where that wall time does not exist (the hour skipped in March).
 * A wall time that occurs twice (in October) means the first.
 */
export function londonInstant(london: LondonTime, date: IsoDate, time: string): Instant | undefined {
  const summer = summerInstant(date, time);
  const row = changesUntil(london, summer);
  const offset = london.changes[row - 1]?.[1] ?? 0;
  if (offset === 60) return summer;
  const winter = inUtc(date, time);
  // A change in the hour between the two skips this wall time.
  const next = london.changes[row];
  const offsetInWinter = next !== undefined && next[0] <= winter ? next[1] : offset;
  return offsetInWinter === 0 ? winter : undefined;
}

/** A wall time as if London were on UTC. Text only: a case asks for midnights and mornings at each of its steps. */
const inUtc = (date: IsoDate, time: string): Instant => `${date}T${time}${time.length === 5 ? ':00' : ''}Z`;

/** A wall time as if London were an hour ahead of UTC. */
function summerInstant(date: IsoDate, time: string): Instant {
  const hour = Number(time.slice(0, 2)) - 1;
  if (hour < 0) return inUtc(addDays(date, -1), `23${time.slice(2)}`);
  return inUtc(date, `${hour < 10 ? '0' : ''}${hour}${time.slice(2)}`);
}

/** Midnight at the start of a day in London. London's clocks change at 01:00 UTC, so every midnight exists. */
export function startOfDay(london: LondonTime, date: IsoDate): Instant {
  return londonInstant(london, date, '00:00') ?? `${date}T00:00:00Z`;
}

/** The last second of a day in London: 23:59:59. */
export function endOfDay(london: LondonTime, date: IsoDate): Instant {
  return instantOf(epochSeconds(startOfDay(london, addDays(date, 1))) - 1);
}

/** 09:00 and the like. The clocks change at night, so working hours always exist. */
export function atTime(london: LondonTime, date: IsoDate, time: string): Instant {
  return londonInstant(london, date, time) ?? startOfDay(london, date);
}
