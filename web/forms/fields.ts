/** Fields of forms: from what was typed to what is meant. A message is a key of the language files. */
import { z } from 'zod';
import type { IsoDate } from '../../domain/time.js';

/** Line ends as one character, no spaces around. */
const typed = z.string().transform((text) => text.replaceAll('\r\n', '\n').trim());

/** Text that has to be there. */
export const requiredText = (missing: string, { most = 5_000 }: { most?: number } = {}) =>
  typed.pipe(z.string().min(1, missing).max(most, 'errors.tooLong'));

/** Text that may be left out; empty is undefined. */
export const optionalText = ({ most = 5_000 }: { most?: number } = {}) =>
  typed
    .pipe(z.string().max(most, 'errors.tooLong'))
    .optional()
    .transform((text) => (text === '' ? undefined : text));

/** One of several radios or options. `missing` is said when none was chosen. */
export const choice = <T extends string>(options: readonly [T, ...T[]], missing: string) =>
  z.enum(options, { error: missing });

/** Checkboxes: none, one or several. */
export const choices = <T extends string>(options: readonly [T, ...T[]]) =>
  z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.enum(options, { error: 'errors.notAChoice' })),
  );

interface DateMessages {
  /** Nothing was typed; an optional date has none. */
  missing?: string;
  /** What was typed is no day. */
  wrong?: string;
}

/** The three parts of `govukDateInput` as a date. The first wrong part is the one that the error names. */
const dateOf = ({ missing = 'errors.dateMissing', wrong = 'errors.dateWrong' }: DateMessages, optional: boolean) =>
  z
    .strictObject({ day: typed, month: typed, year: typed }, { error: missing })
    .partial()
    .transform(({ day = '', month = '', year = '' }, context): IsoDate | undefined => {
      const refuse = (part: string, message: string) => {
        context.addIssue({ code: 'custom', path: [part], message });
        return z.NEVER;
      };
      if (day === '' && month === '' && year === '') return optional ? undefined : refuse('day', missing);
      const d = whole(day, 1, 31);
      if (d === null) return refuse('day', wrong);
      const m = monthOf(month);
      if (m === null) return refuse('month', wrong);
      const y = /^\d{4}$/.test(year) ? Number(year) : null;
      if (y === null || y < 1900) return refuse('year', wrong);
      const at = new Date(Date.UTC(y, m - 1, d));
      if (at.getUTCMonth() !== m - 1) return refuse('day', wrong);
      return at.toISOString().slice(0, 10);
    });

/** A date that has to be there. */
export const aDate = (messages: DateMessages = {}) =>
  dateOf(messages, false).transform((date, context): IsoDate => {
    if (date !== undefined) return date;
    context.addIssue({ code: 'custom', message: messages.missing ?? 'errors.dateMissing' });
    return z.NEVER;
  });

/** A date that may be left out. */
export const optionalDate = (messages: DateMessages = {}) => dateOf(messages, true).optional();

const whole = (text: string, least: number, most: number): number | null => {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A number, or the month's name as people write it. */
function monthOf(text: string): number | null {
  const named = MONTHS.indexOf(text.toLowerCase().slice(0, 3));
  return /^[a-z]{3,9}$/i.test(text) && named >= 0 ? named + 1 : whole(text, 1, 12);
}
