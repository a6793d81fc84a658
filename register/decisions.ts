import { sql } from 'kysely';
import type { CaseState } from '../domain/state.js';
import type { Instant, IsoDate } from '../domain/time.js';
import { caseInList, casesOfWorklist, type CaseInList } from './caseInList.js';
import type { Database } from './database.js';

/** Something that a named person has to decide. */
export interface WaitingDecision extends CaseInList {
  kind: DecisionKind;
  /** The policy of the case, by which the rule has its title. */
  policy: string;
  /** The task's, or the one that proposed the rejection; null where the case waits for acceptance. */
  rule: string | null;
  /** Since when. */
  since: Instant;
  due: IsoDate | null;
  /** The outcome that was proposed, of a `decideOutcome`. */
  outcome: string | null;
  /** The proposals of a `duplicate` that nobody has answered. */
  proposals: string[];
  /** The gates that two managers have lifted, of an `override`. */
  lifted: string[];
}

/** Kinds of tasks come as they are; the first four are no tasks. */
export type DecisionKind =
  | 'accept'
  | 'rejection'
  | 'duplicate'
  | 'override'
  | 'decideOutcome'
  | 'giveRollRemovalAdvice'
  | 'checkRejection'
  | 'sendRestricted'
  | 'assignCase'
  | 'review'
  | 'reviewMonitoring';

const TASKS: readonly DecisionKind[] = [
  'decideOutcome',
  'giveRollRemovalAdvice',
  'checkRejection',
  'sendRestricted',
  'assignCase',
  'review',
  'reviewMonitoring',
];

interface Read extends Omit<WaitingDecision, 'proposals' | 'lifted'> {
  state: CaseState | null;
}

/** The decisions that wait, over all cases of an authority. */
export function createDecisions(db: Database) {
  return {
    /** The longest waiting of each kind first, at most so many of each kind. */
    waiting: async (authority: string, most: number): Promise<WaitingDecision[]> => {
      const none = sql`null::text as rule, null::date as due, null::text as outcome`;
      const states = sql`left join case_snapshots n on n.authority = w.authority and n.case_id = w.case_id`;
      const { rows } = await sql<Read>`
        (select case when w.rejection_proposed then 'rejection' else 'accept' end as kind, ${caseInList}, w.policy,
            w.received_at as since, ${none}, null::json as state
          from worklist w ${casesOfWorklist}
          where w.authority = ${authority} and (w.status = 'received' or w.rejection_proposed) and w.ended_at is null
          order by w.received_at limit ${most})
        union all
        (select 'duplicate', ${caseInList}, w.policy, w.received_at, ${none}, n.state
          from worklist w ${casesOfWorklist} ${states}
          where w.authority = ${authority} and w.open_proposals > 0
          order by w.received_at limit ${most})
        union all
        (select 'override', ${caseInList}, w.policy, o.at, ${none}, n.state
          from (select case_id, max(at) as at from case_events
            where authority = ${authority} and type = 'gateOverridden' group by case_id) o
          join worklist w on w.authority = ${authority} and w.case_id = o.case_id and w.ended_at is null
          ${casesOfWorklist} ${states}
          order by o.at limit ${most})
        union all
        (select t.kind, ${caseInList}, w.policy, t.opened_at, t.rule, t.due,
            case when t.kind = 'decideOutcome' then w.proposed_outcome end, null::json
          from (select *, row_number() over (partition by kind order by opened_at, case_id, position) as place
            from tasks where authority = ${authority} and not done and kind = any(${TASKS}::text[])) t
          join worklist w on w.authority = t.authority and w.case_id = t.case_id
          ${casesOfWorklist}
          where t.place <= ${most})`.execute(db);
      return rows
        .map(({ state, ...row }) => ({
          ...row,
          proposals: (state?.proposals ?? []).filter((one) => one.state === 'open').map((one) => one.id),
          lifted: (state?.overrides ?? []).filter((one) => !one.used).map((one) => one.action),
        }))
        .filter(({ kind, lifted }) => kind !== 'override' || lifted.length > 0)
        .sort((a, b) => order(a.since, b.since) || order(a.caseId, b.caseId));
    },

    /** How many there are of each kind, however many are shown. */
    counts: async (authority: string): Promise<{ kind: string; waiting: number }[]> => {
      const { rows } = await sql<{ kind: string; waiting: number }>`
        select case when rejection_proposed then 'rejection' else 'accept' end as kind, count(*)::integer as waiting
          from worklist where authority = ${authority} and (status = 'received' or rejection_proposed)
          and ended_at is null group by 1
        union all
        select 'duplicate', count(*)::integer from worklist
          where authority = ${authority} and open_proposals > 0 having count(*) > 0
        union all
        select kind, count(*)::integer from tasks
          where authority = ${authority} and not done and kind = any(${TASKS}::text[]) group by kind`.execute(db);
      return rows;
    },
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
