/** The columns of the report of cases: fixed, each documented on its own page under the same id. */
import { londonDay } from '../../../api/schemas/time.js';
import type { Language } from '../../language/language.js';
import type { CaseReportRow, StaffMember } from '../../../register/index.js';
import { wordFor } from '../manager/overview.js';
import { schoolName, type School } from '../../schools.js';
import { nameIn } from '../manager/people.js';
import type { ReportCell } from './cells.js';

export interface Told {
  language: Language;
  people: readonly StaffMember[];
  schools: readonly School[];
}

export interface Column {
  id: string;
  of: (row: CaseReportRow, told: Told) => ReportCell;
}

const dayOf = (at: string | null): ReportCell => (at === null ? null : { day: londonDay(at) });

export const COLUMNS: readonly Column[] = [
  { id: 'reference', of: ({ reference }) => reference },
  { id: 'episode', of: ({ episode }) => episode },
  { id: 'status', of: ({ status }, { language }) => wordFor(language, 'status', status) },
  { id: 'stage', of: ({ stage }, { language }) => wordFor(language, 'stage', stage) },
  { id: 'received', of: ({ receivedAt }) => dayOf(receivedAt) },
  { id: 'accepted', of: ({ acceptedAt }) => dayOf(acceptedAt) },
  { id: 'ended', of: ({ endedAt }) => dayOf(endedAt) },
  {
    id: 'outcome',
    of: ({ outcome }, { language }) => (outcome === null ? null : wordFor(language, 'outcome', outcome)),
  },
  { id: 'officer', of: ({ assignee }, { people }) => (assignee === null ? null : nameIn(people, assignee)) },
  { id: 'risk', of: ({ risk }) => risk },
  { id: 'category', of: ({ category }) => category },
  { id: 'age', of: ({ age }) => age },
  { id: 'school', of: ({ school }, { schools }) => (school === null ? null : schoolName(schools, school)) },
  { id: 'nextDue', of: ({ nextDue }) => (nextDue === null ? null : { day: nextDue }) },
  { id: 'nextDueRule', of: ({ nextDueRule }) => nextDueRule },
  { id: 'overdueSince', of: ({ lateSince }) => dayOf(lateSince) },
  { id: 'missed', of: ({ breached }) => breached },
  { id: 'openChecks', of: ({ openChecks }) => openChecks },
  { id: 'openConcerns', of: ({ openConcerns }) => openConcerns },
  { id: 'policy', of: ({ policy }) => policy },
];

/** What a row says of a restricted case to whoever may not open it: that it is there, and how it stands. */
export const SAID_OF_RESTRICTED: readonly string[] = ['status', 'stage'];
