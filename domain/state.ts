/** The case as it stands: a fold of its events, plain JSON with a version. No name, no address: see docs/privacy. */
import type { Skipped } from './calendar/types.js';
import type { Blocker, Clock } from './events.js';
import type { CheckResult, Referrer } from './inputs.js';
import type {
  Actor,
  ConcernKind,
  FactId,
  FactValue,
  GateAction,
  Recipient,
  RuleId,
  StandardOutcome,
} from './policy.js';
import type { Instant, IsoDate } from './time.js';

export const STATE_VERSION = 1;

export type Status = 'received' | 'open' | 'inactive' | 'closed' | 'rejected';
export type Stage = 'received' | 'triage' | 'enquiries' | 'decision' | 'monitoring' | 'ended';

export interface StatedFact {
  value: FactValue;
  /** The instant from which it counts, and who stated it. */
  from: Instant;
  by: string;
}

export type DeadlineState = 'open' | 'met' | 'breached' | 'lapsed' | 'cancelled' | 'blocked';

export interface Deadline {
  rule: RuleId;
  occurrence: number;
  actor: Actor;
  /** The last day, and the last instant that is still in time. Null where a calendar is missing. */
  due: IsoDate | null;
  dueAt: Instant | null;
  state: DeadlineState;
  clock: Clock | null;
  skipped: Skipped[];
  opensOn?: IsoDate;
  lateReferral?: boolean;
  setAt: Instant;
  /** Why it is blocked. */
  reason?: string;
  missing?: { calendar: string; needed: IsoDate };
  breachedAt?: Instant;
  /** When the manager is to be told of the breach, and whether that was done. */
  tellManagerAt?: Instant | null;
  managerToldAt?: Instant;
  /** The work of a breached deadline was done late: it stays breached and its ladder stops. */
  workDoneAt?: Instant;
  /** When it left `open`, or its ladder stopped; the digest reads it. */
  endedAt?: Instant;
}

export interface Attempt {
  doneAt: Instant;
  result: CheckResult;
  band: string;
  counts: boolean;
}

export interface Check {
  id: RuleId;
  required: boolean;
  actor: Actor;
  state: 'open' | 'waiting' | 'done' | 'not_applicable';
  result: CheckResult | null;
  doneAt: Instant | null;
  recordedAt: Instant | null;
  lateEntry: boolean;
  attempts: Attempt[];
  /** What kept it from being open before it opened; left out where it opened with the case. */
  notBefore?: string[];
  /** An officer added it: its title is a stored text. */
  added?: { title: string };
}

export interface Task {
  id: string;
  kind: string;
  for: Recipient;
  due: IsoDate | null;
  dueAt: Instant | null;
  rule: RuleId;
  openedAt: Instant;
  done: boolean;
  concern?: string;
  /** The occurrence of the deadline of `rule` that it belongs to. */
  deadline?: number;
}

export interface Concern {
  id: string;
  kind: ConcernKind;
  immediate: boolean;
  raisedAt: Instant;
  by: string;
  acknowledgedAt?: Instant;
  resolvedAt?: Instant;
  deputyAt: Instant;
  managerAt: Instant;
  deputyTold: boolean;
  managerTold: boolean;
}

export interface Proposal {
  id: string;
  at: Instant;
  receivedAt: Instant;
  referrer: Referrer;
  child: { dateOfBirth?: IsoDate; dobEstimated?: boolean };
  facts: Record<FactId, FactValue>;
  state: 'open' | 'confirmed' | 'refused';
}

export interface PartnerRequest {
  check: RuleId;
  partner: Recipient;
  request: number;
  askedAt: Instant;
  chaseAt: Instant[];
  managerAt: Instant | null;
  chased: number;
  managerTold: boolean;
  repliedAt?: Instant;
}

export interface Notice {
  rule: RuleId;
  notice: string;
  method: string;
  servedOn: IsoDate;
}

/** One act that a deadline asked for and that has no check of its own, recorded under the deadline's id. */
export interface Act {
  rule: RuleId;
  doneAt: Instant;
  recordedAt: Instant;
  result: CheckResult;
  lateEntry: boolean;
}

export interface CaseState {
  stateVersion: number;
  /** The last event. */
  seq: number;
  /** The last instant that was played: everything due by then has happened, and no input may be older. */
  at: Instant;
  policy: string;
  /** When the policy was adopted; left out where the case began under it. */
  adoptedAt?: Instant;
  status: Status;
  stage: Stage;
  risk: string | null;
  category: string | null;
  episode: number;
  owner: string;
  assignee: string | null;
  incomplete: boolean;
  /** When this episode's first referral was received, and when it was accepted. */
  receivedAt: Instant;
  acceptedAt: Instant | null;
  /** When the case first reached its pack's first risk level in this episode. */
  markerAt: Instant | null;
  /** First day of this episode on which the child counts as missing education. */
  cmeFrom: { date: IsoDate; rule: RuleId } | null;
  referrers: Referrer[];
  dateOfBirth: IsoDate | null;
  dobEstimated: boolean;
  facts: Record<FactId, StatedFact>;
  /** Facts that were true at any time: `ehcp`, `looked_after`. */
  ever: FactId[];
  historyReviewed: boolean;
  deadlines: Deadline[];
  checks: Check[];
  tasks: Task[];
  concerns: Concern[];
  proposals: Proposal[];
  partnerRequests: PartnerRequest[];
  notices: Notice[];
  attendance: { date: IsoDate; code: string }[];
  acts: Act[];
  /** How many messages of a rule went to a recipient in this episode, by `rule|recipient`. What became of them stands in the ledger. */
  messages: Record<string, number>;
  /** Once-an-episode rules that have spoken, by rule id. */
  fired: RuleId[];
  overrides: { action: GateAction; lifted: Blocker[]; used: boolean }[];
  rejectionProposed: { rule: RuleId; reason: string; signpost?: string } | null;
  proposedOutcome: string | null;
  outcome: { rule: RuleId; outcome: StandardOutcome; at: Instant } | null;
  endedAt: Instant | null;
  monitoringUntil: IsoDate | null;
  adviceRequestedAt: Instant | null;
  advice: { advice: 'remove' | 'keep'; at: Instant; by: string } | null;
  away: { who: string; from: Instant; until?: Instant; deputy?: string }[];
}
