import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { addSeconds, type Instant } from '../domain/time.js';
import type { Database } from './database.js';

/** Counts of what may be tried only so often: kept here, so that a restart or a second process forgets none. */
export function createLimits(db: Database) {
  return {
    /**
     * Counts one try and answers how many there were in the window that began with the first.
     * @param key what is counted: `sign-in 192.0.2.1`. Kept as its SHA-256
     */
    count: async (
      authority: string,
      key: string,
      { at, seconds }: { at: Instant; seconds: number },
    ): Promise<number> => {
      const row = await db
        .insertInto('limited_tries')
        .values({ authority, key_hash: hashOf(key), tries: 1, ends_at: addSeconds(at, seconds) })
        .onConflict((conflict) =>
          conflict.columns(['authority', 'key_hash']).doUpdateSet({
            tries: sql<number>`case when limited_tries.ends_at <= ${at}::timestamptz then 1 else limited_tries.tries + 1 end`,
            ends_at: sql<Instant>`case when limited_tries.ends_at <= ${at}::timestamptz then excluded.ends_at else limited_tries.ends_at end`,
          }),
        )
        .returning('tries')
        .executeTakeFirstOrThrow();
      return row.tries;
    },

    /** Forgets the tries of a key, as after one that was right. */
    forget: async (authority: string, key: string): Promise<void> => {
      await db
        .deleteFrom('limited_tries')
        .where('authority', '=', authority)
        .where('key_hash', '=', hashOf(key))
        .execute();
    },
  };
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');
