import { sql, type Kysely } from 'kysely';

/**
 * A version of a policy that an administrator has loaded and that no manager has adopted yet: no referral is taken
 * under it. A pack without a row here came with the installation and is in force from its day.
 */
const tables = `
create table policy_proposals (
  authority text not null references authorities,
  pack text not null,
  version text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  adopted_by text,
  adopted_at timestamptz,
  primary key (authority, pack, version),
  foreign key (authority, pack, version) references packs (authority, pack, version)
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db);
}
