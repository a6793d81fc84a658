import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';

/** What a file is, by its content. */
export type DocumentKind = 'pdf' | 'jpeg' | 'png';

/** A file of a case, without its content. */
export interface KeptDocument {
  document: string;
  name: string;
  kind: DocumentKind;
  bytes: number;
  sha256: string;
  rule: string | null;
  scanned: boolean;
  addedBy: string;
  addedAt: Instant;
}

const COLUMNS = ['document', 'name', 'kind', 'bytes', 'sha256', 'rule', 'scanned', 'added_by', 'added_at'] as const;

/** The files of cases: in the register, so that they are backed up, restricted and disposed of with it. */
export function createDocuments(db: Database) {
  return {
    /** Keeps a file. The same one again, by its id, changes nothing. */
    put: async (authority: string, caseId: string, document: KeptDocument, body: Buffer): Promise<void> => {
      await db
        .insertInto('case_documents')
        .values({
          authority,
          case_id: caseId,
          document: document.document,
          name: document.name,
          kind: document.kind,
          bytes: document.bytes,
          sha256: document.sha256,
          body,
          rule: document.rule,
          scanned: document.scanned,
          added_by: document.addedBy,
          added_at: document.addedAt,
        })
        .onConflict((conflict) => conflict.columns(['authority', 'document']).doNothing())
        .execute();
    },

    /** The newest first. */
    ofCase: async (authority: string, caseId: string): Promise<KeptDocument[]> => {
      const rows = await db
        .selectFrom('case_documents')
        .select(COLUMNS)
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .orderBy('added_at', 'desc')
        .orderBy('document')
        .execute();
      return rows.map(shown);
    },

    count: async (authority: string, caseId: string): Promise<number> => {
      const row = await db
        .selectFrom('case_documents')
        .select((select) => select.fn.countAll<number>().as('documents'))
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .executeTakeFirstOrThrow();
      return row.documents;
    },

    /** With its content; null where this case has no such file. */
    read: async (
      authority: string,
      caseId: string,
      document: string,
    ): Promise<(KeptDocument & { body: Buffer }) | null> => {
      const row = await db
        .selectFrom('case_documents')
        .select([...COLUMNS, 'body'])
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .where('document', '=', document)
        .executeTakeFirst();
      return row === undefined ? null : { ...shown(row), body: row.body };
    },

    /** Takes back files of an input that was refused. */
    drop: async (authority: string, caseId: string, documents: readonly string[]): Promise<void> => {
      if (documents.length === 0) return;
      await db
        .deleteFrom('case_documents')
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .where('document', 'in', [...documents])
        .execute();
    },
  };
}

const KINDS: readonly DocumentKind[] = ['pdf', 'jpeg', 'png'];

function shown(row: {
  document: string;
  name: string;
  kind: string;
  bytes: number;
  sha256: string;
  rule: string | null;
  scanned: boolean;
  added_by: string;
  added_at: Instant;
}): KeptDocument {
  const kind = KINDS.find((one) => one === row.kind);
  if (kind === undefined) throw new Error(`The register holds a file of a kind that is not known: ${row.kind}`);
  return {
    document: row.document,
    name: row.name,
    kind,
    bytes: row.bytes,
    sha256: row.sha256,
    rule: row.rule,
    scanned: row.scanned,
    addedBy: row.added_by,
    addedAt: row.added_at,
  };
}
