import { sql, type Transaction } from 'kysely';
import type { Schema } from './schema.js';

/** For the rest of this transaction. */
export async function limitStatements(tx: Transaction<Schema>, milliseconds: number): Promise<void> {
  const limit = `${milliseconds}ms`;
  await sql`select set_config('statement_timeout', ${limit}, true), set_config('lock_timeout', ${limit}, true)`.execute(
    tx,
  );
}

/** PostgreSQL takes 65,535 parameters a statement; the widest table here has 33 columns. */
const ROWS_A_STATEMENT = 1_000;

/** Writes rows in as few statements as PostgreSQL allows; none for no rows. */
export async function inChunks<Row>(rows: Row[], write: (rows: Row[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT)
    await write(rows.slice(from, from + ROWS_A_STATEMENT));
}
