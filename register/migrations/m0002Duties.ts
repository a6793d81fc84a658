import { sql, type Kysely } from 'kysely';

/** Duties of the service, and the index by which reports find what happened. */
const tables = `
create table duty_plans (
  authority text not null references authorities,
  rule text not null,
  anchor date not null,
  anchor_is_due boolean not null,
  frequency json,
  dates json,
  for_role text,
  known_from date not null,
  reckoned_by text,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (authority, rule)
);
create table duty_occurrences (
  authority text not null references authorities,
  rule text not null,
  occurrence text not null,
  title text not null,
  source text not null,
  working text not null,
  due date not null,
  remind_on date,
  for_role text not null,
  state text not null check (state in ('open', 'late', 'done', 'not_needed')),
  opened_at timestamptz not null,
  late_at timestamptz,
  done_on date,
  ended_at timestamptz,
  ended_by text,
  note text,
  evidence text,
  primary key (authority, rule, occurrence),
  check ((state in ('done', 'not_needed')) = (ended_at is not null))
);
create index duty_occurrences_open on duty_occurrences (authority, due) where state in ('open', 'late');
create table duty_events (
  authority text not null references authorities,
  event_id bigint generated always as identity,
  rule text not null,
  occurrence text,
  at timestamptz not null,
  type text not null,
  by text not null,
  role text,
  detail json not null,
  primary key (authority, event_id)
);
create index duty_events_by_rule on duty_events (authority, rule, event_id);
create trigger duty_events_rows_stay before update or delete on duty_events
  for each row execute function refuse_change();
create trigger duty_events_stays before truncate on duty_events
  for each statement execute function refuse_change();
create index events_by_type on case_events (authority, type, at);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db);
}
