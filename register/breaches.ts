import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/time.js';
import { caseInList, casesOfWorklist, type CaseInList } from './caseInList.js';
import type { Database } from './database.js';
import type { MessageState } from './messages.js';

/** A deadline of the authority that was missed and whose work is not done. */
export interface StandingBreach extends CaseInList {
  policy: string;
  rule: string;
  occurrence: number;
  due: IsoDate;
  dueAt: Instant;
  breachedAt: Instant;
  /** When the manager is to be told; null where no working day is known. */
  tellManagerAt: Instant | null;
  managerToldAt: Instant | null;
  /** How far the case is ahead of the clock; 0 but for a demonstration that was moved. */
  demoOffsetSeconds: number;
  told: LadderMessage[];
}

/** One step of a ladder that was taken, and what became of its message. */
export interface LadderMessage {
  at: Instant;
  /** `senior`, `manager`. */
  recipient: string;
  channel: string | null;
  state: MessageState;
  sentAt: Instant | null;
}

interface ReadMessage extends LadderMessage {
  caseId: string;
  rule: string;
}

/** Late deadlines with what was told to whom: the ladder of SYS-BREACH, as the messages and the ledger have it. */
export function createBreaches(db: Database) {
  const standing = (authority: string) => sql`from deadlines d
    join worklist w on w.authority = d.authority and w.case_id = d.case_id
    ${casesOfWorklist}
    where d.authority = ${authority} and d.state = 'breached' and d.work_done_at is null and d.actor = 'authority'
      and w.ended_at is null`;

  const messagesOf = async (authority: string, caseIds: readonly string[], since: Instant): Promise<ReadMessage[]> => {
    const { rows } = await sql<ReadMessage>`
      select m.case_id as "caseId", m.rule, m.at, m.recipient, m.channel, l.sent_at as "sentAt",
        case when m.overtaken then 'overtaken' else coalesce(l.state, 'due') end as state
      from messages m
      left join ledger l on l.authority = m.authority and l.case_id = m.case_id and l.episode = m.episode
        and l.rule = m.rule and l.occurrence = m.occurrence and l.recipient = m.recipient
      where m.authority = ${authority} and m.case_id = any(${caseIds}::text[]) and m.purpose = 'breach'
        and m.at >= ${since}
      order by m.case_id, m.seq`.execute(db);
    return rows;
  };

  return {
    count: async (authority: string): Promise<number> => {
      const { rows } = await sql<{ breaches: number }>`
        select count(*)::integer as breaches ${standing(authority)}`.execute(db);
      return rows[0]?.breaches ?? 0;
    },

    /** The longest late first, each with its ladder. */
    standing: async (authority: string, most: number): Promise<StandingBreach[]> => {
      const { rows } = await sql<Omit<StandingBreach, 'told'>>`
        select ${caseInList}, w.policy, d.rule, d.occurrence, d.due, d.due_at as "dueAt", d.breached_at as "breachedAt",
          d.tell_manager_at as "tellManagerAt", d.manager_told_at as "managerToldAt", c.demo_offset_seconds as "demoOffsetSeconds"
        ${standing(authority)}
        order by d.due_at, d.case_id, d.position limit ${most}`.execute(db);
      const since = rows.map(({ breachedAt }) => breachedAt).sort()[0];
      if (since === undefined) return [];
      const told = await messagesOf(
        authority,
        rows.map(({ caseId }) => caseId),
        since,
      );
      return rows.map((row) => {
        // A recurring rule is told of by the same messages: those from this breach on, up to the next of the rule.
        const next = rows
          .filter(
            (other) => other.caseId === row.caseId && other.rule === row.rule && other.breachedAt > row.breachedAt,
          )
          .map(({ breachedAt }) => breachedAt)
          .sort()[0];
        return {
          ...row,
          told: told
            .filter(({ caseId, rule, at }) => caseId === row.caseId && rule === row.rule && at >= row.breachedAt)
            .filter(({ at, recipient }) => next === undefined || at < next || recipient === 'manager')
            .filter(({ at, recipient }) => recipient !== 'manager' || at === row.managerToldAt)
            .map(({ at, recipient, channel, state, sentAt }) => ({ at, recipient, channel, state, sentAt })),
        };
      });
    },
  };
}
