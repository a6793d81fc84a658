import { createHash, randomUUID } from 'node:crypto';
import { invalidRequest } from '../problem.js';

/** The request's key as sent, or one of its own. @throws Problem `invalid_request` */
export function keyOf(header: string | undefined): string {
  if (header === undefined) return randomUUID();
  if (!/^[\x21-\x7e]{1,200}$/.test(header))
    throw invalidRequest([
      { field: 'Idempotency-Key', message: 'is not a key: 1 to 200 letters, digits and signs, without spaces' },
    ]);
  return header;
}

/** The id under which a case knows a request. Two actors with the same key never meet. */
export const updateIdOf = (actor: string, key: string, step = ''): string =>
  createHash('sha256')
    .update(JSON.stringify([actor, key, step]))
    .digest('hex')
    .slice(0, 40);

/** The id of a text, the same when the request is sent again. */
export const textIdOf = (actor: string, key: string, caseId: string, field: string): string => {
  const hex = createHash('sha256')
    .update(JSON.stringify(['text', actor, key, caseId, field]))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

/** Tells the same request from another one: its fields in any order give the same. */
export const requestHash = (...parts: unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map(ordered)))
    .digest('hex');

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, ordered(inner)]);
}
