import type { Client } from '@temporalio/client';
import type { CaseEvent } from '../../domain/events.js';
import { addSeconds, type Instant } from '../../domain/time.js';
import type { Register } from '../../register/index.js';
import { AUTHORITY } from '../rollcall.js';
import { percentile } from '../statistics.js';
import { figure, type Row } from '../table.js';
import { seededRegister, slowest } from './register.js';
import { servePages } from './servedPages.js';

const REQUESTS = 100;
const MOST_WHOLE_MS = 200;
const MOST_READ_MS = 50;
const MANY_EVENTS = 500;
const OFFICER = 'officer-a';
/** The seeded cases lie before it. */
const NOW: Instant = '2026-12-20T09:00:00Z';

/** The pages of an officer, from the request to the last byte, on a register with so many cases. */
export async function measurePages(databaseUrl: string, temporal: Client, cases: number): Promise<Row[]> {
  const seeded = await seededRegister(databaseUrl, cases);
  const { register, ids } = seeded;
  const [long = '', typical = ''] = ids;
  await lengthen(register, long);
  const pages = await servePages(seeded, temporal, OFFICER, NOW);
  try {
    const rows: Row[] = [];
    for (const [what, path] of pagesOf(typical, long)) {
      const p95 = percentile(await pages.times(path, REQUESTS), 0.95);
      rows.push(rowOf(`page: ${what}, ${figure(cases)} cases, p95`, p95, MOST_WHOLE_MS));
    }
    for (const [what, read] of readsOf(register, long))
      rows.push(rowOf(`at the database: ${what}, ${figure(cases)} cases, p95`, await slowest(read), MOST_READ_MS));
    return rows;
  } finally {
    await pages.stop();
  }
}

const pagesOf = (typical: string, long: string): [string, string][] => [
  ['worklist', '/worklist'],
  ['worklist, its last page', '/worklist?page=80'],
  ['worklist, newest first', '/worklist?sort=received&order=down'],
  ['worklist, overdue', '/worklist?list=overdue'],
  ['worklist, unassigned', '/worklist?list=unassigned'],
  ['worklist, recently closed', '/worklist?list=closed'],
  ['my work', '/my-work'],
  ['case', `/cases/${typical}`],
  [`case with ${MANY_EVENTS} events`, `/cases/${long}`],
  [`timeline of ${MANY_EVENTS} events`, `/cases/${long}/timeline`],
];

function readsOf(register: Register, long: string): [string, () => Promise<unknown>][] {
  const listed = { size: 25, openTo: OFFICER };
  return [
    [
      'worklist, page and count',
      () =>
        register.worklistPages.page(AUTHORITY, {
          ...listed,
          ...{ filter: { ended: false }, sort: 'due', descending: false, page: 1 },
        }),
    ],
    [
      'worklist, overdue, page and count',
      () =>
        register.worklistPages.page(AUTHORITY, {
          ...listed,
          ...{ filter: { ended: false, late: { at: NOW } }, sort: 'due', descending: false, page: 1 },
        }),
    ],
    [`case with ${MANY_EVENTS} events`, () => register.enquiries.read(AUTHORITY, long)],
  ];
}

const rowOf = (what: string, p95: number, most: number): Row => ({
  what,
  seen: `${figure(p95)} ms`,
  target: { words: `under ${most} ms`, holds: p95 < most },
});

/** Brings a case to so many events with notes, as a case of a year has them, each with its text. */
async function lengthen(register: Register, caseId: string): Promise<void> {
  const held = await register.record.heldSequence(AUTHORITY, caseId);
  const enquiry = await register.enquiries.read(AUTHORITY, caseId);
  const last = enquiry?.timeline.at(-1)?.event.at ?? NOW;
  const events: CaseEvent[] = [];
  for (let seq = held + 1; seq <= MANY_EVENTS; seq += 1) {
    const text = `note-${caseId}-${seq}`;
    const at = addSeconds(last, seq);
    const body = `Telephoned the family for the ${seq}th time and wrote down what was said, at some length.`;
    await register.texts.put(AUTHORITY, {
      textId: text,
      kind: 'note',
      body,
      caseId,
      writtenBy: OFFICER,
      writtenAt: at,
    });
    events.push({ type: 'noteAdded', text, seq, at, by: OFFICER, role: 'officer' });
  }
  await register.record.recordEvents({ authority: AUTHORITY, caseId, events, carriedOutAt: NOW });
}
