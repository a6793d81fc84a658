import { sql } from 'kysely';
import type { LondonTime } from '../domain/calendar/types.js';
import { startOfDay } from '../domain/calendar/london.js';
import { addDays, type Instant, type IsoDate } from '../domain/time.js';
import { caseInList, casesOfWorklist, type CaseInList } from './caseInList.js';
import type { Database } from './database.js';

/** How many open cases stand where. Each number is that of the worklist with the same filter. */
export interface OpenCounts {
  open: number;
  /** Something of the authority's own is due before the instant that was asked for. */
  dueSoon: number;
  overdue: number;
  unassigned: number;
  /** With a concern that nobody has resolved. */
  concern: number;
}

/** An open case in which something of the authority's own is past its time. */
export interface LateCase extends CaseInList {
  since: Instant;
}

/** Open cases under one heading, and how many of them are late. */
export interface Standing {
  value: string | null;
  open: number;
  late: number;
}

export interface MonthCount {
  /** `2026-11`, in London. */
  month: string;
  /** Enquiries that began: a first referral, or a new episode. */
  received: number;
  /** Enquiries that ended: closed, made inactive or rejected. */
  ended: number;
}

/** How long cases stayed in a stage: those that left it in the time that was asked for. */
export interface StageSpan {
  stage: 'received' | 'enquiries' | 'decision';
  from: IsoDate;
  to: IsoDate;
  cases: number;
}

/** The days between which a case left a stage: `to` is not included. */
export interface Span {
  from: IsoDate;
  to: IsoDate;
}

/** What a manager sees of all cases at once. One statement a question; nothing here names a child. */
export function createOversight(db: Database) {
  return {
    counts: async (authority: string, at: Instant, dueBefore: IsoDate, london: LondonTime): Promise<OpenCounts> => {
      const { rows } = await sql<OpenCounts>`
        select count(*)::integer as open,
          (count(*) filter (where next_due_at < ${startOfDay(london, dueBefore)}))::integer as "dueSoon",
          (count(*) filter (where late_since is not null or next_due_at < ${at}))::integer as overdue,
          (count(*) filter (where assignee is null))::integer as unassigned,
          (count(*) filter (where open_concerns > 0))::integer as concern
        from worklist
        where authority = ${authority} and ended_at is null and status in ('received', 'open')`.execute(db);
      const [found] = rows;
      return found ?? { open: 0, dueSoon: 0, overdue: 0, unassigned: 0, concern: 0 };
    },

    /** The cases behind `overdue`, the longest late first. */
    late: async (authority: string, at: Instant, most: number): Promise<LateCase[]> => {
      const { rows } = await sql<LateCase>`
        select ${caseInList}, coalesce(w.late_since, w.next_due_at) as since
        from worklist w ${casesOfWorklist}
        where w.authority = ${authority} and w.ended_at is null and w.status in ('received', 'open')
          and (w.late_since is not null or w.next_due_at < ${at})
        order by since, w.case_id limit ${most}`.execute(db);
      return rows;
    },

    /** The open cases of one person, or of nobody, what is due first at the top. */
    casesOf: async (
      authority: string,
      person: string | null,
      most: number,
    ): Promise<(CaseInList & { nextDue: IsoDate | null; lateSince: Instant | null; stage: string })[]> => {
      const { rows } = await sql<CaseInList & { nextDue: IsoDate | null; lateSince: Instant | null; stage: string }>`
        select ${caseInList}, w.next_due as "nextDue", w.late_since as "lateSince", w.stage
        from worklist w ${casesOfWorklist}
        where w.authority = ${authority} and w.ended_at is null and w.assignee is not distinct from ${person}
        order by w.late_since nulls last, w.next_due_at nulls last, w.case_id limit ${most}`.execute(db);
      return rows;
    },

    /** These cases, of this authority; what is not there is left out. */
    named: async (authority: string, caseIds: readonly string[]): Promise<CaseInList[]> => {
      const { rows } = await sql<CaseInList>`
        select ${caseInList} from worklist w ${casesOfWorklist}
        where w.authority = ${authority} and w.case_id = any(${caseIds}::text[])
        order by s.family_name nulls last, s.given_name, w.case_id`.execute(db);
      return rows;
    },

    byStage: async (authority: string, at: Instant): Promise<Standing[]> => {
      const { rows } = await sql<Standing>`
        select stage as value, count(*)::integer as open,
          (count(*) filter (where late_since is not null or next_due_at < ${at}))::integer as late
        from worklist
        where authority = ${authority} and ended_at is null and status in ('received', 'open')
        group by stage order by stage`.execute(db);
      return rows;
    },

    byOfficer: async (authority: string, at: Instant): Promise<Standing[]> => {
      const { rows } = await sql<Standing>`
        select assignee as value, count(*)::integer as open,
          (count(*) filter (where late_since is not null or next_due_at < ${at}))::integer as late
        from worklist
        where authority = ${authority} and ended_at is null and status in ('received', 'open')
        group by assignee order by 2 desc, assignee`.execute(db);
      return rows;
    },

    /** The schools with the most open cases. A restricted case is counted under no school: so few would tell of it. */
    bySchool: async (authority: string, at: Instant, most: number): Promise<Standing[]> => {
      const { rows } = await sql<Standing>`
        select case when w.restricted or c.restricted then null else s.school end as value, count(*)::integer as open,
          (count(*) filter (where w.late_since is not null or w.next_due_at < ${at}))::integer as late
        from worklist w
        join cases c on c.authority = w.authority and c.case_id = w.case_id
        left join subjects s on s.authority = w.authority and s.case_id = w.case_id
        where w.authority = ${authority} and w.ended_at is null and w.status in ('received', 'open')
        group by 1 order by 2 desc, 1 nulls last limit ${most}`.execute(db);
      return rows;
    },

    /** Ages in whole years on a day, of the children whose case is open; null where no date of birth is known. */
    ages: async (authority: string, day: IsoDate): Promise<{ age: number | null; open: number }[]> => {
      const { rows } = await sql<{ age: number | null; open: number }>`
        select extract(year from age(${day}::date, s.date_of_birth))::integer as age, count(*)::integer as open
        from worklist w
        left join subjects s on s.authority = w.authority and s.case_id = w.case_id
        where w.authority = ${authority} and w.ended_at is null and w.status in ('received', 'open')
        group by 1 order by 1 nulls last`.execute(db);
      return rows;
    },

    /** What began and what ended in each month that has any; a case that was the duplicate of another is left out. */
    months: async (authority: string, { from, to }: Span, london: LondonTime): Promise<MonthCount[]> => {
      const { rows } = await sql<MonthCount>`
        with happened as (
          select to_char(e.at at time zone 'Europe/London', 'YYYY-MM') as month,
            e.type in ('referralReceived', 'episodeStarted') as began
          from case_events e
          join worklist w on w.authority = e.authority and w.case_id = e.case_id
          where e.authority = ${authority} and e.at >= ${startOfDay(london, from)} and e.at < ${startOfDay(london, to)}
            and w.outcome is distinct from 'duplicate'
            and e.type in ('referralReceived', 'episodeStarted', 'madeInactive', 'caseClosed', 'referralRejected')
            and (e.type <> 'referralReceived' or e.seq = 1)
        )
        select month, (count(*) filter (where began))::integer as received,
          (count(*) filter (where not began))::integer as ended
        from happened group by month order by month`.execute(db);
      return rows;
    },

    /**
     * The days on which cases came to a stage and left it, of those that left it in a span. What began more than a year
     * before the span is left out.
     */
    stages: async (authority: string, { from, to }: Span, london: LondonTime): Promise<StageSpan[]> => {
      const { rows } = await sql<StageSpan>`
        with stood as (
          select e.case_id collate "C" as case_id, e.seq, e.at,
            case e.type
              when 'referralReceived' then 'received' when 'episodeStarted' then 'received'
              when 'referralAccepted' then 'enquiries' when 'caseReopened' then 'enquiries'
              when 'outcomeProposed' then 'decision'
              else 'over'
            end as stage
          from case_events e
          where e.authority = ${authority} and e.at >= ${startOfDay(london, addDays(from, -366))}
            and e.at < ${startOfDay(london, to)}
            and e.type in ('referralReceived', 'episodeStarted', 'referralAccepted', 'caseReopened', 'outcomeProposed',
              'outcomeDecided', 'madeInactive', 'caseClosed', 'referralRejected')
        ), entered as (
          select case_id, seq, at, stage, lag(stage) over (partition by case_id order by seq) as before from stood
        ), moved as (
          select at, stage, lead(at) over (partition by case_id order by seq) as left_at
          from entered where before is distinct from stage
        )
        select stage, to_char(at at time zone 'Europe/London', 'YYYY-MM-DD') as "from",
          to_char(left_at at time zone 'Europe/London', 'YYYY-MM-DD') as "to", count(*)::integer as cases
        from moved where stage <> 'over' and left_at >= ${startOfDay(london, from)}
        group by 1, 2, 3 order by 1, 2, 3`.execute(db);
      return rows;
    },
  };
}
