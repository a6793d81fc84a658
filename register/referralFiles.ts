import { randomBytes } from 'node:crypto';
import { addSeconds, type Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { JsonValue } from './schema.js';

/** A file of many referrals as it was checked, and what became of its rows. */
export interface ReferralFile {
  file: string;
  person: string;
  form: string;
  rows: JsonValue;
  loadedAt: Instant;
}

const KEPT_SECONDS = 7 * 86_400;

/** Files of many referrals between their check and their sending. They are kept for seven days; drafts dispose of them. */
export function createReferralFiles(db: Database) {
  return {
    put: async (
      authority: string,
      { person, form, rows, at }: { person: string; form: string; rows: JsonValue; at: Instant },
    ): Promise<string> => {
      const file = randomBytes(16).toString('hex');
      await db
        .insertInto('referral_files')
        .values({
          ...{ authority, file, person, form, rows: JSON.stringify(rows) },
          ...{ loaded_at: at, expires_at: addSeconds(at, KEPT_SECONDS) },
        })
        .execute();
      return file;
    },

    /** Null where it is over, never was, or is somebody else's. */
    read: async (authority: string, person: string, file: string, at: Instant): Promise<ReferralFile | null> => {
      const row = await db
        .selectFrom('referral_files')
        .selectAll()
        .where('authority', '=', authority)
        .where('file', '=', file)
        .where('person', '=', person)
        .where('expires_at', '>', at)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { file: row.file, person: row.person, form: row.form, rows: row.rows, loadedAt: row.loaded_at };
    },

    write: async (authority: string, file: string, rows: JsonValue): Promise<void> => {
      await db
        .updateTable('referral_files')
        .set({ rows: JSON.stringify(rows) })
        .where('authority', '=', authority)
        .where('file', '=', file)
        .execute();
    },
  };
}
