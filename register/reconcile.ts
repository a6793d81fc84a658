import type { Status } from '../domain/state.js';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';

/** A case that ought to have a workflow. */
export interface CaseToRun {
  caseId: string;
  status: Status;
  policy: string;
  seq: number;
  endedAt: Instant | null;
  nextWake: Instant | null;
}

/** The register's side of the comparison with the workflows. */
export function createReconcile(db: Database) {
  return {
    /**
     * Cases whose workflow should be there: open ones, and ended ones whose rest is not over (ended at or after
     * `endedSince`). In the order of their ids, from the one after `after`.
     */
    casesToRun: async (
      authority: string,
      { endedSince, after = '', limit = 500 }: { endedSince: Instant; after?: string; limit?: number },
    ): Promise<CaseToRun[]> => {
      const rows = await db
        .selectFrom('worklist as w')
        .innerJoin('cases as c', (join) =>
          join.onRef('c.authority', '=', 'w.authority').onRef('c.case_id', '=', 'w.case_id'),
        )
        .select(['w.case_id', 'w.status', 'w.policy', 'w.seq', 'w.ended_at', 'c.next_wake'])
        .where('w.authority', '=', authority)
        .where('w.case_id', '>', after)
        .where((where) => where.or([where('w.ended_at', 'is', null), where('w.ended_at', '>=', endedSince)]))
        .orderBy('w.case_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        caseId: row.case_id,
        status: row.status,
        policy: row.policy,
        seq: row.seq,
        endedAt: row.ended_at,
        nextWake: row.next_wake,
      }));
    },

    /**
     * Ids of open cases for a fan-out, page by page. A case that starts meanwhile may or may not be among them: it has
     * the new version from its start.
     */
    openCaseIds: async (authority: string, { after = '', limit = 500 } = {}): Promise<string[]> => {
      const rows = await db
        .selectFrom('worklist')
        .select('case_id')
        .where('authority', '=', authority)
        .where('ended_at', 'is', null)
        .where('case_id', '>', after)
        .orderBy('case_id')
        .limit(limit)
        .execute();
      return rows.map((row) => row.case_id);
    },

    /** Cases that Temporal accepted before `before` and of which nothing was recorded. */
    startedWithoutEvents: async (authority: string, before: Instant, limit = 100): Promise<string[]> => {
      const rows = await db
        .selectFrom('cases as c')
        .leftJoin('worklist as w', (join) =>
          join.onRef('w.authority', '=', 'c.authority').onRef('w.case_id', '=', 'c.case_id'),
        )
        .select('c.case_id')
        .where('c.authority', '=', authority)
        .where('c.state', '=', 'started')
        .where('c.started_at', '<', before)
        .where('w.case_id', 'is', null)
        .orderBy('c.case_id')
        .limit(limit)
        .execute();
      return rows.map((row) => row.case_id);
    },
  };
}
