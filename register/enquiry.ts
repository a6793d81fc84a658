import type { Selectable, Transaction } from 'kysely';
import type { CaseEvent } from '../domain/events.js';
import type { CaseState } from '../domain/state.js';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { Of } from './projections.js';
import type {
  CaseContactsTable,
  CasesTable,
  CaseTextsTable,
  ChecksTable,
  ConcernsTable,
  DeadlinesTable,
  ReferrersTable,
  Schema,
  SubjectAddressesTable,
  SubjectsTable,
  TasksTable,
  WorklistTable,
} from './schema.js';

export interface TimelineEntry {
  event: CaseEvent;
  carriedOutAt: Instant;
}

/** One case whole, as the register holds it at one moment. */
export interface Enquiry {
  case: Selectable<CasesTable>;
  child: Selectable<SubjectsTable> | null;
  addresses: Selectable<SubjectAddressesTable>[];
  referrers: Selectable<ReferrersTable>[];
  contacts: Selectable<CaseContactsTable>[];
  /** Null until the first event is recorded. */
  summary: Selectable<WorklistTable> | null;
  state: CaseState | null;
  deadlines: Selectable<DeadlinesTable>[];
  checks: Selectable<ChecksTable>[];
  tasks: Selectable<TasksTable>[];
  concerns: Selectable<ConcernsTable>[];
  /** In the order of the sequence. */
  timeline: TimelineEntry[];
  /** By the ids that events and state carry. */
  texts: Map<string, Selectable<CaseTextsTable>>;
  /** Siblings' cases. */
  household: { caseId: string; reference: string }[];
}

export function createEnquiries(db: Database) {
  return {
    /** Null where this authority has no such case. */
    read: (authority: string, caseId: string): Promise<Enquiry | null> =>
      // One snapshot: the timeline and the deadlines say the same.
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((tx) => read(tx, { authority, caseId })),
  };
}

async function read(tx: Transaction<Schema>, of: Of): Promise<Enquiry | null> {
  const where = { authority: of.authority, case_id: of.caseId };
  const found = await tx
    .selectFrom('cases')
    .selectAll()
    .where((eb) => eb.and(where))
    .executeTakeFirst();
  if (found === undefined) return null;
  const child = await tx
    .selectFrom('subjects')
    .selectAll()
    .where((eb) => eb.and(where))
    .executeTakeFirst();
  const summary = await tx
    .selectFrom('worklist')
    .selectAll()
    .where((eb) => eb.and(where))
    .executeTakeFirst();
  const snapshot = await tx
    .selectFrom('case_snapshots')
    .select('state')
    .where((eb) => eb.and(where))
    .executeTakeFirst();
  const events = await tx
    .selectFrom('case_events')
    .select(['event', 'carried_out_at'])
    .where((eb) => eb.and(where))
    .orderBy('seq')
    .execute();
  const texts = await tx
    .selectFrom('case_texts')
    .selectAll()
    .where((eb) => eb.and(where))
    .execute();
  return {
    case: found,
    child: child ?? null,
    addresses: await tx
      .selectFrom('subject_addresses')
      .selectAll()
      .where((eb) => eb.and(where))
      .orderBy('position')
      .execute(),
    referrers: await tx
      .selectFrom('referrers')
      .selectAll()
      .where((eb) => eb.and(where))
      .orderBy('referrer')
      .execute(),
    contacts: await tx
      .selectFrom('case_contacts')
      .selectAll()
      .where((eb) => eb.and(where))
      .orderBy('role')
      .orderBy('position')
      .execute(),
    summary: summary ?? null,
    state: snapshot?.state ?? null,
    deadlines: await tx
      .selectFrom('deadlines')
      .selectAll()
      .where((eb) => eb.and(where))
      .orderBy('position')
      .execute(),
    checks: await tx
      .selectFrom('checks')
      .selectAll()
      .where((eb) => eb.and(where))
      .orderBy('position')
      .execute(),
    tasks: await tx
      .selectFrom('tasks')
      .selectAll()
      .where((eb) => eb.and(where))
      .orderBy('position')
      .execute(),
    concerns: await tx
      .selectFrom('concerns')
      .selectAll()
      .where((eb) => eb.and(where))
      .orderBy('position')
      .execute(),
    timeline: events.map((row) => ({ event: row.event, carriedOutAt: row.carried_out_at })),
    texts: new Map(texts.map((row) => [row.text_id, row])),
    household: await siblings(tx, of, found.household),
  };
}

async function siblings(
  tx: Transaction<Schema>,
  of: Of,
  household: string | null,
): Promise<{ caseId: string; reference: string }[]> {
  if (household === null) return [];
  return tx
    .selectFrom('cases')
    .select(['case_id as caseId', 'reference'])
    .where('authority', '=', of.authority)
    .where('household', '=', household)
    .where('case_id', '<>', of.caseId)
    .orderBy('reference')
    .execute();
}
