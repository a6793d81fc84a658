import { sql, type RawBuilder } from 'kysely';
import { endOfDay, startOfDay } from '../domain/calendar/london.js';
import type { LondonTime } from '../domain/calendar/types.js';
import type { Stage, Status } from '../domain/state.js';
import type { Instant, IsoDate } from '../domain/time.js';
import { caseInList, casesOfWorklist, type CaseInList } from './caseInList.js';
import type { Database } from './database.js';

/** By receipt, from one day to another, both included. */
export interface CaseReportFilter {
  from?: IsoDate | undefined;
  to?: IsoDate | undefined;
  /** Cases assigned to the members of a team. */
  team?: string | undefined;
  status?: readonly Status[] | undefined;
}

/** A case in a report: no name, no date of birth, no address. */
export interface CaseReportRow extends Omit<CaseInList, 'givenName' | 'familyName'> {
  episode: number;
  receivedAt: Instant;
  acceptedAt: Instant | null;
  endedAt: Instant | null;
  status: Status;
  stage: Stage;
  risk: string | null;
  category: string | null;
  outcome: string | null;
  /** In whole years on the day of the report. */
  age: number | null;
  school: string | null;
  nextDue: IsoDate | null;
  nextDueRule: string | null;
  lateSince: Instant | null;
  breached: number;
  openChecks: number;
  openConcerns: number;
  policy: string;
}

/** Counts of the cases that a filter finds: one a group and value. */
export interface CaseFigures {
  total: number;
  restricted: number;
  groups: { group: 'status' | 'stage' | 'outcome' | 'month'; value: string; cases: number }[];
  /** Moved in time with demonstration data, and so no part of any report. */
  rehearsed: number;
}

/** Reports of cases by a filter. Rehearsed cases are left out, as in all reports. */
export function createCaseReport(db: Database) {
  const found = (authority: string, filter: CaseReportFilter, london: LondonTime): RawBuilder<unknown> => {
    const { from, to, team, status } = filter;
    const parts = [
      sql`w.authority = ${authority}`,
      ...(from === undefined ? [] : [sql`w.received_at >= ${startOfDay(london, from)}`]),
      ...(to === undefined ? [] : [sql`w.received_at <= ${endOfDay(london, to)}`]),
      ...(status === undefined ? [] : [sql`w.status = any(${status}::text[])`]),
      ...(team === undefined
        ? []
        : [
            sql`exists (select 1 from team_members m where m.authority = w.authority and m.person = w.assignee
              and m.team = ${team})`,
          ]),
    ];
    return sql`from worklist w ${casesOfWorklist} where ${sql.join(parts, sql` and `)}`;
  };

  return {
    /** The oldest receipt first. */
    rows: async (
      authority: string,
      filter: CaseReportFilter,
      { london, day, most }: { london: LondonTime; day: IsoDate; most: number },
    ): Promise<CaseReportRow[]> => {
      const { rows } = await sql<CaseReportRow & { givenName?: unknown; familyName?: unknown }>`
        select ${caseInList}, w.episode, w.received_at as "receivedAt", w.accepted_at as "acceptedAt",
          w.ended_at as "endedAt", w.status, w.stage, w.risk, w.category, w.outcome,
          extract(year from age(${day}::date, s.date_of_birth))::integer as age, s.school,
          w.next_due as "nextDue", w.next_due_rule as "nextDueRule", w.late_since as "lateSince", w.breached,
          w.open_checks as "openChecks", w.open_concerns as "openConcerns", w.policy
        ${found(authority, filter, london)} and not c.rehearsed
        order by w.received_at, w.case_id limit ${most}`.execute(db);
      return rows.map(({ givenName: _given, familyName: _family, ...row }) => row);
    },

    figures: async (authority: string, filter: CaseReportFilter, london: LondonTime): Promise<CaseFigures> => {
      const { rows } = await sql<{ group: string; value: string; cases: number }>`
        with found as (
          select w.status, w.stage, w.outcome, (c.restricted or w.restricted) as restricted, c.rehearsed,
            to_char(w.received_at at time zone 'Europe/London', 'YYYY-MM') as month
          ${found(authority, filter, london)}
        )
        select 'total' as "group", '' as value, count(*)::integer as cases from found where not rehearsed
        union all select 'restricted', '', count(*)::integer from found where restricted and not rehearsed
        union all select 'rehearsed', '', count(*)::integer from found where rehearsed
        union all select 'status', status, count(*)::integer from found where not rehearsed group by status
        union all select 'stage', stage, count(*)::integer from found
          where not rehearsed and status = 'open' group by stage
        union all select 'outcome', outcome, count(*)::integer from found
          where not rehearsed and outcome is not null group by outcome
        union all select 'month', month, count(*)::integer from found where not rehearsed group by month
        order by 1, 2`.execute(db);
      const single = (group: string): number => rows.find((row) => row.group === group)?.cases ?? 0;
      return {
        total: single('total'),
        restricted: single('restricted'),
        rehearsed: single('rehearsed'),
        groups: (['status', 'stage', 'outcome', 'month'] as const).flatMap((group) =>
          rows.filter((row) => row.group === group).map(({ value, cases }) => ({ group, value, cases })),
        ),
      };
    },
  };
}
