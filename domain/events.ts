/** What happened on a case: the append-only record. Every date, block and message names the rule that caused it. */
import type { Mode, Skipped, Unit } from './calendar/types.js';
import type { CheckResult, Referrer, Role } from './inputs.js';
import type {
  Actor,
  Channel,
  ConcernKind,
  FactId,
  FactValue,
  GateAction,
  Purpose,
  Recipient,
  RuleId,
  StandardOutcome,
} from './policy.js';
import type { Instant, IsoDate } from './time.js';

/** The clock of a deadline: what started it, the day it started, and the period. */
export interface Clock {
  event: string;
  from: IsoDate;
  amount: number;
  unit: Unit;
  mode: Mode;
}

export interface Blocker {
  rule: RuleId;
  why: string;
}

interface DueDate {
  rule: RuleId;
  occurrence: number;
  due: IsoDate | null;
  dueAt: Instant | null;
}

/** Which step of which ladder a message is: the manager told of a breach, a partner chased … */
export type LadderStep =
  | { of: 'breach'; occurrence: number }
  | { of: 'concernDeputy'; concern: string }
  | { of: 'concernManager'; concern: string }
  | { of: 'chase'; request: number }
  | { of: 'silence'; request: number };

export type Happening =
  | {
      type: 'referralReceived';
      referrer: Referrer;
      /** The place of the referral among those of the case: 1, 2 … */
      referral: number;
      receivedAt: Instant;
      form?: string;
      child: { dateOfBirth?: IsoDate; dobEstimated?: boolean };
      policy: string;
      incomplete?: boolean;
    }
  | { type: 'referralAccepted'; rule: RuleId; incomplete?: boolean; reason?: string }
  | { type: 'referralRejected'; rule: RuleId; reason: string; signpost?: string; bySystem?: boolean }
  | { type: 'rejectionProposed'; rule: RuleId; reason: string; signpost?: string }
  | {
      type: 'referralJoined';
      referral: number;
      referrer: Referrer;
      receivedAt: Instant;
      child: { dateOfBirth?: IsoDate; dobEstimated?: boolean };
    }
  | {
      type: 'duplicateProposed';
      proposal: string;
      referrer: Referrer;
      receivedAt: Instant;
      child: { dateOfBirth?: IsoDate; dobEstimated?: boolean };
      facts: Record<FactId, FactValue>;
      rule: RuleId;
    }
  | { type: 'duplicateConfirmed'; proposal: string }
  | { type: 'duplicateRefused'; proposal: string }
  | {
      type: 'triaged';
      rule: RuleId;
      risk: string | null;
      category: string | null;
      first: boolean;
      /** Since when the marker is known, where that was before the triage. */
      since?: Instant;
      /** The marker was only that of a duplicate that was refused: it was never identified on this case. */
      withdrawn?: boolean;
    }
  | ({
      type: 'deadlineSet';
      actor: Actor;
      clock: Clock;
      skipped: Skipped[];
      opensOn?: IsoDate;
      lateReferral?: boolean;
    } & DueDate)
  | ({ type: 'deadlineShortened'; was: IsoDate | null; skipped: Skipped[]; clock: Clock; reason: string } & DueDate)
  | ({ type: 'deadlineRecalculated'; was: IsoDate | null; skipped: Skipped[]; clock: Clock; reason: string } & DueDate)
  | ({
      type: 'deadlineBlocked';
      actor: Actor;
      clock: Clock | null;
      skipped: Skipped[];
      reason: string;
      missing?: { calendar: string; needed: IsoDate };
    } & DueDate)
  | { type: 'deadlineMet'; rule: RuleId; occurrence: number; metAt: Instant }
  | { type: 'deadlineBreached'; rule: RuleId; occurrence: number; due: IsoDate | null; tellManagerAt: Instant | null }
  | { type: 'deadlineLapsed'; rule: RuleId; occurrence: number; due: IsoDate | null }
  | { type: 'deadlineCancelled'; rule: RuleId; occurrence: number; reason: string }
  /** The work of a breached deadline was done late: it stays breached and nobody is told again. */
  | { type: 'ladderStopped'; rule: RuleId; occurrence: number; doneAt: Instant }
  | { type: 'breachWithdrawn'; rule: RuleId; occurrence: number; reason: string }
  | {
      type: 'checkOpened';
      rule: RuleId;
      required: boolean;
      actor: Actor;
      /** What kept it from being open until now; left out where it opened with the case. */
      notBefore?: string[];
    }
  | {
      type: 'checkRecorded';
      rule: RuleId;
      result: CheckResult;
      doneAt: Instant;
      lateEntry: boolean;
      evidence?: string;
      note?: string;
      occurrence?: number;
    }
  | {
      type: 'checkAttempted';
      rule: RuleId;
      result: CheckResult;
      doneAt: Instant;
      attempt: number;
      band: string;
      counts: boolean;
      evidence?: string;
      note?: string;
    }
  | { type: 'checkNotApplicable'; rule: RuleId; reason: string }
  | { type: 'checkAdded'; rule: RuleId; title: string; reason: string }
  | {
      type: 'factRecorded';
      fact: FactId;
      value: FactValue;
      /** Where it counted before it was recorded: of a referral that was proposed as a duplicate, and is confirmed. */
      since?: Instant;
      rule?: RuleId;
    }
  | { type: 'attendanceRecorded'; date: IsoDate; code: string; run: number }
  | {
      type: 'concernRaised';
      concern: string;
      kind: ConcernKind;
      immediate: boolean;
      note?: string;
      rule: RuleId;
      taskDueAt: Instant;
      deputyAt: Instant;
      managerAt: Instant;
    }
  | { type: 'concernAcknowledged'; concern: string; spokenTo: string; reference?: string; note?: string; rule: RuleId }
  | { type: 'concernResolved'; concern: string; reason: string; rule: RuleId }
  | { type: 'historyReviewed'; reason: string }
  | {
      type: 'taskOpened';
      task: string;
      kind: string;
      for: Recipient;
      due: IsoDate | null;
      dueAt: Instant | null;
      rule: RuleId;
      concern?: string;
      deadline?: number;
    }
  | { type: 'taskDone'; task: string; kind: string; rule: RuleId; note?: string }
  | {
      type: 'messageDue';
      rule: RuleId;
      purpose: Purpose;
      basis: 'policy' | 'default';
      occurrence: number;
      to: Recipient;
      channel: Channel;
      template: string;
      /** Named fields of the template that are no personal data: dates, rule ids, kinds. */
      fields: Record<string, string>;
      safeguarding: boolean;
      /** The step of a ladder that this message is, so that it is taken once. */
      step?: LadderStep;
    }
  | { type: 'messageOvertaken'; rule: RuleId; purpose: Purpose; to: Recipient; occurrence: number }
  | {
      type: 'partnerAsked';
      rule: RuleId;
      partner: Recipient;
      request: number;
      chaseAt: Instant[];
      managerAt: Instant | null;
    }
  | { type: 'partnerReplied'; rule: RuleId; partner: Recipient; result: CheckResult; doneAt: Instant; note?: string }
  | { type: 'noticeServed'; rule: RuleId; notice: string; method: string; servedOn: IsoDate }
  | { type: 'gateOverridden'; action: GateAction; second: string; reason: string; lifted: Blocker[] }
  | { type: 'adviceRequested' }
  | { type: 'adviceGiven'; advice: 'remove' | 'keep'; reason: string }
  | { type: 'outcomeProposed'; rule: RuleId; outcome: string; note?: string }
  | {
      type: 'outcomeDecided';
      rule: RuleId;
      outcome: StandardOutcome;
      effect: 'closes' | 'inactive' | 'stays';
      cmeFrom: IsoDate;
      monitoringUntil?: IsoDate;
      note?: string;
    }
  | { type: 'madeInactive'; rule: RuleId }
  | { type: 'caseClosed'; rule: RuleId }
  | { type: 'caseReopened'; reason: string }
  | { type: 'episodeStarted'; episode: number; startedAt: Instant }
  | { type: 'ownerChanged'; rule: RuleId; owner: string }
  | { type: 'assigned'; to: string; rule: RuleId }
  | { type: 'policyAdopted'; policy: string; was: string }
  | { type: 'calendarChanged'; reason: string }
  | { type: 'noteAdded'; text: string; away?: { who: string; from: Instant; until?: Instant; deputy?: string } };

export interface Stamp {
  /** 1, 2, 3 … over the whole case, without a gap. */
  seq: number;
  at: Instant;
  /** A person's id, or `system`. */
  by: string;
  role?: Role;
}

export type CaseEvent = Happening & Stamp;
export type EventType = Happening['type'];
