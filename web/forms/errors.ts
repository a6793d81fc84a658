import type { z } from 'zod';
import { Problem } from '../../api/problem.js';
import type { Instant } from '../../domain/time.js';

/** What is wrong with one field: its id on the page, and a key of the language files (or a sentence of the policy's). */
export interface FormError {
  /** The field's name, `seenOn` for the parts of a date too. */
  field: string;
  /** The id of the element to go to: the first wrong part of a date. */
  target: string;
  message: string;
}

export type FormErrors = readonly FormError[];

/** Says that one field is wrong, from inside a form's `act`. */
export class FieldRefused extends Error {
  override readonly name = 'FieldRefused';
  readonly code = 'field_refused';
  constructor(readonly errors: FormErrors) {
    super('A field was refused');
  }
}

/** What somebody else did since the form was opened, as it is shown beside what was typed. */
export interface Theirs {
  at: Instant;
  by: string;
  what: string;
  /** What they wrote. */
  texts: readonly string[];
}

/** Throw it from `act` where somebody was faster: the form comes back with what was typed, and theirs beside it. */
export class Overtaken extends Problem {
  constructor(readonly theirs: readonly Theirs[]) {
    super('conflict', 'Somebody has changed this since the form was opened');
    this.name = 'Overtaken';
  }
}

/** Throw it from `act`: the form comes back with what was typed and this message at the field. */
export const refuseField = (field: string, message: string, target = field): FieldRefused =>
  new FieldRefused([{ field, target, message }]);

/** A key of the language files; what zod says by itself is not for people. */
const OURS = /^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+$/;

/** The first thing wrong with each field, in the order of the page. */
export function formErrors(error: z.ZodError): FormErrors {
  const all = error.issues.flatMap((issue): FormError[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ field: key, target: key, message: 'errors.unknownField' }));
    const path = issue.path.map(String);
    const field = path[0] ?? 'form';
    return [{ field, target: path.slice(0, 2).join('-') || 'form', message: messageOf(issue) }];
  });
  return all.filter((one, index) => all.findIndex((other) => other.field === one.field) === index);
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (OURS.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type')
    return issue.message.includes('received array') ? 'errors.repeated' : 'errors.missing';
  return 'errors.notAChoice';
}
