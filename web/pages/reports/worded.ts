import type { FormErrors } from '../../forms/errors.js';
import type { Language } from '../../language/language.js';

/** Errors of a form that is sent by GET, for the summary and the fields. */
export function worded({ has, say }: Language, errors: FormErrors) {
  const told = errors.map(({ field, target, message }) => ({
    field,
    href: `#${target}`,
    text: has(message) ? say(message) : message,
  }));
  return {
    wrong: told.map(({ href, text }) => ({ href, text })),
    wrongAt: Object.fromEntries(told.map(({ field, text }) => [field, { text }])),
  };
}
