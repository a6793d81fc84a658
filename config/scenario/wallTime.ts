/** Times as people write them in a scenario: Europe/London wall time, unless an offset is given. */
import { z } from 'zod';
import { endOfDay, londonInstant } from '../../domain/calendar/london.js';
import type { LondonTime } from '../../domain/calendar/types.js';
import { epochSeconds, instantOf, isIsoDate, type Instant } from '../../domain/time.js';

export const DATE_EXPECTED = 'expected a date that exists, such as 2026-12-21';
const TIME_EXPECTED = 'expected a time such as 2026-12-21T10:12 (Europe/London), or with an offset: 2026-12-21T10:12Z';

const PATTERN = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

export type Read<T> = { ok: true; value: T } | { ok: false; message: string };

const wrong = (message: string): { ok: false; message: string } => ({ ok: false, message });

/**
 * The instant of a written time. Seconds may be left out. A wall time that occurs twice, in October, means the first;
 * one that does not exist, in March, is refused.
 */
export function readTime(text: string, london: LondonTime): Read<Instant> {
  const [, date = '', hours = '', minutes = '', seconds = '00', offset] = PATTERN.exec(text) ?? [];
  if (date === '') return wrong(TIME_EXPECTED);
  const [first, last] = yearsOf(london);
  // Beyond its rows London's offset would be a guess.
  if (date.slice(0, 4) < first || date.slice(0, 4) > last)
    return wrong(`expected a time of the years ${first} to ${last}, whose clock changes are known`);
  if (!isIsoDate(date)) return wrong(TIME_EXPECTED);
  if (offset === undefined) {
    const instant = londonInstant(london, date, `${hours}:${minutes}:${seconds}`);
    return instant === undefined
      ? wrong(`${text} does not exist in Europe/London: the clocks go forward over it`)
      : { ok: true, value: instant };
  }
  const wall = epochSeconds(`${date}T${hours}:${minutes}:${seconds}Z`);
  return { ok: true, value: instantOf(wall - offsetSeconds(offset)) };
}

const yearsOf = ({ changes }: LondonTime): [string, string] => [
  (changes[0]?.[0] ?? '').slice(0, 4),
  (changes.at(-1)?.[0] ?? '').slice(0, 4),
];

function offsetSeconds(offset: string): number {
  if (offset === 'Z') return 0;
  const size = Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(4, 6)) * 60;
  return offset.startsWith('-') ? -size : size;
}

/** A time, or a date, which means the end of that day in London. */
export function readEnd(text: string, london: LondonTime): Read<Instant> {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = readTime(isDate ? `${text}T00:00` : text, london);
  if (isDate && time.ok) return { ok: true, value: endOfDay(london, text) };
  return time.ok || time.message !== TIME_EXPECTED
    ? time
    : wrong(`${TIME_EXPECTED}, or a date for the end of that day`);
}

/** A field that holds a date. */
export const dateField = z.string().refine(isIsoDate, DATE_EXPECTED);

/** A field that holds a written time; its value is the instant. */
export const timeField = (london: LondonTime) => written((text) => readTime(text, london));

/** A field that holds a time, or a date for the end of that day. */
export const endField = (london: LondonTime) => written((text) => readEnd(text, london));

/** A field that holds a time, or a date for the start of that day. */
export const startField = (london: LondonTime) =>
  written((text) => readTime(isIsoDate(text) ? `${text}T00:00` : text, london));

function written(read: (text: string) => Read<Instant>) {
  return z.string().transform((text, context): Instant => {
    const time = read(text);
    if (time.ok) return time.value;
    context.issues.push({ code: 'custom', message: time.message, input: text });
    return z.NEVER;
  });
}
