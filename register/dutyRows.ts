/** Duties of the service as the register gives them out. */
import type { Selectable } from 'kysely';
import type { Calendars } from '../domain/calendar/types.js';
import type { DutyPlan, DutyRule } from '../domain/duties.js';
import type { Defaults, RuleId } from '../domain/policy.js';
import type { Instant, IsoDate } from '../domain/time.js';
import type { DutyEventType, DutyOccurrencesTable, DutyPlansTable, JsonValue } from './schema.js';

/** A duty as the pack in force has it. */
export interface DutyInForce extends DutyRule {
  title: string;
  source: string;
  for: string;
}

/** What the duties of an authority are reckoned by on a day. */
export interface DutyWorld {
  duties: readonly DutyInForce[];
  /** The day on which the policy took effect: periods count from it where the authority named no day of its own. */
  effectiveFrom: IsoDate;
  calendars: Calendars;
  defaults: Defaults;
}

export interface HeldPlan extends DutyPlan {
  rule: RuleId;
  /** Who does it, where it is not whom the pack names. */
  for: string | null;
  changedAt: Instant;
  changedBy: string;
}

export interface DutyOccurrence {
  rule: RuleId;
  occurrence: string;
  title: string;
  source: string;
  working: string;
  due: IsoDate;
  remindOn: IsoDate | null;
  for: string;
  state: 'open' | 'late' | 'done' | 'not_needed';
  openedAt: Instant;
  lateAt: Instant | null;
  doneOn: IsoDate | null;
  endedAt: Instant | null;
  endedBy: string | null;
  note: string | null;
  evidence: string | null;
}

export interface DutyEvent {
  rule: RuleId;
  occurrence: string | null;
  at: Instant;
  type: DutyEventType;
  by: string;
  role: string | null;
  detail: Record<string, JsonValue>;
}

export interface Actor {
  by: string;
  role: string | null;
  at: Instant;
}

export interface DutyReview {
  opened: number;
  moved: number;
  late: number;
  withdrawn: number;
}

export const planOf = (row: Selectable<DutyPlansTable>): HeldPlan => ({
  rule: row.rule,
  anchor: row.anchor,
  anchorIsDue: row.anchor_is_due,
  frequency: row.frequency,
  dates: row.dates,
  for: row.for_role,
  knownFrom: row.known_from,
  changedAt: row.changed_at,
  changedBy: row.changed_by,
});

export const occurrenceOf = (row: Selectable<DutyOccurrencesTable>): DutyOccurrence => ({
  rule: row.rule,
  occurrence: row.occurrence,
  title: row.title,
  source: row.source,
  working: row.working,
  due: row.due,
  remindOn: row.remind_on,
  for: row.for_role,
  state: row.state,
  openedAt: row.opened_at,
  lateAt: row.late_at,
  doneOn: row.done_on,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  note: row.note,
  evidence: row.evidence,
});
