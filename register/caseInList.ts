import { sql } from 'kysely';

/** What a list needs to name a case to those who may know of it, and to keep it from all others. */
export interface CaseInList {
  caseId: string;
  reference: string;
  /** By its record, or by a fact of the case. */
  restricted: boolean;
  assignee: string | null;
  givenName: string | null;
  familyName: string | null;
}

/** The columns of `CaseInList`, of `worklist w`, `cases c` and `subjects s`. */
export const caseInList = sql`c.case_id as "caseId", c.reference, (c.restricted or w.restricted) as restricted, w.assignee,
  s.given_name as "givenName", s.family_name as "familyName"`;

/** Joins `cases c` and `subjects s` to `worklist w`. */
export const casesOfWorklist = sql`join cases c on c.authority = w.authority and c.case_id = w.case_id
  left join subjects s on s.authority = w.authority and s.case_id = w.case_id`;
