import { setTimeout as sleep } from 'node:timers/promises';
import type { Insertable, Transaction } from 'kysely';
import type { CaseEvent } from '../domain/events.js';
import type { CaseState } from '../domain/state.js';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import { fold } from './fold.js';
import { readEvents, readSnapshot, rebuildProjections, writeProjections, type Of } from './projections.js';
import type { CaseEventsTable, Schema } from './schema.js';
import { inChunks, limitStatements } from './statements.js';

export interface RecordRequest {
  authority: string;
  caseId: string;
  /** In order of their sequence. Those that the register holds already are passed over. */
  events: readonly CaseEvent[];
  /** When the case next wakes by itself; null never. Left out: as it was. */
  nextWake?: Instant | null;
  /** When the steps were really carried out. */
  carriedOutAt: Instant;
}

/** `seq` is the last sequence the register holds, 0 none. */
export type RecordAnswer =
  | { kind: 'recorded'; seq: number; written: number }
  /** Events are missing before these: send those after `seq`. Nothing was written. */
  | { kind: 'gap'; seq: number }
  /** The register holds another event under this sequence: two histories of one case. Nothing was written. */
  | { kind: 'conflict'; seq: number; at: number }
  /** The register has no such case. Nothing was written. */
  | { kind: 'unknownCase'; seq: 0 };

/** The case waits on this write, so the whole of it is given up sooner than the caller's patience ends. */
const RECORD_TIMEOUT_MS = 900;
const WAIT_STEP_MS = 40;

export function createRecord(db: Database) {
  return {
    /** Writes events and what the lists show of them, in one transaction; the same request again changes nothing. */
    recordEvents: (request: RecordRequest): Promise<RecordAnswer> =>
      db.transaction().execute(async (tx) => {
        await limitStatements(tx, RECORD_TIMEOUT_MS);
        return record(tx, request);
      }),

    /** The last sequence the register holds of a case; 0 none. */
    heldSequence: (authority: string, caseId: string): Promise<number> => lastSequence(db, { authority, caseId }),

    /** Waits until the register holds `seq`, at most `timeoutMs`. False: saved, not yet shown. */
    waitFor: async (authority: string, caseId: string, seq: number, timeoutMs: number): Promise<boolean> => {
      const end = Date.now() + timeoutMs;
      while ((await lastSequence(db, { authority, caseId })) < seq) {
        if (Date.now() >= end) return false;
        await sleep(WAIT_STEP_MS);
      }
      return true;
    },

    /** The events of a case in order, those after `after`. */
    eventsOf: (authority: string, caseId: string, after = 0): Promise<CaseEvent[]> =>
      db.transaction().execute((tx) => readEvents(tx, { authority, caseId }, after)),

    /** The state of a case folded from its events; null without any. This starts a case again whose workflow is gone. */
    stateOf: (authority: string, caseId: string): Promise<CaseState | null> =>
      db.transaction().execute(async (tx) => {
        const of = { authority, caseId };
        return fold(of, null, await readEvents(tx, of))?.state ?? null;
      }),
  };
}

async function record(tx: Transaction<Schema>, request: RecordRequest): Promise<RecordAnswer> {
  const of = { authority: request.authority, caseId: request.caseId };
  // The lock on the case row puts two writers of one case in order.
  const known = await tx
    .selectFrom('cases')
    .select(['state', 'next_wake'])
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .forUpdate()
    .executeTakeFirst();
  if (known === undefined) return { kind: 'unknownCase', seq: 0 };

  const held = await heldEvents(tx, of, request.events);
  const clash = request.events.find((event) => differs(held.stored.get(event.seq), event));
  if (clash !== undefined) return { kind: 'conflict', seq: held.seq, at: clash.seq };
  const fresh = request.events.filter((event) => event.seq > held.seq);
  if (fresh.some((event, index) => event.seq !== held.seq + 1 + index)) return { kind: 'gap', seq: held.seq };

  if (fresh.length > 0) {
    const snapshot = await readSnapshot(tx, of);
    const rows = fresh.map((event) => eventRow(of, event, request.carriedOutAt));
    await inChunks(rows, (some) => tx.insertInto('case_events').values(some).execute());
    const current = snapshot?.seq === held.seq || (snapshot === null && held.seq === 0);
    const folded = current ? fold(of, snapshot, fresh) : null;
    if (folded === null) await rebuildProjections(tx, of);
    else await writeProjections(tx, of, snapshot, folded);
  }
  await touchCase(tx, request, known);
  return { kind: 'recorded', seq: held.seq + fresh.length, written: fresh.length };
}

/** An event proves that the case has started; the next wake is kept beside it. */
async function touchCase(
  tx: Transaction<Schema>,
  request: RecordRequest,
  known: { state: 'reserved' | 'started'; next_wake: Instant | null },
): Promise<void> {
  const nextWake = request.nextWake === undefined ? known.next_wake : request.nextWake;
  if (known.state === 'started' && nextWake === known.next_wake) return;
  await tx
    .updateTable('cases')
    .set({
      state: 'started',
      next_wake: nextWake,
      ...(known.state === 'started' ? {} : { started_at: request.carriedOutAt }),
    })
    .where('authority', '=', request.authority)
    .where('case_id', '=', request.caseId)
    .execute();
}

/** The last sequence the register holds, and those of `events` that it holds already. */
async function heldEvents(
  tx: Transaction<Schema>,
  of: Of,
  events: readonly CaseEvent[],
): Promise<{ seq: number; stored: Map<number, CaseEvent> }> {
  const seq = await lastSequence(tx, of);
  const again = events.filter((event) => event.seq <= seq).map((event) => event.seq);
  if (again.length === 0) return { seq, stored: new Map() };
  const rows = await tx
    .selectFrom('case_events')
    .select(['seq', 'event'])
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .where('seq', '>=', Math.min(...again))
    .execute();
  return { seq, stored: new Map(rows.map((row) => [row.seq, row.event])) };
}

async function lastSequence(db: Database, of: Of): Promise<number> {
  const row = await db
    .selectFrom('case_events')
    .select((select) => select.fn.max('seq').as('seq'))
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

const differs = (stored: CaseEvent | undefined, event: CaseEvent): boolean =>
  stored !== undefined && JSON.stringify(stored) !== JSON.stringify(event);

function eventRow(of: Of, event: CaseEvent, carriedOutAt: Instant): Insertable<CaseEventsTable> {
  return {
    authority: of.authority,
    case_id: of.caseId,
    seq: event.seq,
    at: event.at,
    type: event.type,
    rule: 'rule' in event ? (event.rule ?? null) : null,
    by: event.by,
    role: event.role ?? null,
    event: JSON.stringify(event),
    carried_out_at: carriedOutAt,
  };
}
