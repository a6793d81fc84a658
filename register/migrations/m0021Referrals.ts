import { sql, type Kysely } from 'kysely';

/**
 * What somebody who refers a child leaves here before, and reads after: referrals that are not sent yet, files of many,
 * and links by e-mail. All of it is personal data with an end of its own; of links and codes only a hash is kept.
 */
const tables = `
create table referral_drafts (
  authority text not null references authorities,
  draft text not null,
  person text,
  data json not null,
  email text,
  link_hash text,
  code_hash text,
  code_until timestamptz,
  code_tries integer not null default 0,
  begun_at timestamptz not null,
  expires_at timestamptz not null,
  case_id text,
  reference text,
  sent_at timestamptz,
  primary key (authority, draft)
);
create unique index referral_drafts_by_link on referral_drafts (authority, link_hash) where link_hash is not null;
create index referral_drafts_of_person on referral_drafts (authority, person) where person is not null;
create index referral_drafts_by_end on referral_drafts (expires_at);
create table referral_files (
  authority text not null references authorities,
  file text not null,
  person text not null,
  form text not null,
  rows json not null,
  loaded_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (authority, file)
);
create index referral_files_by_end on referral_files (expires_at);
create table referral_links (
  authority text not null references authorities,
  link_hash text not null,
  case_id text not null,
  referrer integer not null,
  expires_at timestamptz not null,
  uses integer not null default 0,
  primary key (authority, link_hash)
);
create index referral_links_by_end on referral_links (expires_at);
alter table referrers add column child_named text;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db);
}
