/**
 * The tables of the register. Instants are text, `2026-12-21T10:12:00Z`; dates are text, `2026-12-21`. A `json` column
 * is written as text that is already JSON and read as the value.
 */
import type { ColumnType, Generated, Selectable } from 'kysely';
import type { Attempt, CaseState, Check, Deadline, DeadlineState, Stage, Status } from '../domain/state.js';
import type { CaseEvent, Clock, EventType } from '../domain/events.js';
import type { DutyFrequency, OccurrenceState } from '../domain/duties.js';
import type { LondonTime, SchoolCalendar, Skipped, WorkingCalendar } from '../domain/calendar/types.js';
import type { Channel, CompiledPolicy, ConcernKind, Condition, Purpose, RuleId } from '../domain/policy.js';
import type { CheckResult, ReferrerKind, Role } from '../domain/inputs.js';
import type { Instant, IsoDate } from '../domain/time.js';

type Json<T> = ColumnType<T, string, string>;

/** A value as JSON can hold it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type CalendarData = LondonTime | WorkingCalendar | SchoolCalendar;

/** What people read about a rule of a pack, as `config/` writes it. */
export interface StoredRuleDetails {
  title: string;
  source: string;
  kind: string;
  modality?: string;
  text?: string;
  shownAt?: string[];
  when?: Condition;
  guidance?: RuleId[];
  commenced?: boolean;
  readings?: { field: string; chosen: string; why: string }[];
}

interface OfCase {
  authority: string;
  case_id: string;
}

export interface AuthoritiesTable {
  authority: string;
  name: string;
  settings: Json<Record<string, JsonValue>>;
  /** Who stands in for the designated safeguarding lead. */
  deputy: string | null;
  created_at: Generated<Instant>;
}

export interface AuthorityContactsTable {
  authority: string;
  /** `safeguarding-contact`, `police`, `team`, `senior` … as policies name it. */
  role: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  webhook: string | null;
  /** May receive a child's details. */
  secure: boolean;
}

export interface PartnersTable {
  authority: string;
  partner: string;
  name: string;
  email: string | null;
  phone: string | null;
  secure: boolean;
  active: boolean;
}

export interface ServiceSettingsTable {
  authority: string;
  name: string;
  value: Json<JsonValue>;
  changed_at: Instant;
  changed_by: string;
}

export interface PeopleTable {
  authority: string;
  person: string;
  name: string;
  email: string | null;
  phone: string | null;
  /** The identity provider's issuer and its own id of the person. */
  issuer: string | null;
  subject: string | null;
  active: boolean;
  created_at: Generated<Instant>;
}

export interface MembershipsTable {
  authority: string;
  person: string;
  role: Role;
}

export interface TeamsTable {
  authority: string;
  team: string;
  name: string;
}

export interface TeamMembersTable {
  authority: string;
  team: string;
  person: string;
}

export interface AbsencesTable {
  authority: string;
  absence: string;
  person: string;
  from_at: Instant;
  /** Null: until further notice. */
  until_at: Instant | null;
  deputy: string | null;
  recorded_by: string;
  recorded_at: Generated<Instant>;
}

export interface TokensTable {
  authority: string;
  token: string;
  /** SHA-256 of the secret, hexadecimal. The secret itself is nowhere. */
  hash: string;
  person: string | null;
  system: string | null;
  system_roles: Json<Role[]> | null;
  label: string;
  expires_at: Instant;
  revoked_at: Instant | null;
  created_at: Generated<Instant>;
}

export interface PacksTable {
  authority: string;
  pack: string;
  version: string;
  sha256: string;
  effective_from: IsoDate;
  compiled: Json<CompiledPolicy>;
  details: Json<Record<RuleId, StoredRuleDetails>>;
  source: string;
  stored_at: Generated<Instant>;
}

/** A version that waits for a manager, or waited; see `proposals.ts`. */
export interface PolicyProposalsTable {
  authority: string;
  pack: string;
  version: string;
  proposed_by: string;
  proposed_at: Instant;
  adopted_by: string | null;
  adopted_at: Instant | null;
}

export interface CalendarsTable {
  authority: string;
  calendar: string;
  version: number;
  data: Json<CalendarData>;
  reason: string;
  stored_by: string;
  stored_at: Generated<Instant>;
}

export interface CasesTable extends OfCase {
  /** What people quote: eight letters and digits that cannot be mistaken for each other, in no order. */
  reference: string;
  upn: string | null;
  /** `reserved` until Temporal has accepted it. */
  state: 'reserved' | 'started';
  restricted: Generated<boolean>;
  household: string | null;
  /** Moved in time with demonstration data; never unmarked. */
  rehearsed: Generated<boolean>;
  demo_offset_seconds: Generated<number>;
  next_wake: Instant | null;
  created_at: Generated<Instant>;
  started_at: Instant | null;
}

export interface ReferralKeysTable extends OfCase {
  idempotency_key: string;
  request_hash: string;
  referrer: number;
  /** The referral joined a case that was there. */
  joined: boolean;
  created_at: Generated<Instant>;
}

export interface SubjectsTable extends OfCase {
  given_name: string | null;
  family_name: string | null;
  other_names: string | null;
  normalised_name: string;
  date_of_birth: IsoDate | null;
  dob_estimated: boolean;
  sex: string | null;
  school: string | null;
  /** What else the form said about the child: siblings, carers, languages. */
  more: Json<Record<string, JsonValue>>;
}

/** The words of a child's normalised name, to be found by how they begin. */
export interface SubjectWordsTable extends OfCase {
  word: string;
}

export interface SubjectAddressesTable extends OfCase {
  position: number;
  /** `last_known`, `previous`, `new`. */
  kind: string;
  lines: string;
  postcode: string | null;
  normalised: string;
  /** Not to be told to a parent, a public referrer or in a letter unless an officer allows it. */
  withheld: Generated<boolean>;
  recorded_at: Generated<Instant>;
}

export interface ReferrersTable extends OfCase {
  /** 1 is the first referrer of the case. */
  referrer: number;
  kind: ReferrerKind;
  name: string | null;
  organisation: string | null;
  email: string | null;
  phone: string | null;
  reply: 'email' | 'sms' | null;
  verified: boolean;
  /** The child's name as this referrer gave it. It is shown to them alone, whatever the name was corrected to. */
  child_named: string | null;
  joined_at: Generated<Instant>;
}

export interface CaseContactsTable extends OfCase {
  /** `school`, `parent`, `social-worker`. */
  role: string;
  position: number;
  name: string | null;
  email: string | null;
  phone: string | null;
  address: string | null;
  relationship: string | null;
  safe_to_contact: boolean | null;
}

export interface CaseTextsTable extends OfCase {
  text_id: string;
  /** `note`, `evidence`, `reason` … the field of the input it came from. */
  kind: string;
  body: string;
  written_by: string;
  written_at: Instant;
}

export interface CaseEventsTable extends OfCase {
  seq: number;
  at: Instant;
  type: EventType;
  rule: string | null;
  by: string;
  role: Role | null;
  event: Json<CaseEvent>;
  /** When the step was really carried out; `at` says when it fell due. No part of any comparison. */
  carried_out_at: Instant;
}

export interface CaseSnapshotsTable extends OfCase {
  seq: number;
  state: Json<CaseState>;
}

export interface WorklistTable extends OfCase {
  seq: number;
  policy: string;
  status: Status;
  stage: Stage;
  risk: string | null;
  category: string | null;
  episode: number;
  owner: string;
  assignee: string | null;
  incomplete: boolean;
  restricted: boolean;
  received_at: Instant;
  accepted_at: Instant | null;
  ended_at: Instant | null;
  outcome: string | null;
  proposed_outcome: string | null;
  rejection_proposed: boolean;
  /** The authority's own next open deadline. */
  next_due: IsoDate | null;
  next_due_at: Instant | null;
  next_due_rule: string | null;
  /** The earliest due instant among the authority's breached deadlines whose work is not done. */
  late_since: Instant | null;
  breached: number;
  open_deadlines: number;
  open_checks: number;
  open_tasks: number;
  open_concerns: number;
  unacknowledged_concerns: number;
  open_proposals: number;
}

export interface DeadlinesTable extends OfCase {
  position: number;
  rule: string;
  occurrence: number;
  actor: string;
  due: IsoDate | null;
  due_at: Instant | null;
  state: DeadlineState;
  opens_on: IsoDate | null;
  late_referral: boolean;
  set_at: Instant;
  breached_at: Instant | null;
  tell_manager_at: Instant | null;
  manager_told_at: Instant | null;
  work_done_at: Instant | null;
  ended_at: Instant | null;
  reason: string | null;
  missing: Json<NonNullable<Deadline['missing']>> | null;
  clock: Json<Clock> | null;
  skipped: Json<Skipped[]>;
}

export interface ChecksTable extends OfCase {
  position: number;
  check_id: string;
  required: boolean;
  actor: string;
  state: Check['state'];
  result: CheckResult | null;
  done_at: Instant | null;
  recorded_at: Instant | null;
  late_entry: boolean;
  /** The id of the stored title of a check that an officer added. */
  added_title: string | null;
  attempts: Json<Attempt[]>;
}

export interface TasksTable extends OfCase {
  position: number;
  task: string;
  kind: string;
  for_role: string;
  due: IsoDate | null;
  due_at: Instant | null;
  rule: string;
  opened_at: Instant;
  done: boolean;
  concern: string | null;
  deadline_occurrence: number | null;
}

export interface ConcernsTable extends OfCase {
  position: number;
  concern: string;
  kind: ConcernKind;
  immediate: boolean;
  raised_at: Instant;
  raised_by: string;
  acknowledged_at: Instant | null;
  resolved_at: Instant | null;
}

/** A message as it fell due, from its event. What became of it stands in the ledger. */
export interface MessagesTable extends OfCase {
  seq: number;
  at: Instant;
  episode: number;
  rule: string;
  purpose: Purpose;
  basis: 'policy' | 'default' | null;
  occurrence: number;
  recipient: string;
  channel: Channel | null;
  template: string | null;
  fields: Json<Record<string, string>>;
  safeguarding: boolean;
  overtaken: boolean;
}

/** Which referrer `referrer`, `referrer-2` … means in an episode, from the events that brought them in. */
export interface EpisodeReferrersTable extends OfCase {
  seq: number;
  episode: number;
  /** 1 is `referrer`, 2 is `referrer-2`. */
  position: number;
  /** The number in `referrers`; null where the event named none. */
  referrer: number | null;
}

export interface LedgerTable extends OfCase {
  episode: number;
  rule: string;
  occurrence: number;
  recipient: string;
  channel: string;
  state: 'claimed' | 'sent' | 'parked' | 'failed' | 'overtaken';
  attempts: number;
  /** How often it was sent, or may have been, without anyone knowing whether an earlier try had left. */
  uncertain_sends: Generated<number>;
  provider_id: string | null;
  error_class: string | null;
  delivery: string | null;
  claimed_at: Instant | null;
  sent_at: Instant | null;
  next_try_at: Instant | null;
}

/** From when a duty of the service counts, and what the authority decided where its text is silent. */
export interface DutyPlansTable {
  authority: string;
  rule: string;
  anchor: IsoDate;
  anchor_is_due: boolean;
  frequency: Json<DutyFrequency> | null;
  dates: Json<IsoDate[]> | null;
  /** Who does it, where it is not whom the pack names. */
  for_role: string | null;
  known_from: IsoDate;
  /** The rule as it was at the last look, to see that it has changed. */
  reckoned_by: string | null;
  changed_at: Instant;
  changed_by: string;
}

/** One occurrence of a duty: what has to be done by when, and what became of it. */
export interface DutyOccurrencesTable {
  authority: string;
  rule: string;
  occurrence: string;
  /** As they were when it was opened: the record outlives the pack. */
  title: string;
  source: string;
  working: string;
  due: IsoDate;
  remind_on: IsoDate | null;
  for_role: string;
  state: OccurrenceState;
  opened_at: Instant;
  late_at: Instant | null;
  done_on: IsoDate | null;
  ended_at: Instant | null;
  ended_by: string | null;
  /** What was done, or why it was not needed. */
  note: string | null;
  evidence: string | null;
}

/** What happened to duties and their plans, append-only. */
export interface DutyEventsTable {
  authority: string;
  event_id: ColumnType<number, never, never>;
  rule: string;
  /** Null for what concerns the plan. */
  occurrence: string | null;
  at: Instant;
  type: DutyEventType;
  by: string;
  role: string | null;
  detail: Json<Record<string, JsonValue>>;
}

export type DutyEventType =
  'planned' | 'opened' | 'moved' | 'late' | 'done' | 'notNeeded' | 'withdrawn' | 'lateWithdrawn';

export interface IdempotencyTable {
  authority: string;
  actor: string;
  idempotency_key: string;
  request_hash: string;
  answer: Json<JsonValue> | null;
  begun_at: Instant;
  finished_at: Instant | null;
}

export interface DigestsSentTable {
  authority: string;
  person: string;
  day: IsoDate;
  lines: number;
  claimed_at: Instant;
  sent_at: Instant | null;
}

export interface AuditTable {
  audit_id: ColumnType<number, never, never>;
  authority: string;
  at: Instant;
  person: string | null;
  system: string | null;
  role: string | null;
  action: string;
  object_kind: string;
  object_id: string | null;
  route: string | null;
  request_id: string | null;
  allowed: boolean;
  /** Counts and codes; never personal data. */
  detail: Json<Record<string, JsonValue>> | null;
}

/** A session of a browser; see `sessions.ts`. */
export interface WebSessionsTable {
  /** SHA-256 of the session's id, hexadecimal. */
  session_hash: string;
  authority: string;
  person: string | null;
  data: Json<Record<string, JsonValue>>;
  expires_at: Instant;
}

/** How often something was tried in a window of time; see `limits.ts`. */
export interface LimitedTriesTable {
  authority: string;
  /** SHA-256 of what is counted, hexadecimal. */
  key_hash: string;
  tries: number;
  ends_at: Instant;
}

/** A referral that is being filled in; see `referralDrafts.ts`. */
export interface ReferralDraftsTable {
  authority: string;
  draft: string;
  /** Null where nobody has signed in. */
  person: string | null;
  data: Json<JsonValue>;
  /** Where the link to come back was sent. */
  email: string | null;
  /** SHA-256 of the link's token, hexadecimal. */
  link_hash: string | null;
  /** A slow hash: six digits are soon tried. */
  code_hash: string | null;
  code_until: Instant | null;
  code_tries: Generated<number>;
  begun_at: Instant;
  expires_at: Instant;
  case_id: string | null;
  reference: string | null;
  sent_at: Instant | null;
}

/** A file of many referrals, row by row; see `referralFiles.ts`. */
export interface ReferralFilesTable {
  authority: string;
  file: string;
  person: string;
  form: string;
  rows: Json<JsonValue>;
  loaded_at: Instant;
  expires_at: Instant;
}

/** A link by which a referrer reads how their referral stands; see `referralLinks.ts`. */
export interface ReferralLinksTable extends OfCase {
  link_hash: string;
  referrer: number;
  expires_at: Instant;
  uses: Generated<number>;
}

/** What somebody typed into a form and has not saved. */
export interface FormDraftsTable {
  authority: string;
  person: string;
  path: string;
  fields: Json<Record<string, JsonValue>>;
  saved_at: Instant;
}

/** A file of a case, as it was kept after checking and cleaning. Its name is personal data and is nowhere else. */
export interface CaseDocumentsTable extends OfCase {
  document: string;
  name: string;
  /** `pdf`, `jpeg`, `png`: by its content. */
  kind: string;
  bytes: number;
  sha256: string;
  body: Buffer;
  /** The check that it is evidence of. */
  rule: string | null;
  /** A scanner for harmful content has passed it. */
  scanned: boolean;
  added_by: string;
  added_at: Instant;
}

export interface Schema {
  authorities: AuthoritiesTable;
  authority_contacts: AuthorityContactsTable;
  partners: PartnersTable;
  service_settings: ServiceSettingsTable;
  people: PeopleTable;
  memberships: MembershipsTable;
  teams: TeamsTable;
  team_members: TeamMembersTable;
  absences: AbsencesTable;
  tokens: TokensTable;
  packs: PacksTable;
  policy_proposals: PolicyProposalsTable;
  calendars: CalendarsTable;
  cases: CasesTable;
  referral_keys: ReferralKeysTable;
  subjects: SubjectsTable;
  subject_words: SubjectWordsTable;
  subject_addresses: SubjectAddressesTable;
  referrers: ReferrersTable;
  case_contacts: CaseContactsTable;
  case_texts: CaseTextsTable;
  case_events: CaseEventsTable;
  case_snapshots: CaseSnapshotsTable;
  worklist: WorklistTable;
  deadlines: DeadlinesTable;
  checks: ChecksTable;
  tasks: TasksTable;
  concerns: ConcernsTable;
  messages: MessagesTable;
  episode_referrers: EpisodeReferrersTable;
  ledger: LedgerTable;
  duty_plans: DutyPlansTable;
  duty_occurrences: DutyOccurrencesTable;
  duty_events: DutyEventsTable;
  idempotency: IdempotencyTable;
  digests_sent: DigestsSentTable;
  audit: AuditTable;
  web_sessions: WebSessionsTable;
  limited_tries: LimitedTriesTable;
  referral_drafts: ReferralDraftsTable;
  referral_files: ReferralFilesTable;
  referral_links: ReferralLinksTable;
  form_drafts: FormDraftsTable;
  case_documents: CaseDocumentsTable;
}

export type WorklistRow = Selectable<WorklistTable>;
export type LedgerRow = Selectable<LedgerTable>;
