import { sql, type Kysely } from 'kysely';

/** What administrators ask for by itself: messages that will not leave, what was refused, what was done. */
const indexes = `
create index ledger_failed on ledger (authority) where state = 'failed';
create index audit_refused on audit (authority, audit_id) where not allowed;
create index audit_by_action on audit (authority, action, audit_id);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(indexes).execute(db);
}
