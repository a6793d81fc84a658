import { sql, type Kysely } from 'kysely';

/**
 * The pages' lists: by what is due or late first, by what ended last, and children by a telephone number of their
 * family, of which the last ten digits count, so that +44 and 0 are the same.
 */
const indexes = `
create index worklist_open_by_first_date on worklist (authority, least(late_since, next_due_at), case_id)
  where ended_at is null;
create index worklist_by_end on worklist (authority, ended_at, case_id) where ended_at is not null;
create index contacts_by_phone on case_contacts (authority, right(regexp_replace(phone, '[^0-9]', '', 'g'), 10))
  where phone is not null;
create index referrers_by_phone on referrers (authority, right(regexp_replace(phone, '[^0-9]', '', 'g'), 10))
  where phone is not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(indexes).execute(db);
}
