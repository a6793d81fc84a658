/** Text as people type it. Names in any script, with apostrophes, or of one word, are names; control characters are not. */
import { z } from 'zod';

const CONTROL = /\p{Cc}|\p{Cs}/u;
const CONTROL_BUT_LINES = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;

/** One line of text, neither empty nor only spaces. */
export const line = (max: number) =>
  z
    .string()
    .max(max, `is longer than ${max} characters`)
    .refine((text) => text.trim() !== '', 'is empty: leave it out, or write something')
    .refine((text) => !CONTROL.test(text), 'has a control character or a line break in it: write one line of text');

/** Free text of several lines. */
export const prose = (max = 10_000) =>
  z
    .string()
    .max(max, `is longer than ${max} characters`)
    .refine((text) => text.trim() !== '', 'is empty: leave it out, or write something')
    .refine((text) => !CONTROL_BUT_LINES.test(text), 'has a control character in it: write plain text');

export const email = line(254)
  .regex(/^[^\s@<>"(),;:\\[\]]+@[^\s@<>"(),;:\\[\]]+\.[^\s@<>"(),;:\\[\]]+$/, 'is not an e-mail address')
  .meta({ format: 'email', example: 'office@oak.example' });

export const phone = line(30)
  .regex(/^\+?[0-9 ()-]{5,30}$/, 'is not a telephone number: use digits, spaces and a leading +')
  .meta({ example: '01632 960123' });

/** The id of a rule, check or task kind: no sentence. */
export const ruleId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9:_.-]{0,63}$/, 'is not an id: letters, digits and hyphens, at most 64');

/** The id of a person, a team or a case of this authority. */
export const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9:_.@-]{0,99}$/, 'is not an id: letters, digits and hyphens, at most 100');
