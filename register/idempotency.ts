import { addSeconds, type Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { JsonValue } from './schema.js';

export interface RequestKey {
  authority: string;
  /** Whose key it is: a person, a system or a session. Two actors' keys never meet. */
  actor: string;
  key: string;
}

export type Begun =
  /** Carry it out, then `finish`. */
  | { kind: 'first' }
  /** Somebody began and never finished: carry it out again under the same key, which the workflow knows as well. */
  | { kind: 'resumed' }
  | { kind: 'answered'; answer: JsonValue }
  /** It is being carried out at this moment. */
  | { kind: 'underWay' }
  /** The same key with another request. */
  | { kind: 'otherRequest' };

/** How long an unfinished request counts as under way. */
const UNDER_WAY_SECONDS = 30;

/** The first answer to a request, for ever. */
export function createIdempotency(db: Database) {
  return {
    begin: async (key: RequestKey, requestHash: string, at: Instant): Promise<Begun> => {
      const fresh = await db
        .insertInto('idempotency')
        .values({ ...columns(key), request_hash: requestHash, begun_at: at, answer: null, finished_at: null })
        .onConflict((conflict) => conflict.columns(['authority', 'actor', 'idempotency_key']).doNothing())
        .returning('begun_at')
        .executeTakeFirst();
      if (fresh !== undefined) return { kind: 'first' };
      const row = await db
        .selectFrom('idempotency')
        .selectAll()
        .where((where) => where.and(columns(key)))
        .executeTakeFirst();
      // Abandoned in between.
      if (row === undefined) return { kind: 'underWay' };
      if (row.request_hash !== requestHash) return { kind: 'otherRequest' };
      if (row.finished_at !== null) return { kind: 'answered', answer: row.answer };
      const taken = await db
        .updateTable('idempotency')
        .set({ begun_at: at })
        .where((where) => where.and(columns(key)))
        .where('finished_at', 'is', null)
        .where('begun_at', '<=', addSeconds(at, -UNDER_WAY_SECONDS))
        .returning('begun_at')
        .executeTakeFirst();
      return taken === undefined ? { kind: 'underWay' } : { kind: 'resumed' };
    },

    /** Keeps the answer, anything that JSON can hold; the first one kept stays. */
    finish: async (key: RequestKey, answer: object, at: Instant): Promise<void> => {
      await db
        .updateTable('idempotency')
        .set({ answer: JSON.stringify(answer), finished_at: at })
        .where((where) => where.and(columns(key)))
        .where('finished_at', 'is', null)
        .execute();
    },

    /** Nothing was done: the same key may try again. */
    abandon: async (key: RequestKey): Promise<void> => {
      await db
        .deleteFrom('idempotency')
        .where((where) => where.and(columns(key)))
        .where('finished_at', 'is', null)
        .execute();
    },
  };
}

const columns = (key: RequestKey) => ({ authority: key.authority, actor: key.actor, idempotency_key: key.key });
