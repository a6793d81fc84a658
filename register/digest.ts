import type { DigestDeadline } from '../domain/digest.js';
import type { Instant, IsoDate } from '../domain/time.js';
import type { Database } from './database.js';

/** A case with what the digest may have to say of it. */
export interface DigestCase {
  caseId: string;
  reference: string;
  policy: string;
  assignee: string | null;
  deadlines: DigestDeadline[];
}

export interface DigestKey {
  authority: string;
  person: string;
  day: IsoDate;
}

export function createDigests(db: Database) {
  return {
    /**
     * Open cases with the authority's open and standing breached deadlines. Rehearsed cases are left out: each plays
     * its own digest.
     */
    cases: async (authority: string): Promise<DigestCase[]> => {
      const rows = await db
        .selectFrom('deadlines as d')
        .innerJoin('worklist as w', (join) =>
          join.onRef('w.authority', '=', 'd.authority').onRef('w.case_id', '=', 'd.case_id'),
        )
        .innerJoin('cases as c', (join) =>
          join.onRef('c.authority', '=', 'd.authority').onRef('c.case_id', '=', 'd.case_id'),
        )
        .select(['d.rule', 'd.occurrence', 'd.actor', 'd.due', 'd.state'])
        .select(['d.set_at', 'd.manager_told_at', 'd.work_done_at'])
        .select(['w.case_id', 'w.policy', 'w.assignee', 'c.reference'])
        .where('d.authority', '=', authority)
        .where('d.state', 'in', ['open', 'breached'])
        .where('d.work_done_at', 'is', null)
        .where('d.actor', '=', 'authority')
        .where('w.status', '=', 'open')
        .where('c.rehearsed', '=', false)
        .orderBy('c.reference')
        .orderBy('d.position')
        .execute();
      const cases = new Map<string, DigestCase>();
      for (const row of rows) {
        const found = cases.get(row.case_id) ?? {
          caseId: row.case_id,
          reference: row.reference,
          policy: row.policy,
          assignee: row.assignee,
          deadlines: [],
        };
        found.deadlines.push({
          rule: row.rule,
          occurrence: row.occurrence,
          actor: row.actor,
          due: row.due,
          state: row.state,
          setAt: row.set_at,
          managerToldAt: row.manager_told_at,
          workDoneAt: row.work_done_at,
        });
        cases.set(row.case_id, found);
      }
      return [...cases.values()];
    },

    /**
     * Takes a person's mail of a day before it is sent. `claimedBefore`: taken, and nobody said that it left, so it may
     * arrive twice.
     */
    claim: async (key: DigestKey, lines: number, at: Instant): Promise<'claimed' | 'claimedBefore' | 'alreadySent'> => {
      const fresh = await db
        .insertInto('digests_sent')
        .values({ ...key, lines, claimed_at: at, sent_at: null })
        .onConflict((conflict) => conflict.columns(['authority', 'person', 'day']).doNothing())
        .returning('person')
        .executeTakeFirst();
      if (fresh !== undefined) return 'claimed';
      const row = await db
        .selectFrom('digests_sent')
        .select('sent_at')
        .where((where) => where.and({ ...key }))
        .executeTakeFirst();
      return row?.sent_at == null ? 'claimedBefore' : 'alreadySent';
    },

    markSent: async (key: DigestKey, at: Instant): Promise<void> => {
      await db
        .updateTable('digests_sent')
        .set({ sent_at: at })
        .where((where) => where.and({ ...key }))
        .where('sent_at', 'is', null)
        .execute();
    },
  };
}
