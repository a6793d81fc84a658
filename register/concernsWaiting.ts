import { sql } from 'kysely';
import type { ConcernKind } from '../domain/policy.js';
import type { CaseState } from '../domain/state.js';
import type { Instant } from '../domain/time.js';
import { caseInList, casesOfWorklist, type CaseInList } from './caseInList.js';
import type { Database } from './database.js';

/** A concern that nobody has resolved. */
export interface WaitingConcern extends CaseInList {
  concern: string;
  kind: ConcernKind;
  immediate: boolean;
  raisedAt: Instant;
  raisedBy: string;
  acknowledgedAt: Instant | null;
  /** When the deputy and the manager are told if nobody has acknowledged it; and whether they were. */
  ladder: { deputyAt: Instant; deputyTold: boolean; managerAt: Instant; managerTold: boolean } | null;
  /** When the call or the referral has to be made. */
  taskDueAt: Instant | null;
}

export interface HistoryToReview extends CaseInList {
  receivedAt: Instant;
}

interface Read extends Omit<WaitingConcern, 'ladder'> {
  state: CaseState | null;
}

/** What waits for the designated safeguarding lead. */
export function createConcernsWaiting(db: Database) {
  return {
    /** Unacknowledged ones first, of them those in which harm is imminent, then the oldest. */
    open: async (authority: string, most: number): Promise<WaitingConcern[]> => {
      const { rows } = await sql<Read>`
        select ${caseInList}, n.concern, n.kind, n.immediate, n.raised_at as "raisedAt", n.raised_by as "raisedBy",
          n.acknowledged_at as "acknowledgedAt", h.state,
          (select min(t.due_at) from tasks t where t.authority = n.authority and t.case_id = n.case_id
            and t.concern = n.concern and not t.done) as "taskDueAt"
        from concerns n
        join worklist w on w.authority = n.authority and w.case_id = n.case_id and w.open_concerns > 0
        ${casesOfWorklist}
        left join case_snapshots h on h.authority = n.authority and h.case_id = n.case_id
        where n.authority = ${authority} and n.resolved_at is null
        order by n.acknowledged_at is not null, n.immediate desc, n.raised_at, n.case_id limit ${most}`.execute(db);
      return rows.map(({ state, ...row }) => {
        const held = state?.concerns.find(({ id }) => id === row.concern);
        return {
          ...row,
          ladder:
            held === undefined
              ? null
              : {
                  deputyAt: held.deputyAt,
                  deputyTold: held.deputyTold,
                  managerAt: held.managerAt,
                  managerTold: held.managerTold,
                },
        };
      });
    },

    /** How many nobody has acknowledged. */
    unacknowledged: async (authority: string): Promise<number> => {
      const { rows } = await sql<{ concerns: number }>`
        select coalesce(sum(unacknowledged_concerns), 0)::integer as concerns
        from worklist where authority = ${authority} and open_concerns > 0`.execute(db);
      return rows[0]?.concerns ?? 0;
    },

    /** Open cases where social care knew of the child before, and nobody has reviewed that history. */
    history: async (authority: string, most: number): Promise<HistoryToReview[]> => {
      const { rows } = await sql<HistoryToReview>`
        select ${caseInList}, w.received_at as "receivedAt"
        from worklist w
        ${casesOfWorklist}
        join case_snapshots h on h.authority = w.authority and h.case_id = w.case_id
        where w.authority = ${authority} and w.ended_at is null
          and h.state->'facts'->'csc_historic'->>'value' = 'true'
          and h.state->>'historyReviewed' = 'false'
        order by w.received_at, w.case_id limit ${most}`.execute(db);
      return rows;
    },
  };
}
