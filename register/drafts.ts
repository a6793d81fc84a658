import { addSeconds, type Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { JsonValue } from './schema.js';

/** What somebody typed into the form at a path and has not saved. */
export interface Draft {
  fields: Record<string, JsonValue>;
  savedAt: Instant;
}

/** What nobody has come back to in this time is disposed of. */
const DRAFT_DAYS = 28;
/** Of one person; the oldest make room. */
const MOST_OF_ONE = 100;

/** Drafts are read by whoever wrote them and by nobody else. */
export function createDrafts(db: Database) {
  const oldest = (at: Instant): Instant => addSeconds(at, -DRAFT_DAYS * 86_400);
  return {
    /** Null where there is none, or one that is too old. */
    read: async (authority: string, person: string, path: string, at: Instant): Promise<Draft | null> => {
      const row = await db
        .selectFrom('form_drafts')
        .select(['fields', 'saved_at'])
        .where('authority', '=', authority)
        .where('person', '=', person)
        .where('path', '=', path)
        .where('saved_at', '>', oldest(at))
        .executeTakeFirst();
      return row === undefined ? null : { fields: row.fields, savedAt: row.saved_at };
    },

    /** Keeps what was typed, in place of what was kept before; and disposes of what is too old. */
    save: (authority: string, person: string, path: string, { fields, savedAt }: Draft): Promise<void> =>
      db.transaction().execute(async (tx) => {
        const row = { fields: JSON.stringify(fields), saved_at: savedAt };
        await tx
          .insertInto('form_drafts')
          .values({ authority, person, path, ...row })
          .onConflict((conflict) => conflict.columns(['authority', 'person', 'path']).doUpdateSet(row))
          .execute();
        await tx
          .deleteFrom('form_drafts')
          .where('authority', '=', authority)
          .where('saved_at', '<=', oldest(savedAt))
          .execute();
        const newest = tx
          .selectFrom('form_drafts')
          .select('path')
          .where('authority', '=', authority)
          .where('person', '=', person)
          .orderBy('saved_at', 'desc')
          .orderBy('path')
          .limit(MOST_OF_ONE);
        await tx
          .deleteFrom('form_drafts')
          .where('authority', '=', authority)
          .where('person', '=', person)
          .where('path', 'not in', newest)
          .execute();
      }),

    /** Removes what nobody has come back to in time, of every authority. */
    dispose: async (at: Instant): Promise<void> => {
      await db.deleteFrom('form_drafts').where('saved_at', '<=', oldest(at)).execute();
    },

    drop: async (authority: string, person: string, path: string): Promise<void> => {
      await db
        .deleteFrom('form_drafts')
        .where('authority', '=', authority)
        .where('person', '=', person)
        .where('path', '=', path)
        .execute();
    },
  };
}
