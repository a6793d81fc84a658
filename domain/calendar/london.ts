import { addDays, dayNumber, epochSeconds, instantOf, isoDate, type Instant, type IsoDate } from '../time.js';
import type { LondonTime } from './types.js';

/** Minutes by which London is ahead of UTC at an instant. Before the first row London is taken to be on GMT. */
export function offsetMinutes(london: LondonTime, instant: Instant): number {
  let low = 0;
  let high = london.changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = london.changes[middle];
    if (row !== undefined && row[0] <= instant) low = middle + 1;
    else high = middle;
  }
  return london.changes[low - 1]?.[1] ?? 0;
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
  const known = knownIn(london);
  const key = `${date}T${time}`;
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const instant = computeInstant(london, date, time);
  if (known.size >= MOST_KNOWN) known.clear();
  if (instant !== undefined) known.set(key, instant);
  return instant;
}

/** The wall times asked for last: a case asks for the same few midnights and mornings at each of its steps. */
const MOST_KNOWN = 128;
const knownInstants = new WeakMap<LondonTime, Map<string, Instant>>();

function knownIn(london: LondonTime): Map<string, Instant> {
  const known = knownInstants.get(london) ?? new Map<string, Instant>();
  if (known.size === 0) knownInstants.set(london, known);
  return known;
}

function computeInstant(london: LondonTime, date: IsoDate, time: string): Instant | undefined {
  const [hours = '0', minutes = '0', seconds = '0'] = time.split(':');
  const wall = dayNumber(date) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  for (const offset of [60, 0]) {
    const instant = instantOf(wall - offset * 60);
    if (offsetMinutes(london, instant) === offset) return instant;
  }
  return undefined;
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
