/** A cursor that this program did not make, or made for another order. */
export class InvalidCursor extends Error {
  readonly code = 'invalid';
  constructor() {
    super('The cursor is not one that this list gave out for this order');
    this.name = 'InvalidCursor';
  }
}

/** The place after a row in a list, opaque to whoever carries it. It holds no personal data. */
export interface Place {
  sort: string;
  value: string | null;
  id: string;
}

export const writeCursor = (place: Place): string =>
  Buffer.from(JSON.stringify([place.sort, place.value, place.id])).toString('base64url');

/** Throws `InvalidCursor`. */
export function readCursor(cursor: string, sort: string): Place {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new InvalidCursor();
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw new InvalidCursor();
  const fields: unknown[] = parts;
  const [made, value, id] = fields;
  if (made !== sort || typeof id !== 'string') throw new InvalidCursor();
  if (value !== null && (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)))
    throw new InvalidCursor();
  return { sort, value, id };
}
