import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';

export interface CaseText {
  textId: string;
  caseId: string;
  /** The field it came from: `note`, `evidence`, `reason` … */
  kind: string;
  body: string;
  writtenBy: string;
  writtenAt: Instant;
}

/** Free text of cases. Events and state carry its id only. */
export function createTexts(db: Database) {
  return {
    /** Keeps a text and answers its id. With an id of one's own, the same call again changes nothing. */
    put: async (authority: string, text: Omit<CaseText, 'textId'> & { textId?: string }): Promise<string> => {
      const textId = text.textId ?? randomUUID();
      await db
        .insertInto('case_texts')
        .values({
          authority,
          text_id: textId,
          case_id: text.caseId,
          kind: text.kind,
          body: text.body,
          written_by: text.writtenBy,
          written_at: text.writtenAt,
        })
        .onConflict((conflict) => conflict.columns(['authority', 'text_id']).doNothing())
        .execute();
      return textId;
    },

    get: async (authority: string, textId: string): Promise<CaseText | null> => {
      const row = await db
        .selectFrom('case_texts')
        .selectAll()
        .where('authority', '=', authority)
        .where('text_id', '=', textId)
        .executeTakeFirst();
      return row === undefined ? null : shown(row);
    },

    /** Takes back texts of an input that was refused. */
    drop: async (authority: string, textIds: readonly string[]): Promise<void> => {
      if (textIds.length === 0) return;
      await db
        .deleteFrom('case_texts')
        .where('authority', '=', authority)
        .where('text_id', 'in', [...textIds])
        .execute();
    },

    ofCase: async (authority: string, caseId: string): Promise<CaseText[]> => {
      const rows = await db
        .selectFrom('case_texts')
        .selectAll()
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .orderBy('written_at')
        .orderBy('text_id')
        .execute();
      return rows.map(shown);
    },
  };
}

const shown = (row: {
  text_id: string;
  case_id: string;
  kind: string;
  body: string;
  written_by: string;
  written_at: Instant;
}): CaseText => ({
  textId: row.text_id,
  caseId: row.case_id,
  kind: row.kind,
  body: row.body,
  writtenBy: row.written_by,
  writtenAt: row.written_at,
});
