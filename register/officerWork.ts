import { sql } from 'kysely';
import type { CaseEvent, EventType } from '../domain/events.js';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';

/** Something that happened on a case of somebody's, by another hand. */
export interface ChangeRow {
  caseId: string;
  reference: string;
  givenName: string | null;
  familyName: string | null;
  policy: string;
  event: CaseEvent;
}

/** A message of a case that has not reached anybody. */
export interface StrandedRow {
  caseId: string;
  reference: string;
  givenName: string | null;
  familyName: string | null;
  seq: number;
  rule: string;
  recipient: string;
  policy: string;
  purpose: string;
  state: 'parked' | 'failed';
  at: Instant;
  errorClass: string | null;
  nextTryAt: Instant | null;
}

/** What an officer's own page shows beside the worklist. Each names the cases by who they are assigned to. */
export function createOfficerWork(db: Database) {
  return {
    /** The newest first. Of the texts that events name nothing is read. */
    changes: (
      authority: string,
      person: string,
      {
        since,
        types,
        onlyOfPeople = [],
        limit,
      }: {
        since: Instant;
        types: readonly EventType[];
        /** Of these types only what a person did, not what the system derived. */
        onlyOfPeople?: readonly EventType[];
        limit: number;
      },
    ): Promise<ChangeRow[]> =>
      db
        .selectFrom('case_events as e')
        .innerJoin('worklist as w', (join) =>
          join.onRef('w.authority', '=', 'e.authority').onRef('w.case_id', '=', 'e.case_id'),
        )
        .innerJoin('cases as c', (join) =>
          join.onRef('c.authority', '=', 'e.authority').onRef('c.case_id', '=', 'e.case_id'),
        )
        .leftJoin('subjects as s', (join) =>
          join.onRef('s.authority', '=', 'e.authority').onRef('s.case_id', '=', 'e.case_id'),
        )
        .select(['e.case_id as caseId', 'c.reference', 'w.policy', 'e.event'])
        .select(['s.given_name as givenName', 's.family_name as familyName'])
        .where('e.authority', '=', authority)
        .where('w.assignee', '=', person)
        .where('e.at', '>=', since)
        .where('e.by', '<>', person)
        .where('e.type', 'in', [...types])
        .$if(onlyOfPeople.length > 0, (query) =>
          query.where((is) => is.or([is('e.by', '<>', 'system'), is('e.type', 'not in', [...onlyOfPeople])])),
        )
        .orderBy('e.at', 'desc')
        .orderBy('e.case_id')
        .orderBy('e.seq', 'desc')
        .limit(limit)
        .execute(),

    /** Messages of open cases that were given up, first, and those that wait to be tried again. */
    stranded: (authority: string, person: string, limit: number): Promise<StrandedRow[]> =>
      db
        .selectFrom('worklist as w')
        .innerJoin('ledger as l', (join) =>
          join.onRef('l.authority', '=', 'w.authority').onRef('l.case_id', '=', 'w.case_id'),
        )
        .innerJoin('messages as m', (join) =>
          join
            .onRef('m.authority', '=', 'l.authority')
            .onRef('m.case_id', '=', 'l.case_id')
            .onRef('m.episode', '=', 'l.episode')
            .onRef('m.rule', '=', 'l.rule')
            .onRef('m.occurrence', '=', 'l.occurrence')
            .onRef('m.recipient', '=', 'l.recipient'),
        )
        .innerJoin('cases as c', (join) =>
          join.onRef('c.authority', '=', 'w.authority').onRef('c.case_id', '=', 'w.case_id'),
        )
        .leftJoin('subjects as s', (join) =>
          join.onRef('s.authority', '=', 'w.authority').onRef('s.case_id', '=', 'w.case_id'),
        )
        .select(['w.case_id as caseId', 'c.reference', 'w.policy', 'm.seq', 'm.rule', 'm.recipient', 'm.purpose'])
        .select(['s.given_name as givenName', 's.family_name as familyName'])
        .select([sql<'parked' | 'failed'>`l.state`.as('state'), 'm.at'])
        .select(['l.error_class as errorClass', 'l.next_try_at as nextTryAt'])
        .where('w.authority', '=', authority)
        .where('w.assignee', '=', person)
        .where('w.ended_at', 'is', null)
        .where('m.overtaken', '=', false)
        .where('l.state', 'in', ['parked', 'failed'])
        .orderBy('l.state')
        .orderBy('m.at', 'desc')
        .limit(limit)
        .execute(),
  };
}
