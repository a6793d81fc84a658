import { sql, type Kysely } from 'kysely';

/**
 * The register from nothing. Documents that must come back with their keys in the order they were written (events,
 * compiled policies, calendars) are `json`; nothing queries inside them.
 */
const tables = `
create table authorities (
  authority text primary key check (authority ~ '^[a-z][a-z0-9-]{0,62}$'),
  name text not null,
  settings json not null,
  deputy text,
  created_at timestamptz not null default now()
);
create table authority_contacts (
  authority text not null references authorities,
  role text not null,
  name text,
  email text,
  phone text,
  webhook text,
  secure boolean not null default false,
  primary key (authority, role)
);
create table partners (
  authority text not null references authorities,
  partner text not null,
  name text not null,
  email text,
  phone text,
  secure boolean not null default false,
  active boolean not null default true,
  primary key (authority, partner)
);
create table service_settings (
  authority text not null references authorities,
  name text not null,
  value json not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (authority, name)
);

create table people (
  authority text not null references authorities,
  person text not null,
  name text not null,
  email text,
  phone text,
  issuer text,
  subject text,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (authority, person),
  unique (authority, issuer, subject)
);
create table memberships (
  authority text not null,
  person text not null,
  role text not null,
  primary key (authority, person, role),
  foreign key (authority, person) references people
);
create table teams (
  authority text not null references authorities,
  team text not null,
  name text not null,
  primary key (authority, team)
);
create table team_members (
  authority text not null,
  team text not null,
  person text not null,
  primary key (authority, team, person),
  foreign key (authority, team) references teams,
  foreign key (authority, person) references people
);
create table absences (
  authority text not null,
  absence text not null,
  person text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  deputy text,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (authority, absence),
  foreign key (authority, person) references people,
  foreign key (authority, deputy) references people (authority, person),
  check (until_at is null or until_at > from_at)
);
create index absences_of_person on absences (authority, person, from_at);
create table tokens (
  authority text not null references authorities,
  token text not null,
  hash text not null,
  person text,
  system text,
  system_roles json,
  label text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (authority, token),
  unique (token),
  foreign key (authority, person) references people,
  check ((person is null) <> (system is null))
);

create table packs (
  authority text not null references authorities,
  pack text not null,
  version text not null,
  sha256 text not null,
  effective_from date not null,
  compiled json not null,
  details json not null,
  source text not null,
  stored_at timestamptz not null default now(),
  primary key (authority, pack, version)
);
create table calendars (
  authority text not null references authorities,
  calendar text not null,
  version integer not null check (version > 0),
  data json not null,
  reason text not null,
  stored_by text not null,
  stored_at timestamptz not null default now(),
  primary key (authority, calendar, version)
);

create table cases (
  authority text not null references authorities,
  case_id text not null,
  reference text not null,
  upn text,
  state text not null check (state in ('reserved', 'started')),
  restricted boolean not null default false,
  household text,
  rehearsed boolean not null default false,
  demo_offset_seconds integer not null default 0,
  next_wake timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  primary key (authority, case_id),
  unique (authority, reference),
  unique (authority, upn)
);
create index cases_reserved on cases (authority, created_at) where state = 'reserved';
create table referral_keys (
  authority text not null,
  idempotency_key text not null,
  request_hash text not null,
  case_id text not null,
  referrer integer not null,
  joined boolean not null,
  created_at timestamptz not null default now(),
  primary key (authority, idempotency_key),
  foreign key (authority, case_id) references cases deferrable initially deferred
);
create index referral_keys_of_case on referral_keys (authority, case_id);
create table subjects (
  authority text not null,
  case_id text not null,
  given_name text,
  family_name text,
  other_names text,
  normalised_name text not null,
  date_of_birth date,
  dob_estimated boolean not null default false,
  sex text,
  school text,
  more json not null,
  primary key (authority, case_id),
  foreign key (authority, case_id) references cases
);
create index subjects_by_birth on subjects (authority, date_of_birth);
create index subjects_by_name on subjects (authority, normalised_name);
create index subjects_by_school on subjects (authority, school);
create table subject_words (
  authority text not null,
  case_id text not null,
  word text not null,
  primary key (authority, case_id, word),
  foreign key (authority, case_id) references cases
);
create index words_by_beginning on subject_words (authority, word text_pattern_ops);
create table subject_addresses (
  authority text not null,
  case_id text not null,
  position integer not null,
  kind text not null,
  lines text not null,
  postcode text,
  normalised text not null,
  withheld boolean not null default false,
  recorded_at timestamptz not null default now(),
  primary key (authority, case_id, position),
  foreign key (authority, case_id) references cases
);
create index addresses_by_text on subject_addresses (authority, normalised);
create table referrers (
  authority text not null,
  case_id text not null,
  referrer integer not null,
  kind text not null,
  name text,
  organisation text,
  email text,
  phone text,
  reply text,
  verified boolean not null,
  joined_at timestamptz not null default now(),
  primary key (authority, case_id, referrer),
  foreign key (authority, case_id) references cases
);
create table case_contacts (
  authority text not null,
  case_id text not null,
  role text not null,
  position integer not null,
  name text,
  email text,
  phone text,
  address text,
  relationship text,
  safe_to_contact boolean,
  primary key (authority, case_id, role, position),
  foreign key (authority, case_id) references cases
);
create table case_texts (
  authority text not null,
  text_id text not null,
  case_id text not null,
  kind text not null,
  body text not null,
  written_by text not null,
  written_at timestamptz not null,
  primary key (authority, text_id),
  foreign key (authority, case_id) references cases
);
create index texts_of_case on case_texts (authority, case_id);

create table case_events (
  authority text not null,
  case_id text not null,
  seq integer not null check (seq > 0),
  at timestamptz not null,
  type text not null,
  rule text,
  by text not null,
  role text,
  event json not null,
  carried_out_at timestamptz not null,
  primary key (authority, case_id, seq),
  foreign key (authority, case_id) references cases
);
create index events_by_time on case_events (authority, at);

create table case_snapshots (
  authority text not null,
  case_id text not null,
  seq integer not null,
  state json not null,
  primary key (authority, case_id),
  foreign key (authority, case_id) references cases
);
create table worklist (
  authority text not null,
  case_id text not null,
  seq integer not null,
  policy text not null,
  status text not null,
  stage text not null,
  risk text,
  category text,
  episode integer not null,
  owner text not null,
  assignee text,
  incomplete boolean not null,
  restricted boolean not null,
  received_at timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,
  outcome text,
  proposed_outcome text,
  rejection_proposed boolean not null,
  next_due date,
  next_due_at timestamptz,
  next_due_rule text,
  late_since timestamptz,
  breached integer not null,
  open_deadlines integer not null,
  open_checks integer not null,
  open_tasks integer not null,
  open_concerns integer not null,
  unacknowledged_concerns integer not null,
  open_proposals integer not null,
  primary key (authority, case_id),
  foreign key (authority, case_id) references cases
);
create index worklist_open_by_due on worklist (authority, next_due_at, case_id) where ended_at is null;
create index worklist_by_due on worklist (authority, next_due_at, case_id);
create index worklist_open_by_receipt on worklist (authority, received_at, case_id) where ended_at is null;
create index worklist_by_receipt on worklist (authority, received_at, case_id);
create index worklist_by_lateness on worklist (authority, late_since, case_id) where late_since is not null;
create index worklist_by_assignee on worklist (authority, assignee, next_due_at);
create index worklist_by_concern on worklist (authority, case_id) where open_concerns > 0;
create table deadlines (
  authority text not null,
  case_id text not null,
  position integer not null,
  rule text not null,
  occurrence integer not null,
  actor text not null,
  due date,
  due_at timestamptz,
  state text not null,
  opens_on date,
  late_referral boolean not null,
  set_at timestamptz not null,
  breached_at timestamptz,
  tell_manager_at timestamptz,
  manager_told_at timestamptz,
  work_done_at timestamptz,
  ended_at timestamptz,
  reason text,
  missing json,
  clock json,
  skipped json not null,
  primary key (authority, case_id, position),
  foreign key (authority, case_id) references cases
);
create index deadlines_open on deadlines (authority, due_at) where state in ('open', 'breached');
create table checks (
  authority text not null,
  case_id text not null,
  position integer not null,
  check_id text not null,
  required boolean not null,
  actor text not null,
  state text not null,
  result text,
  done_at timestamptz,
  recorded_at timestamptz,
  late_entry boolean not null,
  added_title text,
  attempts json not null,
  primary key (authority, case_id, position),
  foreign key (authority, case_id) references cases
);
create table tasks (
  authority text not null,
  case_id text not null,
  position integer not null,
  task text not null,
  kind text not null,
  for_role text not null,
  due date,
  due_at timestamptz,
  rule text not null,
  opened_at timestamptz not null,
  done boolean not null,
  concern text,
  deadline_occurrence integer,
  primary key (authority, case_id, position),
  foreign key (authority, case_id) references cases
);
create index tasks_open on tasks (authority, for_role) where not done;
create table concerns (
  authority text not null,
  case_id text not null,
  position integer not null,
  concern text not null,
  kind text not null,
  immediate boolean not null,
  raised_at timestamptz not null,
  raised_by text not null,
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  primary key (authority, case_id, position),
  foreign key (authority, case_id) references cases
);
create table messages (
  authority text not null,
  case_id text not null,
  seq integer not null,
  at timestamptz not null,
  episode integer not null,
  rule text not null,
  purpose text not null,
  basis text,
  occurrence integer not null,
  recipient text not null,
  channel text,
  template text,
  fields json not null,
  safeguarding boolean not null,
  overtaken boolean not null,
  primary key (authority, case_id, seq),
  foreign key (authority, case_id) references cases
);
create table episode_referrers (
  authority text not null,
  case_id text not null,
  seq integer not null,
  episode integer not null,
  position integer not null,
  referrer integer,
  primary key (authority, case_id, seq),
  foreign key (authority, case_id) references cases
);
create index messages_by_time on messages (authority, at);

create table ledger (
  authority text not null,
  case_id text not null,
  episode integer not null,
  rule text not null,
  occurrence integer not null,
  recipient text not null,
  channel text not null,
  state text not null check (state in ('claimed', 'sent', 'parked', 'failed', 'overtaken')),
  attempts integer not null,
  uncertain_sends integer not null default 0,
  provider_id text,
  error_class text,
  delivery text,
  claimed_at timestamptz,
  sent_at timestamptz,
  next_try_at timestamptz,
  primary key (authority, case_id, episode, rule, occurrence, recipient)
);
create index ledger_parked on ledger (authority, next_try_at) where state = 'parked';
create index ledger_claimed on ledger (authority, claimed_at) where state = 'claimed';
create index ledger_by_provider on ledger (authority, provider_id) where provider_id is not null;
create table idempotency (
  authority text not null references authorities,
  actor text not null,
  idempotency_key text not null,
  request_hash text not null,
  answer json,
  begun_at timestamptz not null,
  finished_at timestamptz,
  primary key (authority, actor, idempotency_key)
);
create table digests_sent (
  authority text not null,
  person text not null,
  day date not null,
  lines integer not null,
  claimed_at timestamptz not null,
  sent_at timestamptz,
  primary key (authority, person, day)
);
create table audit (
  audit_id bigint generated always as identity,
  authority text not null,
  at timestamptz not null,
  person text,
  system text,
  role text,
  action text not null,
  object_kind text not null,
  object_id text,
  route text,
  request_id text,
  allowed boolean not null,
  detail json,
  primary key (authority, audit_id)
);
create index audit_by_object on audit (authority, object_kind, object_id, audit_id);
create index audit_by_person on audit (authority, person, audit_id);
`;

const guards = `
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The % table is append-only: % is refused.', tg_table_name, lower(tg_op)
    using errcode = 'integrity_constraint_violation';
end $$;
${['case_events', 'audit', 'packs', 'calendars']
  .map(
    (table) => `
create trigger ${table}_rows_stay before update or delete on ${table} for each row execute function refuse_change();
create trigger ${table}_stays before truncate on ${table} for each statement execute function refuse_change();`,
  )
  .join('')}
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db);
  await sql.raw(guards).execute(db);
}
