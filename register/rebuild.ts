import { sql, type Transaction } from 'kysely';
import type { Database } from './database.js';
import { NotFound } from './errors.js';
import { rebuildProjections, type Of } from './projections.js';
import type { Schema } from './schema.js';

export interface RebuildReport {
  cases: number;
  /** Cases whose rows were not what their events say. */
  changed: string[];
}

const PROJECTIONS = [
  'case_snapshots',
  'worklist',
  'deadlines',
  'checks',
  'tasks',
  'concerns',
  'messages',
  'episode_referrers',
] as const;

const CASES_A_PAGE = 200;

/** Projections again from the events alone. Cases may go on meanwhile: each is locked only while it is rebuilt. */
export function createRebuild(db: Database) {
  const rebuildCase = (of: Of, dryRun: boolean): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const known = await tx
        .selectFrom('cases')
        .select('case_id')
        .where('authority', '=', of.authority)
        .where('case_id', '=', of.caseId)
        .forUpdate()
        .executeTakeFirst();
      if (known === undefined) throw new NotFound('The case');
      const before = await rowsOf(tx, of);
      await sql`savepoint before_rebuild`.execute(tx);
      await rebuildProjections(tx, of);
      const changed = (await rowsOf(tx, of)) !== before;
      if (dryRun) await sql`rollback to savepoint before_rebuild`.execute(tx);
      return changed;
    });
  return {
    /** Answers whether its rows had been other than its events say. Throws `NotFound`. */
    rebuildCase: (authority: string, caseId: string): Promise<boolean> => rebuildCase({ authority, caseId }, false),

    /** All cases of an authority; with `dryRun` it only compares. */
    rebuildAll: async (
      authority: string,
      { dryRun = false, onProgress }: { dryRun?: boolean; onProgress?: (cases: number) => void } = {},
    ): Promise<RebuildReport> => {
      const report: RebuildReport = { cases: 0, changed: [] };
      let after = '';
      for (;;) {
        const page = await db
          .selectFrom('cases')
          .select('case_id')
          .where('authority', '=', authority)
          .where('state', '=', 'started')
          .where('case_id', '>', after)
          .orderBy('case_id')
          .limit(CASES_A_PAGE)
          .execute();
        for (const { case_id: caseId } of page) {
          if (await rebuildCase({ authority, caseId }, dryRun)) report.changed.push(caseId);
          report.cases += 1;
          after = caseId;
        }
        if (page.length === 0) return report;
        onProgress?.(report.cases);
      }
    },
  };
}

/** Every projected row of a case as one text. */
async function rowsOf(tx: Transaction<Schema>, of: Of): Promise<string> {
  const texts: string[] = [];
  for (const table of PROJECTIONS) {
    const { rows } = await sql<{ rows: string | null }>`
      select string_agg(row_to_json(t)::text, E'\n' order by row_to_json(t)::text) as rows
      from ${sql.table(table)} t where t.authority = ${of.authority} and t.case_id = ${of.caseId}`.execute(tx);
    texts.push(rows[0]?.rows ?? '');
  }
  return texts.join('\n\n');
}
