/** Dates and times as they arrive. A time without an offset is a wall time in London, read with the pinned clock changes. */
import { z } from 'zod';
import { loadLondon } from '../../config/calendars.js';
import { londonDate, londonInstant } from '../../domain/calendar/london.js';
import type { LondonTime } from '../../domain/calendar/types.js';
import { epochSeconds, instantOf, isIsoDate, type Instant, type IsoDate } from '../../domain/time.js';

let rows: LondonTime | undefined;

/** London's clock changes, read once. */
export const london = (): LondonTime => (rows ??= loadLondon());

/** The day in London at an instant. */
export const londonDay = (at: Instant): IsoDate => londonDate(london(), at);

const SHAPE = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

export type ReadTime = { ok: true; at: Instant } | { ok: false; why: string };

/** Reads `2026-12-21T10:12`, `…:30`, `…+01:00` or `…Z`. A wall time that occurs twice means the first. */
export function readTime(text: string): ReadTime {
  const [, date = '', hour = '', minute = '', second = '00', offset] = SHAPE.exec(text) ?? [];
  if (date === '') return { ok: false, why: 'is not a time: write 2026-12-21T10:12, in London, or with an offset' };
  if (!isIsoDate(date) || !inYears(date)) return { ok: false, why: 'has a date that does not exist' };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return { ok: false, why: 'has a time of day that does not exist' };
  if (offset === undefined) {
    const at = londonInstant(london(), date, `${hour}:${minute}:${second}`);
    return at === undefined
      ? { ok: false, why: 'does not exist in London: the clocks go forward in that hour' }
      : { ok: true, at };
  }
  const [hours = 0, minutes = 0] = offset === 'Z' ? [] : offset.slice(1).split(':').map(Number);
  if (hours > 14 || minutes > 59) return { ok: false, why: 'has an offset that does not exist' };
  const ahead = (hours * 60 + minutes) * 60 * (offset.startsWith('-') ? -1 : 1);
  return { ok: true, at: instantOf(epochSeconds(`${date}T${hour}:${minute}:${second}Z`) - ahead) };
}

const inYears = (date: IsoDate): boolean => date >= '1900-01-01' && date < '2200-01-01';

/** A time, as the instant it means. */
export const when = z
  .string()
  .transform((text, context): Instant => {
    const read = readTime(text);
    if (read.ok) return read.at;
    context.addIssue({ code: 'custom', message: read.why });
    return z.NEVER;
  })
  .meta({
    description: 'A time: in London, 2026-12-21T10:12, or with an offset',
    type: 'string',
    example: '2026-12-21T10:12',
  });

/** A day that exists. */
export const day = z
  .string()
  .refine((text) => isIsoDate(text) && inYears(text), 'is not a date that exists: write it like 2026-12-21')
  .meta({ format: 'date', example: '2026-12-21' });
