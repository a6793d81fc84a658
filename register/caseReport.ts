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

/** What is turned into text between two looks at the clock. */
const ROWS_AT_ONCE = 1_000;

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

  /** The oldest receipt first. */
  const inOrder = (
    authority: string,
    filter: CaseReportFilter,
    { london, day }: { london: LondonTime; day: IsoDate },
  ): RawBuilder<NamedRow> => sql<NamedRow>`
    select ${caseInList}, w.episode, w.received_at as "receivedAt", w.accepted_at as "acceptedAt",
      w.ended_at as "endedAt", w.status, w.stage, w.risk, w.category, w.outcome,
      extract(year from age(${day}::date, s.date_of_birth))::integer as age, s.school,
      w.next_due as "nextDue", w.next_due_rule as "nextDueRule", w.late_since as "lateSince", w.breached,
      w.open_checks as "openChecks", w.open_concerns as "openConcerns", w.policy
    ${found(authority, filter, london)} and not c.rehearsed
    order by w.received_at, w.case_id`;

  return {
    /** The first so many. */
    rows: async (
      authority: string,
      filter: CaseReportFilter,
      { most, ...asked }: { london: LondonTime; day: IsoDate; most: number },
    ): Promise<CaseReportRow[]> => {
      const { rows } = await sql<NamedRow>`${inOrder(authority, filter, asked)} limit ${most}`.execute(db);
      return rows.map(nameless);
    },

    /** All of them as they stand at one moment, so many at once, so that a long report is never held as a whole. */
    each: async (
      authority: string,
      filter: CaseReportFilter,
      asked: { london: LondonTime; day: IsoDate },
      take: (rows: CaseReportRow[]) => void,
    ): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await sql`declare report_rows no scroll cursor for ${inOrder(authority, filter, asked)}`.execute(tx);
        for (;;) {
          const { rows } = await sql.raw<NamedRow>(`fetch ${ROWS_AT_ONCE} from report_rows`).execute(tx);
          if (rows.length === 0) return;
          take(rows.map(nameless));
        }
      }),

    figures: async (authority: string, filter: CaseReportFilter, london: LondonTime): Promise<CaseFigures> => {
      // One pass over the cases: every group at once, and `total` of all of them.
      const { rows } = await sql<{ group: string; value: string | null; cases: number; restricted: number }>`
        with found as (
          select w.status, w.outcome, case when w.status = 'open' then w.stage end as stage,
            (c.restricted or w.restricted) as restricted,
            to_char(w.received_at at time zone 'Europe/London', 'YYYY-MM') as month
          ${found(authority, filter, london)} and not c.rehearsed
        )
        select case 0 when grouping(status) then 'status' when grouping(stage) then 'stage'
            when grouping(outcome) then 'outcome' when grouping(month) then 'month' else 'total' end as "group",
          coalesce(status, stage, outcome, month) as value, count(*)::integer as cases,
          (count(*) filter (where restricted))::integer as restricted
        from found group by grouping sets ((status), (stage), (outcome), (month), ())
        order by 1, 2`.execute(db);
      const left = await sql<{ cases: number }>`
        select count(*)::integer as cases ${found(authority, filter, london)} and c.rehearsed`.execute(db);
      const total = rows.find(({ group }) => group === 'total');
      return {
        total: total?.cases ?? 0,
        restricted: total?.restricted ?? 0,
        rehearsed: left.rows[0]?.cases ?? 0,
        groups: (['status', 'stage', 'outcome', 'month'] as const).flatMap((group) =>
          rows.flatMap((row) =>
            row.group === group && row.value !== null ? [{ group, value: row.value, cases: row.cases }] : [],
          ),
        ),
      };
    },
  };
}

type NamedRow = CaseReportRow & { givenName?: unknown; familyName?: unknown };

const nameless = ({ givenName: _given, familyName: _family, ...row }: NamedRow): CaseReportRow => row;
