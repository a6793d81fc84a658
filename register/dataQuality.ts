import { sql } from 'kysely';
import type { Instant } from '../domain/time.js';
import { caseInList, casesOfWorklist, type CaseInList } from './caseInList.js';
import type { Database } from './database.js';

/** What an open case should have, in the order in which it is asked for. */
export const FIELDS_THAT_MATTER = [
  'name',
  'dateOfBirth',
  'sex',
  'upn',
  'school',
  'address',
  'referrer',
  'officer',
] as const;
export type MissingField = (typeof FIELDS_THAT_MATTER)[number];

export interface IncompleteCase extends CaseInList {
  receivedAt: Instant;
  missing: MissingField[];
}

export interface StaleCase extends CaseInList {
  receivedAt: Instant;
  /** When a person last did something to it; null: never since it was received. */
  touchedAt: Instant | null;
}

/** Where the record of open cases is thin: counts of what is missing, and the cases that nobody has worked on. */
export function createDataQuality(db: Database) {
  /** Each open case with the fields it has not. */
  const open = (authority: string) => sql`
    select ${caseInList}, w.received_at as "receivedAt",
      array_remove(array[
        case when coalesce(s.given_name, s.family_name) is null then 'name' end,
        case when s.date_of_birth is null then 'dateOfBirth' end,
        case when s.sex is null then 'sex' end,
        case when c.upn is null then 'upn' end,
        case when s.school is null then 'school' end,
        case when not exists (select 1 from subject_addresses a
          where a.authority = w.authority and a.case_id = w.case_id) then 'address' end,
        case when not exists (select 1 from referrers r where r.authority = w.authority and r.case_id = w.case_id
          and coalesce(r.email, r.phone) is not null) then 'referrer' end,
        case when w.assignee is null then 'officer' end
      ], null) as missing
    from worklist w ${casesOfWorklist}
    where w.authority = ${authority} and w.ended_at is null`;

  /** A case's events but the system's own, the last one. */
  const touched = sql`left join lateral (select e.at from case_events e
    where e.authority = w.authority and e.case_id = w.case_id and e.by <> 'system'
    order by e.seq desc limit 1) t on true`;

  return {
    /** How many open cases lack each field, and how many there are. */
    missing: async (authority: string): Promise<{ open: number; fields: { field: MissingField; cases: number }[] }> => {
      const { rows } = await sql<{ field: MissingField | null; cases: number }>`
        with open as (${open(authority)})
        select null as field, count(*)::integer as cases from open
        union all
        select field, count(*)::integer from open, unnest(missing) as field group by field`.execute(db);
      return {
        open: rows.find(({ field }) => field === null)?.cases ?? 0,
        fields: FIELDS_THAT_MATTER.map((field) => ({
          field,
          cases: rows.find((row) => row.field === field)?.cases ?? 0,
        })),
      };
    },

    /** Those that lack most first. */
    incomplete: async (authority: string, most: number): Promise<IncompleteCase[]> => {
      const { rows } = await sql<Omit<IncompleteCase, 'missing'> & { missing: MissingField[] }>`
        with open as (${open(authority)})
        select "caseId", reference, restricted, assignee, "givenName", "familyName", "receivedAt",
          to_json(missing) as missing
        from open where cardinality(missing) > 0
        order by cardinality(missing) desc, "receivedAt", "caseId" limit ${most}`.execute(db);
      return rows;
    },

    /** Open cases that nobody has worked on since an instant, the longest untouched first. */
    stale: async (authority: string, before: Instant, most: number): Promise<{ cases: number; rows: StaleCase[] }> => {
      const { rows } = await sql<StaleCase & { cases: number }>`
        select ${caseInList}, w.received_at as "receivedAt", t.at as "touchedAt", (count(*) over ())::integer as cases
        from worklist w ${casesOfWorklist} ${touched}
        where w.authority = ${authority} and w.ended_at is null and coalesce(t.at, w.received_at) < ${before}
        order by coalesce(t.at, w.received_at), w.case_id limit ${most}`.execute(db);
      return { cases: rows[0]?.cases ?? 0, rows: rows.map(({ cases: _all, ...row }) => row) };
    },
  };
}
