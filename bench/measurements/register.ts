import { sql } from 'kysely';
import { simulate } from '../../domain/simulate.js';
import { addSeconds, type Instant } from '../../domain/time.js';
import {
  createDatabase,
  createRegister,
  migrateAt,
  type Database,
  type Register,
  type WorklistFilter,
  type WorklistSort,
} from '../../register/index.js';
import { AUTHORITY, fillRegister, mintTypical } from '../rollcall.js';
import { playOf, scenarioNamed } from '../scenario.js';
import { atOnce, percentile } from '../statistics.js';
import { figure, type Row } from '../table.js';

/** A database of its own on the server: a register cannot be emptied. */
const DATABASE = 'seeded';
/** Different cases, at different points of their way; the others are copies of these at other times. */
const MODELS = 40;
const READS = 200;
const MOST_MS = 50;
const TABLES = ['cases', 'subjects', 'subject_words', 'worklist', 'deadlines', 'checks', 'tasks'] as const;
/** Of the events only some are copied: they are read by their case alone, by key. */
const EVENTS_OF_ONE_IN = 10;

/** A register with so many cases in it, filled once for all that measures on it. */
export interface SeededRegister {
  db: Database;
  register: Register;
  /** The cases whose events are all there. */
  ids: readonly string[];
}

let filled: { cases: number; seeded: Promise<SeededRegister> } | undefined;

/** Whoever stops the servers has to let go of it first. */
export function seededRegister(databaseUrl: string, cases: number): Promise<SeededRegister> {
  if (filled?.cases !== cases) filled = { cases, seeded: fill(databaseUrl, cases) };
  return filled.seeded;
}

export async function letGoOfSeeded(): Promise<void> {
  await (await filled?.seeded)?.db.destroy();
  filled = undefined;
}

async function fill(databaseUrl: string, cases: number): Promise<SeededRegister> {
  const server = createDatabase({ url: databaseUrl, poolSize: 1 });
  await sql.raw(`create database ${DATABASE}`).execute(server);
  await server.destroy();
  const own = new URL(databaseUrl);
  own.pathname = `/${DATABASE}`;
  await migrateAt(own.href);
  // Without the workers' limits of time: to fill it takes longer than any statement of theirs may.
  const db = createDatabase({ url: own.href, poolSize: 10 });
  const register = createRegister(db);
  await fillRegister(register);
  return { db, register, ids: await seed(db, register, cases) };
}

/** Lists and the page of a case at the register, with so many cases in it. */
export async function measureRegister(databaseUrl: string, cases: number): Promise<Row[]> {
  const { register, ids } = await seededRegister(databaseUrl, cases);
  return readRows(register, ids, cases);
}

async function readRows(register: Register, ids: readonly string[], cases: number): Promise<Row[]> {
  const now: Instant = '2026-12-20T09:00:00Z';
  const list = (filter: WorklistFilter, sort: WorklistSort) => () =>
    register.worklist.list(AUTHORITY, { filter, sort });
  const firstPage = await register.worklist.list(AUTHORITY, { filter: OPEN });
  const reads: [string, () => Promise<unknown>][] = [
    ['worklist, open by due date', list(OPEN, 'due')],
    ['worklist, its second page', () => register.worklist.list(AUTHORITY, { filter: OPEN, ...cursorOf(firstPage) })],
    ['worklist, newest first', list({}, 'received')],
    ['worklist, late ones', list({ ...OPEN, late: { at: now } }, 'late')],
    ['worklist, of an officer', list({ ...OPEN, officer: 'officer-a' }, 'due')],
    ['page of a case', () => register.enquiries.read(AUTHORITY, pick(ids))],
    ['children by the beginning of a name', () => register.search.find(AUTHORITY, 'ab')],
  ];
  const rows: Row[] = [];
  for (const [what, read] of reads) {
    const p95 = await slowest(read);
    rows.push({
      what: `${what}, ${figure(cases)} cases, p95`,
      seen: `${figure(p95)} ms`,
      target: { words: `under ${MOST_MS} ms`, holds: p95 < MOST_MS },
    });
  }
  return rows;
}

const OPEN: WorklistFilter = { status: ['received', 'open'] };
const cursorOf = ({ cursor }: { cursor: string | null }) => (cursor === null ? {} : { cursor });
const pick = (ids: readonly string[]): string => ids[Math.floor(Math.random() * ids.length)] ?? '';

/** The p95 of so many reads, one after another. */
export async function slowest(read: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < READS; n += 1) {
    const from = performance.now();
    await read();
    took.push(performance.now() - from);
  }
  return percentile(took, 0.95);
}

/** Answers the ids of the cases whose events are all there. */
async function seed(db: Database, register: Register, cases: number): Promise<string[]> {
  const { world, played } = playOf(scenarioNamed('bradford-typical'));
  const ids: string[] = [];
  await atOnce(5, Array.from({ length: MODELS }), async (_, index) => {
    const caseId = await mintTypical(register);
    // From the first hours to the end of the case.
    const { events } = simulate({ world, played, until: addSeconds('2026-12-01T12:00:00Z', index * 30 * 3_600) });
    await register.record.recordEvents({ authority: AUTHORITY, caseId, events, carriedOutAt: '2026-12-01T12:00:00Z' });
    ids.push(caseId);
  });
  const copies = Math.ceil(cases / MODELS) - 1;
  for (const table of TABLES) await copy(db, table, copies);
  await copy(db, 'case_events', Math.ceil(copies / EVENTS_OF_ONE_IN));
  await sql.raw('vacuum analyze').execute(db);
  return ids;
}

/** Rows of the models again and again, under other ids and minutes. */
async function copy(db: Database, table: string, copies: number): Promise<void> {
  await sql
    .raw(
      `insert into ${table}
       select r.* from ${table} t
       cross join generate_series(1, ${copies}) n
       cross join lateral jsonb_populate_record(t, jsonb_build_object('case_id', t.case_id || '-copy-' || n)
         ${MORE[table] ?? ''}) r
       where t.authority = '${AUTHORITY}'`,
    )
    .execute(db);
}

const MORE: Record<string, string> = {
  cases: `|| jsonb_build_object('reference', t.reference || n)`,
  subject_words: `|| jsonb_build_object('word', case when n % 100 = 0 then t.word else md5(n || t.word) end)`,
  worklist: `|| jsonb_build_object('next_due_at', t.next_due_at + n * interval '7 minutes',
    'received_at', t.received_at - n * interval '11 minutes', 'late_since', t.late_since + n * interval '3 minutes',
    'assignee', case when n % 50 = 0 then t.assignee else 'officer-' || n % 50 end)`,
};
