import type { Database } from './database.js';
import { openTo } from './openTo.js';

/**
 * What waits for somebody, over all cases of an authority that are open to whoever asks: `who` as in `openTo`. One
 * statement each.
 */
export function createWaiting(db: Database) {
  return {
    /** Concerns, those that nobody has resolved first, of them the unacknowledged first, then the newest. */
    concerns: (
      authority: string,
      { state, limit, openTo: who }: { state?: 'open' | 'resolved'; limit: number; openTo: string | null },
    ) =>
      db
        .selectFrom('concerns as n')
        .innerJoin('worklist as w', (join) =>
          join.onRef('w.authority', '=', 'n.authority').onRef('w.case_id', '=', 'n.case_id'),
        )
        .innerJoin('cases as c', (join) =>
          join.onRef('c.authority', '=', 'n.authority').onRef('c.case_id', '=', 'n.case_id'),
        )
        .select(['n.case_id as case', 'c.reference', 'n.concern', 'n.kind', 'n.immediate'])
        .select(['n.raised_at as raisedAt', 'n.raised_by as raisedBy'])
        .select(['n.acknowledged_at as acknowledgedAt', 'n.resolved_at as resolvedAt'])
        .where('n.authority', '=', authority)
        .where(openTo(who))
        .$if(state === 'open', (q) => q.where('n.resolved_at', 'is', null))
        .$if(state === 'resolved', (q) => q.where('n.resolved_at', 'is not', null))
        .orderBy('n.resolved_at', (order) => order.desc().nullsFirst())
        .orderBy('n.acknowledged_at', (order) => order.desc().nullsFirst())
        .orderBy('n.immediate', 'desc')
        .orderBy('n.raised_at', 'desc')
        .orderBy('n.case_id')
        .limit(limit)
        .execute(),

    /** Open tasks, the one due first at the top. */
    tasks: (
      authority: string,
      filter: { for?: string | undefined; officer?: string | undefined; limit: number; openTo: string | null },
    ) =>
      db
        .selectFrom('tasks as t')
        .innerJoin('cases as c', (join) =>
          join.onRef('c.authority', '=', 't.authority').onRef('c.case_id', '=', 't.case_id'),
        )
        .innerJoin('worklist as w', (join) =>
          join.onRef('w.authority', '=', 't.authority').onRef('w.case_id', '=', 't.case_id'),
        )
        .select(['t.case_id as case', 'c.reference', 't.kind', 't.for_role as for', 't.due', 't.due_at as dueAt'])
        .select(['t.rule', 't.opened_at as openedAt', 't.concern', 'w.assignee', 'w.policy'])
        .where('t.authority', '=', authority)
        .where('t.done', '=', false)
        .where(openTo(filter.openTo))
        .$if(filter.for !== undefined, (q) => q.where('t.for_role', '=', filter.for ?? ''))
        .$if(filter.officer !== undefined, (q) => q.where('w.assignee', '=', filter.officer ?? ''))
        .orderBy('t.due_at', (order) => order.asc().nullsLast())
        .orderBy('t.due', (order) => order.asc().nullsLast())
        .orderBy('t.opened_at')
        .orderBy('t.case_id')
        .limit(filter.limit)
        .execute(),
  };
}
