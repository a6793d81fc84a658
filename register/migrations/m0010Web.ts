import { sql, type Kysely } from 'kysely';

/**
 * What the pages need: sessions that live on the server, and counters for what is limited by account or by address. An
 * id or a key is kept as its SHA-256 alone, so that a copy of the table signs nobody in and tells no address.
 */
const tables = `
create table web_sessions (
  authority text not null references authorities,
  session_hash text not null unique,
  person text,
  data json not null,
  expires_at timestamptz not null,
  primary key (authority, session_hash)
);
create index web_sessions_of_person on web_sessions (authority, person);
create index web_sessions_by_end on web_sessions (expires_at);
create table limited_tries (
  authority text not null references authorities,
  key_hash text not null,
  tries integer not null,
  ends_at timestamptz not null,
  primary key (authority, key_hash)
);
create index limited_tries_by_end on limited_tries (ends_at);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db);
}
