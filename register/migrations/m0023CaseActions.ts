import { sql, type Kysely } from 'kysely';

/** What people typed and did not save yet, and the files that belong to a case. */
const tables = `
create table form_drafts (
  authority text not null references authorities,
  person text not null,
  path text not null,
  fields json not null,
  saved_at timestamptz not null,
  primary key (authority, person, path)
);
create index form_drafts_by_age on form_drafts (authority, saved_at);
create table case_documents (
  authority text not null,
  document text not null,
  case_id text not null,
  name text not null,
  kind text not null,
  bytes integer not null,
  sha256 text not null,
  body bytea not null,
  rule text,
  scanned boolean not null,
  added_by text not null,
  added_at timestamptz not null,
  primary key (authority, document),
  foreign key (authority, case_id) references cases
);
create index case_documents_of_case on case_documents (authority, case_id, added_at);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db);
}
