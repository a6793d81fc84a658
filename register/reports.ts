import { sql } from 'kysely';
import { endOfDay, startOfDay } from '../domain/calendar/london.js';
import type { LondonTime } from '../domain/calendar/types.js';
import type { CaseEvent } from '../domain/events.js';
import { schoolYearOf } from '../domain/law.js';
import { returnEntry } from '../domain/nationalReturn.js';
import type { RuleId } from '../domain/policy.js';
import { addDays, type Instant, type IsoDate } from '../domain/time.js';
import type { Database } from './database.js';
import { fold } from './fold.js';

/** How many children stand under the same headings on the census day. */
export interface ReturnRow {
  reason: RuleId;
  band: RuleId;
  sex: string;
  yearGroup: string;
  children: number;
}

export interface ReturnCounts {
  censusDay: IsoDate;
  /** The school year before the one of the census day. */
  previousYear: { from: IsoDate; to: IsoDate };
  onCensusDay: number;
  /** Children with an open enquiry on any day of the previous school year, each once. */
  inPreviousYear: number;
  rows: ReturnRow[];
  /** What the count leaves out, so that it can be checked. */
  leftOut: { inactive: number; notOfAge: number };
}

/** Deadlines of the authority that were missed, by the month in which they were due. */
export interface BreachRow {
  month: string;
  rule: RuleId;
  breached: number;
  /** Withdrawn since: the work had been done in time and was entered late. */
  withdrawn: number;
  /** Done since, after the day. */
  doneLate: number;
}

export interface CountRow {
  /** `status`, `stage`, `risk`, `late`, `outcome`. */
  group: string;
  value: string;
  enquiries: number;
}

/** Events after which a case is open, resting, or has ended. */
const OPENS = ['referralAccepted', 'caseReopened'];
const RESTS = 'madeInactive';
const STATUS_EVENTS = [...OPENS, RESTS, 'caseClosed', 'referralRejected', 'referralReceived'];
const CASES_A_PAGE = 200;

/** What reports count. Rehearsed cases are left out, and so are those that ended as a duplicate of another. */
export function createReports(db: Database) {
  /** The last status of every case before an instant. */
  const statusBefore = async (authority: string, before: Instant): Promise<{ caseId: string; type: string }[]> => {
    const { rows } = await sql<{ caseId: string; type: string }>`
      select distinct on (e.case_id) e.case_id as "caseId", e.type
      from case_events e
      join cases c on c.authority = e.authority and c.case_id = e.case_id
      join worklist w on w.authority = e.authority and w.case_id = e.case_id
      where e.authority = ${authority} and e.at < ${before} and not c.rehearsed
        and w.outcome is distinct from 'duplicate' and e.type = any(${STATUS_EVENTS}::text[])
      order by e.case_id, e.seq desc`.execute(db);
    return rows;
  };

  const opensIn = async (authority: string, from: Instant, before: Instant): Promise<string[]> => {
    const { rows } = await sql<{ caseId: string }>`
      select distinct e.case_id as "caseId"
      from case_events e
      join cases c on c.authority = e.authority and c.case_id = e.case_id
      join worklist w on w.authority = e.authority and w.case_id = e.case_id
      where e.authority = ${authority} and e.at >= ${from} and e.at < ${before} and not c.rehearsed
        and w.outcome is distinct from 'duplicate' and e.type = any(${OPENS}::text[])`.execute(db);
    return rows.map(({ caseId }) => caseId);
  };

  const sexes = async (authority: string, caseIds: readonly string[]): Promise<Map<string, string>> => {
    const rows = await db
      .selectFrom('subjects')
      .select(['case_id', 'sex'])
      .where('authority', '=', authority)
      .where('case_id', '=', sql<string>`any(${caseIds}::text[])`)
      .execute();
    return new Map(rows.map(({ case_id: caseId, sex }) => [caseId, sex ?? 'unknown']));
  };

  const eventsBefore = async (
    authority: string,
    caseIds: readonly string[],
    before: Instant,
  ): Promise<Map<string, CaseEvent[]>> => {
    const rows = await db
      .selectFrom('case_events')
      .select(['case_id', 'event'])
      .where('authority', '=', authority)
      .where('case_id', '=', sql<string>`any(${caseIds}::text[])`)
      .where('at', '<', before)
      .orderBy('case_id')
      .orderBy('seq')
      .execute();
    const cases = new Map<string, CaseEvent[]>();
    for (const { case_id: caseId, event } of rows) {
      const events = cases.get(caseId) ?? [];
      events.push(event);
      cases.set(caseId, events);
    }
    return cases;
  };

  return {
    /**
     * The measures of the national return: the children whose enquiry was open at the end of the census day, each under
     * its reason, duration band, sex and year group as they were known then; and the children of the year before.
     */
    nationalReturn: async (authority: string, censusDay: IsoDate, london: LondonTime): Promise<ReturnCounts> => {
      const end = startOfDay(london, addDays(censusDay, 1));
      const previousYear = schoolYearOf(addDays(schoolYearOf(censusDay).from, -1));
      const began = startOfDay(london, previousYear.from);
      const statuses = await statusBefore(authority, end);
      const open = statuses.filter(({ type }) => OPENS.includes(type)).map(({ caseId }) => caseId);
      const counted = new Map<string, ReturnRow>();
      let onCensusDay = 0;
      let notOfAge = 0;
      for (let from = 0; from < open.length; from += CASES_A_PAGE) {
        const page = open.slice(from, from + CASES_A_PAGE);
        const [sexOf, events] = await Promise.all([sexes(authority, page), eventsBefore(authority, page, end)]);
        for (const caseId of page) {
          const state = fold({ authority, caseId }, null, events.get(caseId) ?? [])?.state;
          if (state === undefined) continue;
          const { ofAge, ...headings } = returnEntry(state, censusDay, london);
          if (!ofAge) {
            notOfAge += 1;
            continue;
          }
          const row = { ...headings, sex: sexOf.get(caseId) ?? 'unknown', children: 0 };
          const key = JSON.stringify(Object.values(row));
          const held = counted.get(key) ?? row;
          held.children += 1;
          counted.set(key, held);
          onCensusDay += 1;
        }
      }
      const before = (await statusBefore(authority, began)).filter(({ type }) => OPENS.includes(type));
      const during = await opensIn(authority, began, startOfDay(london, addDays(previousYear.to, 1)));
      return {
        censusDay,
        previousYear,
        onCensusDay,
        inPreviousYear: new Set([...before.map(({ caseId }) => caseId), ...during]).size,
        rows: [...counted.values()].sort((a, b) => order(JSON.stringify(a), JSON.stringify(b))),
        leftOut: { inactive: statuses.filter(({ type }) => type === RESTS).length, notOfAge },
      };
    },

    /** Breaches of deadlines that were due from one day to another, both included. */
    breaches: async (
      authority: string,
      { from, to, london }: { from: IsoDate; to: IsoDate; london: LondonTime },
    ): Promise<BreachRow[]> => {
      const { rows } = await sql<{
        caseId: string;
        type: string;
        rule: string;
        occurrence: number;
        due: string | null;
      }>`
        select e.case_id as "caseId", e.type, e.rule, (e.event->>'occurrence')::integer as occurrence,
          e.event->>'due' as due
        from case_events e
        join cases c on c.authority = e.authority and c.case_id = e.case_id
        where e.authority = ${authority} and not c.rehearsed and e.at > ${endOfDay(london, addDays(from, -1))}
          and e.type in ('deadlineBreached', 'breachWithdrawn', 'ladderStopped')
        order by e.case_id, e.seq`.execute(db);
      const counts = new Map<string, BreachRow>();
      /** The row of the breach that stands last of each deadline: what follows is about that one. */
      const standing = new Map<string, BreachRow | undefined>();
      for (const { caseId, type, rule, occurrence, due } of rows) {
        const deadline = JSON.stringify([caseId, rule, occurrence]);
        if (type === 'deadlineBreached') {
          if (due === null || due < from || due > to) {
            standing.set(deadline, undefined);
            continue;
          }
          const month = due.slice(0, 7);
          const row = counts.get(`${month} ${rule}`) ?? { month, rule, breached: 0, withdrawn: 0, doneLate: 0 };
          row.breached += 1;
          counts.set(`${month} ${rule}`, row);
          standing.set(deadline, row);
        } else {
          const row = standing.get(deadline);
          if (row !== undefined && type === 'breachWithdrawn') row.withdrawn += 1;
          if (row !== undefined && type === 'ladderStopped') row.doneLate += 1;
          standing.set(deadline, undefined);
        }
      }
      return [...counts.values()].sort((a, b) => order(a.month, b.month) || order(a.rule, b.rule));
    },

    /** How many enquiries stand where: by status, those that are open by stage and risk, the late ones, the outcomes. */
    enquiries: async (authority: string): Promise<CountRow[]> => {
      const { rows } = await sql<CountRow>`
        with of_authority as (
          select w.* from worklist w join cases c on c.authority = w.authority and c.case_id = w.case_id
          where w.authority = ${authority} and not c.rehearsed
        )
        select 'status' as "group", status as value, count(*)::integer as enquiries from of_authority group by status
        union all
        select 'stage', stage, count(*)::integer from of_authority where status = 'open' group by stage
        union all
        select 'risk', coalesce(risk, 'none'), count(*)::integer from of_authority where status = 'open' group by risk
        union all
        select 'late', case when late_since is null then 'in time' else 'late' end, count(*)::integer
          from of_authority where status = 'open' group by 2
        union all
        select 'outcome', outcome, count(*)::integer from of_authority where outcome is not null group by outcome
        order by 1, 2`.execute(db);
      return rows;
    },
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
