/** Bodies are trees of plain data: of a bounded depth and size, with no name that every object has already, and no NUL. */
import { invalidRequest, type FieldError } from '../problem.js';

const MOST_DEPTH = 12;
/** A body of 100 kB cannot hold more than this many values that mean anything. */
const MOST_VALUES = 20_000;
const EVERY_OBJECT_HAS = new Set(['__proto__', 'constructor', 'prototype']);

/** Throws `invalid_request` naming the place. */
export function mustBePlain(body: unknown): void {
  const errors: FieldError[] = [];
  let values = 0;
  const walk = (value: unknown, path: string[]): void => {
    values += 1;
    // PostgreSQL keeps none, in a text or in JSON.
    if (typeof value === 'string' && value.includes('\0'))
      errors.push({ field: path.join('.'), message: 'has a control character in it: write plain text' });
    if (values > MOST_VALUES || errors.length > 0 || typeof value !== 'object' || value === null) return;
    if (path.length >= MOST_DEPTH) {
      errors.push({ field: path.join('.'), message: `is nested more than ${MOST_DEPTH} deep` });
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (EVERY_OBJECT_HAS.has(key) || key.includes('\0'))
        errors.push({ field: [...path, key].join('.'), message: 'is not a field here: leave it out' });
      walk(inner, [...path, key]);
    }
  };
  walk(body, []);
  if (values > MOST_VALUES) errors.push({ field: 'body', message: `holds more than ${MOST_VALUES} values` });
  if (errors.length > 0) throw invalidRequest(errors);
}
