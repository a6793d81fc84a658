import { createHash } from 'node:crypto';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { JsonValue } from './schema.js';

export interface StoredSession {
  authority: string;
  /** Null before somebody has signed in. */
  person: string | null;
  data: Record<string, JsonValue>;
  /** When it ends whatever its holder does. */
  expiresAt: Instant;
}

/** Sessions of browsers. Only the SHA-256 of a session's id is kept. */
export function createSessions(db: Database) {
  return {
    /** Null where it has ended, or never was. Without an authority, as with a token: the id is what tells which. */
    read: async (id: string, at: Instant): Promise<StoredSession | null> => {
      const row = await db
        .selectFrom('web_sessions')
        .select(['authority', 'person', 'data', 'expires_at'])
        .where('session_hash', '=', hashOf(id))
        .where('expires_at', '>', at)
        .executeTakeFirst();
      return row === undefined
        ? null
        : { authority: row.authority, person: row.person, data: row.data, expiresAt: row.expires_at };
    },

    /** @throws the database's own error where the id is taken */
    begin: async (id: string, { authority, person, data, expiresAt }: StoredSession): Promise<void> => {
      const row = { authority, person, data: JSON.stringify(data), expires_at: expiresAt };
      await db
        .insertInto('web_sessions')
        .values({ session_hash: hashOf(id), ...row })
        .execute();
    },

    /** False where the session has been ended meanwhile: what was revoked does not come back. */
    write: async (id: string, { authority, person, data, expiresAt }: StoredSession): Promise<boolean> => {
      const row = { authority, person, data: JSON.stringify(data), expires_at: expiresAt };
      const { numUpdatedRows } = await db
        .updateTable('web_sessions')
        .set(row)
        .where('session_hash', '=', hashOf(id))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    end: async (id: string): Promise<void> => {
      await db.deleteFrom('web_sessions').where('session_hash', '=', hashOf(id)).execute();
    },

    /** Ends the sessions of everybody, or of one person; answers how many. */
    endAll: async (authority: string, person?: string): Promise<number> => {
      const { numDeletedRows } = await db
        .deleteFrom('web_sessions')
        .where('authority', '=', authority)
        .where('person', 'is not', null)
        .$if(person !== undefined, (q) => q.where('person', '=', person ?? ''))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    /** Who is signed in, and in how many browsers. */
    people: (authority: string, at: Instant): Promise<{ person: string; sessions: number }[]> =>
      db
        .selectFrom('web_sessions')
        .select('person')
        .select((select) => select.fn.countAll<number>().as('sessions'))
        .where('authority', '=', authority)
        .where('expires_at', '>', at)
        .where('person', 'is not', null)
        .groupBy('person')
        .orderBy('person')
        .$narrowType<{ person: string }>()
        .execute(),

    /** Removes what has ended, sessions and counters alike. */
    prune: async (at: Instant): Promise<void> => {
      await db.deleteFrom('web_sessions').where('expires_at', '<=', at).execute();
      await db.deleteFrom('limited_tries').where('ends_at', '<=', at).execute();
    },
  };
}

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');
