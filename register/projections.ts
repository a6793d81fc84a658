import { sql, type Transaction } from 'kysely';
import { STATE_VERSION, type CaseState } from '../domain/state.js';
import type { CaseEvent } from '../domain/events.js';
import { fold, type Folded } from './fold.js';
import { projectionRows } from './projectionRows.js';
import type { Schema } from './schema.js';
import { inChunks } from './statements.js';

/** One case of one authority. */
export interface Of {
  authority: string;
  caseId: string;
}

/** The events of a case in order, from the one after `after`. */
export async function readEvents(tx: Transaction<Schema>, of: Of, after = 0): Promise<CaseEvent[]> {
  const rows = await tx
    .selectFrom('case_events')
    .select('event')
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .where('seq', '>', after)
    .orderBy('seq')
    .execute();
  return rows.map((row) => row.event);
}

/** The stored state of a case, unless a program with another idea of a state wrote it. */
export async function readSnapshot(tx: Transaction<Schema>, of: Of): Promise<CaseState | null> {
  const row = await tx
    .selectFrom('case_snapshots')
    .select(['seq', 'state'])
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .executeTakeFirst();
  return row?.state.stateVersion === STATE_VERSION ? row.state : null;
}

/** Writes what `folded` says of the case, beside the rows of `before`, which the tables already hold. */
export async function writeProjections(
  tx: Transaction<Schema>,
  of: Of,
  before: CaseState | null,
  folded: Folded,
): Promise<void> {
  const { state } = folded;
  const then = before === null ? null : projectionRows(of.authority, of.caseId, before);
  const now = projectionRows(of.authority, of.caseId, state);
  const snapshot = JSON.stringify(state);
  await tx
    .insertInto('case_snapshots')
    .values({ authority: of.authority, case_id: of.caseId, seq: state.seq, state: snapshot })
    .onConflict((conflict) =>
      conflict.columns(['authority', 'case_id']).doUpdateSet({ seq: state.seq, state: snapshot }),
    )
    .execute();
  await tx
    .insertInto('worklist')
    .values(now.worklist)
    .onConflict((conflict) => conflict.columns(['authority', 'case_id']).doUpdateSet(now.worklist))
    .execute();
  await replaceChanged(tx, of, 'deadlines', then?.deadlines, now.deadlines, (rows) =>
    tx.insertInto('deadlines').values(rows).execute(),
  );
  await replaceChanged(tx, of, 'checks', then?.checks, now.checks, (rows) =>
    tx.insertInto('checks').values(rows).execute(),
  );
  await replaceChanged(tx, of, 'tasks', then?.tasks, now.tasks, (rows) =>
    tx.insertInto('tasks').values(rows).execute(),
  );
  await replaceChanged(tx, of, 'concerns', then?.concerns, now.concerns, (rows) =>
    tx.insertInto('concerns').values(rows).execute(),
  );
  await inChunks(folded.messages, (rows) => tx.insertInto('messages').values(rows).execute());
  await inChunks(folded.referrers, (rows) => tx.insertInto('episode_referrers').values(rows).execute());
}

async function replaceChanged<Row extends { position: number }>(
  tx: Transaction<Schema>,
  of: Of,
  table: 'deadlines' | 'checks' | 'tasks' | 'concerns',
  then: Row[] = [],
  now: Row[],
  insert: (rows: Row[]) => Promise<unknown>,
): Promise<void> {
  const changed = now.filter((row, index) => JSON.stringify(row) !== JSON.stringify(then[index]));
  const gone = then.filter((row, index) => JSON.stringify(row) !== JSON.stringify(now[index]));
  if (gone.length > 0)
    await tx
      .deleteFrom(table)
      .where('authority', '=', of.authority)
      .where('case_id', '=', of.caseId)
      .where('position', '=', sql<number>`any(${gone.map((row) => row.position)}::integer[])`)
      .execute();
  await inChunks(changed, insert);
}

/** Empties the projections of a case and fills them from its events alone. Answers the state, null without events. */
export async function rebuildProjections(tx: Transaction<Schema>, of: Of): Promise<CaseState | null> {
  for (const table of [
    'case_snapshots',
    'worklist',
    'deadlines',
    'checks',
    'tasks',
    'concerns',
    'messages',
    'episode_referrers',
  ] as const)
    await tx.deleteFrom(table).where('authority', '=', of.authority).where('case_id', '=', of.caseId).execute();
  const folded = fold(of, null, await readEvents(tx, of));
  if (folded === null) return null;
  await writeProjections(tx, of, null, folded);
  return folded.state;
}
