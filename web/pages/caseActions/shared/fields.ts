import { z } from 'zod';
import { readTime } from '../../../../api/schemas/time.js';
import type { Instant, IsoDate } from '../../../../domain/time.js';
import { refuseField } from '../../../forms/errors.js';
import type { CaseNow } from './caseNow.js';

const SHAPE = /^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$/i;

/** A time of day as people write it: `9:30`, `14.05`, `2:30pm`, `midday`. Empty is undefined. */
export const optionalTime = (wrong: string) =>
  z
    .string()
    .optional()
    .transform((text = '', context): string | undefined => {
      const typed = text.trim().toLowerCase();
      if (typed === '') return undefined;
      if (typed === 'midday' || typed === 'noon') return '12:00';
      const [, hours = '', minutes, half] = SHAPE.exec(typed) ?? [];
      const hour = hourOf(hours, half);
      if (hour === null || (minutes === undefined && half === undefined) || Number(minutes ?? 0) > 59) {
        context.addIssue({ code: 'custom', message: wrong });
        return z.NEVER;
      }
      return `${String(hour).padStart(2, '0')}:${minutes ?? '00'}`;
    });

function hourOf(text: string, half: string | undefined): number | null {
  if (text === '') return null;
  const hour = Number(text);
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

/**
 * When something was done: now, where it was today and no time is given; the end of an earlier day, the latest that it can
 * have been. Undefined is the moment of entry. @throws FieldRefused for what lies ahead
 */
export function doneAt({ now, today }: CaseNow, date: IsoDate, time: string | undefined): Instant | undefined {
  if (date > today) throw refuseField('doneAt', 'caseActions.future', 'doneAt-day');
  if (time === undefined) return date === today ? undefined : instant(`${date}T23:59:59`);
  const at = instant(`${date}T${time}`);
  if (at > now) throw refuseField('time', 'caseActions.future');
  return at;
}

function instant(text: string): Instant {
  const read = readTime(text);
  if (!read.ok) throw refuseField('time', 'caseActions.noSuchTime');
  return read.at;
}

/** A field of the simple forms, as `shared/simple.njk` shows it. */
export interface Field {
  kind: 'radios' | 'text' | 'line' | 'date' | 'select';
  name: string;
  label: string;
  hint?: string;
  items?: readonly { value: string; text: string; hint?: string }[];
  most?: number;
  width?: number;
  /** What stands in it before anybody types: for a date, the day. */
  preset?: string;
}
