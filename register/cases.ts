import { randomInt, randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { normaliseFullName } from '../domain/similarity.js';
import type { Instant } from '../domain/time.js';
import { plainUpn, type ChildDetails, type ContactDetails, type ReferrerDetails } from './childDetails.js';
import type { Database } from './database.js';
import { Conflict, NotFound } from './errors.js';
import type { Schema } from './schema.js';
import { findSimilar, type SimilarCase } from './similarCases.js';
import { limitStatements } from './statements.js';
import { storeChild, storeContacts, storeReferrer } from './storePeople.js';

export interface MintRequest {
  authority: string;
  /** The same key gets the first answer again. Scope it to who asks. */
  idempotencyKey: string;
  /** Tells the same request from another one under the same key. */
  requestHash: string;
  child: ChildDetails;
  referrer: ReferrerDetails;
  contacts?: readonly ContactDetails[];
  restricted?: boolean;
}

export interface Minted {
  caseId: string;
  reference: string;
  /** `new`: the case is reserved for this referral. `joined`: the UPN had a case already. */
  kind: 'new' | 'joined';
  /** This key was here before; nothing was stored now. */
  repeated: boolean;
  /** Whether Temporal has accepted the case yet. */
  started: boolean;
  /** The referrer's number on the case, to go into the referral as its `id`. */
  referrer: number;
  /** Other cases that may be about the same child; for a person to judge. Empty for what joined. */
  similar: SimilarCase[];
}

const MINT_TIMEOUT_MS = 900;
const ATTEMPTS = 5;

export function createCases(db: Database) {
  return {
    /**
     * Finds or makes the case of a referral and stores its people, all or nothing. Throws `Conflict` when the key was
     * used for another request.
     */
    mintCase: async (request: MintRequest): Promise<Minted> => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await db.transaction().execute((tx) => mint(tx, request));
        } catch (error) {
          if (!(error instanceof TryAgain) || attempt >= ATTEMPTS) throw error;
        }
      }
    },

    /** Temporal has the case. */
    confirmStarted: async (authority: string, caseId: string, at: Instant): Promise<void> => {
      await db
        .updateTable('cases')
        .set({ state: 'started', started_at: at })
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .where('state', '=', 'reserved')
        .execute();
    },

    /**
     * Temporal refused the referral for certain: takes back what it stored. A case that others have joined, or that had
     * started before, loses only this referrer. Answers what went; `kept`: the case has started with this referral.
     */
    dropReservation: (authority: string, idempotencyKey: string): Promise<'dropped' | 'referrerOnly' | 'kept'> =>
      db.transaction().execute((tx) => drop(tx, authority, idempotencyKey)),

    /** Reserved cases made before `before`, oldest first. */
    reservationsBefore: (
      authority: string,
      before: Instant,
      limit = 100,
    ): Promise<{ caseId: string; createdAt: Instant; keys: string[] }[]> => reservations(db, authority, before, limit),

    /** Ids of a case; null where this authority has none such. */
    findCase: (authority: string, caseId: string): Promise<CaseRow | null> => caseRow(db, authority, 'case_id', caseId),
    findByReference: (authority: string, reference: string): Promise<CaseRow | null> =>
      caseRow(db, authority, 'reference', reference.toUpperCase()),
    findByUpn: async (authority: string, upn: string): Promise<CaseRow | null> => {
      const plain = plainUpn(upn);
      return plain === null ? null : caseRow(db, authority, 'upn', plain);
    },

    /** Cases that may be about the same child as `child`. */
    findSimilar: (authority: string, child: ChildDetails, exceptCase?: string): Promise<SimilarCase[]> =>
      db.transaction().execute((tx) => findSimilar(tx, authority, child, exceptCase)),

    /** A referrer that comes to a case by a confirmed duplicate; answers its number there. */
    copyReferrer: (authority: string, from: { caseId: string; referrer: number }, toCaseId: string): Promise<number> =>
      db.transaction().execute((tx) => copyReferrer(tx, authority, from, toCaseId)),

    /** Moves a demonstration case: marked for ever. */
    markRehearsed: async (authority: string, caseId: string, offsetSeconds: number): Promise<void> => {
      await db
        .updateTable('cases')
        .set({ rehearsed: true, demo_offset_seconds: offsetSeconds })
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .execute();
    },

    /** How far the demonstration case that was moved furthest is ahead of the clock, in seconds; 0 where none was. */
    furthestRehearsed: async (authority: string): Promise<number> =>
      (
        await db
          .selectFrom('cases')
          .select((select) => select.fn.max('demo_offset_seconds').as('seconds'))
          .where('authority', '=', authority)
          .where('rehearsed', '=', true)
          .executeTakeFirst()
      )?.seconds ?? 0,

    /** The references of these cases, by their ids. */
    references: async (authority: string, caseIds: readonly string[]): Promise<Map<string, string>> => {
      if (caseIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('cases')
        .select(['case_id', 'reference'])
        .where('authority', '=', authority)
        .where('case_id', 'in', [...caseIds])
        .execute();
      return new Map(rows.map((row) => [row.case_id, row.reference]));
    },

    /** Those of these cases that are open to named people only, with the person to whom each is assigned. */
    restrictedAmong: async (authority: string, caseIds: readonly string[]): Promise<Map<string, string | null>> => {
      if (caseIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('cases as c')
        .leftJoin('worklist as w', (join) =>
          join.onRef('w.authority', '=', 'c.authority').onRef('w.case_id', '=', 'c.case_id'),
        )
        .select(['c.case_id', 'w.assignee'])
        .where('c.authority', '=', authority)
        .where('c.case_id', 'in', [...caseIds])
        .where((where) => where.or([where('c.restricted', '=', true), where('w.restricted', '=', true)]))
        .execute();
      return new Map(rows.map((row) => [row.case_id, row.assignee]));
    },

    setRestricted: async (authority: string, caseId: string, restricted: boolean): Promise<void> => {
      await db
        .updateTable('cases')
        .set({ restricted })
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .execute();
    },
  };
}

/** Another transaction was faster; what it did is visible to the next attempt. */
class TryAgain extends Error {}

async function mint(tx: Transaction<Schema>, request: MintRequest): Promise<Minted> {
  const { authority, child } = request;
  await limitStatements(tx, MINT_TIMEOUT_MS);
  await lockKey(tx, authority, `key ${request.idempotencyKey}`);
  const repeated = await answerAgain(tx, request);
  if (repeated !== null) return repeated;

  // Two referrals of one child that arrive together must see each other, in whichever order. Sorted: no deadlock.
  const upn = plainUpn(child.upn);
  const locks = [`name ${normaliseFullName(child)}`, `birth ${child.dateOfBirth ?? ''}`, `upn ${upn ?? ''}`]
    .filter((lock) => !lock.endsWith(' '))
    .sort();
  for (const lock of locks) await lockKey(tx, authority, lock);

  const existing = upn === null ? null : await caseOfUpn(tx, authority, upn);
  const found = existing ?? (await reserve(tx, request, upn));
  const of = { authority, caseId: found.caseId };
  const similar = existing === null ? await findSimilar(tx, authority, child, found.caseId) : [];
  if (existing === null) await storeChild(tx, of, child);
  const referrer = await storeReferrer(tx, of, request.referrer);
  await storeContacts(tx, of, request.contacts ?? []);
  await tx
    .insertInto('referral_keys')
    .values({
      authority,
      idempotency_key: request.idempotencyKey,
      request_hash: request.requestHash,
      case_id: found.caseId,
      referrer,
      joined: existing !== null,
    })
    .execute();
  return { ...found, kind: existing === null ? 'new' : 'joined', repeated: false, referrer, similar };
}

/** Until the transaction ends. */
async function lockKey(tx: Transaction<Schema>, authority: string, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${authority} ${key}`}, 0))`.execute(tx);
}

async function answerAgain(tx: Transaction<Schema>, request: MintRequest): Promise<Minted | null> {
  const row = await tx
    .selectFrom('referral_keys as k')
    .innerJoin('cases as c', (join) =>
      join.onRef('c.authority', '=', 'k.authority').onRef('c.case_id', '=', 'k.case_id'),
    )
    .select(['k.case_id', 'k.request_hash', 'k.referrer', 'k.joined', 'c.reference', 'c.state'])
    .where('k.authority', '=', request.authority)
    .where('k.idempotency_key', '=', request.idempotencyKey)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.request_hash !== request.requestHash)
    throw new Conflict('This idempotency key was used for another referral');
  return {
    caseId: row.case_id,
    reference: row.reference,
    kind: row.joined ? 'joined' : 'new',
    repeated: true,
    started: row.state === 'started',
    referrer: row.referrer,
    similar: row.joined ? [] : await findSimilar(tx, request.authority, request.child, row.case_id),
  };
}

interface Found {
  caseId: string;
  reference: string;
  started: boolean;
}

async function caseOfUpn(tx: Transaction<Schema>, authority: string, upn: string): Promise<Found | null> {
  const row = await tx
    .selectFrom('cases')
    .select(['case_id', 'reference', 'state'])
    .where('authority', '=', authority)
    .where('upn', '=', upn)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : { caseId: row.case_id, reference: row.reference, started: row.state === 'started' };
}

async function reserve(tx: Transaction<Schema>, request: MintRequest, upn: string | null): Promise<Found> {
  const row = await tx
    .insertInto('cases')
    .values({
      authority: request.authority,
      case_id: randomUUID(),
      reference: randomReference(),
      upn,
      state: 'reserved',
      restricted: request.restricted ?? false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['case_id', 'reference'])
    .executeTakeFirst();
  // The UPN got a case this instant, or the reference is taken.
  if (row === undefined) throw new TryAgain();
  return { caseId: row.case_id, reference: row.reference, started: false };
}

/** No vowels, so no words; nothing that is mistaken for another by eye or on the telephone. 24^8 is 110 thousand million. */
const REFERENCE_LETTERS = 'BCDFGHJKLMNPQRTVWXY34679';

function randomReference(): string {
  let reference = '';
  for (let i = 0; i < 8; i += 1) reference += REFERENCE_LETTERS.charAt(randomInt(REFERENCE_LETTERS.length));
  return reference;
}

async function drop(
  tx: Transaction<Schema>,
  authority: string,
  idempotencyKey: string,
): Promise<'dropped' | 'referrerOnly' | 'kept'> {
  await limitStatements(tx, MINT_TIMEOUT_MS);
  await lockKey(tx, authority, `key ${idempotencyKey}`);
  const key = await tx
    .selectFrom('referral_keys')
    .select(['case_id', 'referrer', 'joined'])
    .where('authority', '=', authority)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
  if (key === undefined) return 'kept';
  const found = await tx
    .selectFrom('cases')
    .select('state')
    .where('authority', '=', authority)
    .where('case_id', '=', key.case_id)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined || (found.state === 'started' && !key.joined)) return 'kept';
  await tx
    .deleteFrom('referral_keys')
    .where('authority', '=', authority)
    .where('idempotency_key', '=', idempotencyKey)
    .execute();
  await tx
    .deleteFrom('referrers')
    .where('authority', '=', authority)
    .where('case_id', '=', key.case_id)
    .where('referrer', '=', key.referrer)
    .execute();
  const others = await tx
    .selectFrom('referral_keys')
    .select('idempotency_key')
    .where('authority', '=', authority)
    .where('case_id', '=', key.case_id)
    .limit(1)
    .executeTakeFirst();
  if (others !== undefined || found.state === 'started') return 'referrerOnly';
  for (const table of [
    'case_documents',
    'case_texts',
    'case_contacts',
    'referrers',
    'subject_addresses',
    'subject_words',
    'subjects',
    'cases',
  ] as const)
    await tx.deleteFrom(table).where('authority', '=', authority).where('case_id', '=', key.case_id).execute();
  return 'dropped';
}

async function reservations(db: Database, authority: string, before: Instant, limit: number) {
  const rows = await db
    .selectFrom('cases as c')
    .leftJoin('referral_keys as k', (join) =>
      join.onRef('k.authority', '=', 'c.authority').onRef('k.case_id', '=', 'c.case_id'),
    )
    .select(['c.case_id', 'c.created_at'])
    .select(
      sql<string[]>`coalesce(json_agg(k.idempotency_key) filter (where k.idempotency_key is not null), '[]')`.as(
        'keys',
      ),
    )
    .where('c.authority', '=', authority)
    .where('c.state', '=', 'reserved')
    .where('c.created_at', '<', before)
    .groupBy(['c.case_id', 'c.created_at'])
    .orderBy('c.created_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ caseId: row.case_id, createdAt: row.created_at, keys: row.keys }));
}

export interface CaseRow {
  caseId: string;
  reference: string;
  upn: string | null;
  state: 'reserved' | 'started';
  restricted: boolean;
  household: string | null;
  rehearsed: boolean;
  demoOffsetSeconds: number;
  nextWake: Instant | null;
  createdAt: Instant;
}

async function caseRow(
  db: Database,
  authority: string,
  by: 'case_id' | 'reference' | 'upn',
  value: string,
): Promise<CaseRow | null> {
  const row = await db
    .selectFrom('cases')
    .selectAll()
    .where('authority', '=', authority)
    .where(by, '=', value)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    caseId: row.case_id,
    reference: row.reference,
    upn: row.upn,
    state: row.state,
    restricted: row.restricted,
    household: row.household,
    rehearsed: row.rehearsed,
    demoOffsetSeconds: row.demo_offset_seconds,
    nextWake: row.next_wake,
    createdAt: row.created_at,
  };
}

async function copyReferrer(
  tx: Transaction<Schema>,
  authority: string,
  from: { caseId: string; referrer: number },
  toCaseId: string,
): Promise<number> {
  const target = await tx
    .selectFrom('cases')
    .select('case_id')
    .where('authority', '=', authority)
    .where('case_id', '=', toCaseId)
    .forUpdate()
    .executeTakeFirst();
  const referrer = await tx
    .selectFrom('referrers')
    .selectAll()
    .where('authority', '=', authority)
    .where('case_id', '=', from.caseId)
    .where('referrer', '=', from.referrer)
    .executeTakeFirst();
  if (target === undefined) throw new NotFound('The case');
  if (referrer === undefined) throw new NotFound('The referrer');
  return storeReferrer(tx, { authority, caseId: toCaseId }, { ...referrer, childNamed: referrer.child_named });
}
