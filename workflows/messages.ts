/**
 * What may be sent to an enquiry, and what it answers: names and types of updates, signals and queries. The only part
 * of workflows/ that others import.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Calendars } from '../domain/calendar/types.js';
import type { CaseEvent } from '../domain/events.js';
import type { CaseInput, InputName, Person } from '../domain/inputs.js';
import type { CompiledPolicy } from '../domain/policy.js';
import type { CaseState } from '../domain/state.js';
import type { Instant } from '../domain/time.js';
import type { CaseView } from '../domain/view.js';

/** Task queues. Each kind of work has its own, so that one that is stuck holds no other up. */
export const TASK_QUEUES = {
  enquiry: 'enquiry',
  record: 'record',
  send: 'send',
  safeguarding: 'send-safeguarding',
} as const;

export const ENQUIRY_WORKFLOW = 'enquiryWorkflow';

/** The id of a case's workflow. Holds no personal data: the case id is random. */
export const enquiryWorkflowId = (authority: string, caseId: string): string => `enquiry/${authority}/${caseId}`;

/** What starts an enquiry, and what it carries from run to run. */
export interface EnquiryStart {
  authority: string;
  caseId: string;
  policy: CompiledPolicy;
  calendars: Calendars;
  /** Null for a new case; else the state carried over, or folded from the register's events. */
  state: CaseState | null;
  /** Events that the register does not hold yet. */
  unrecorded?: CaseEvent[];
  /** Events that the register took last, newest last: to be written again should it have lost them. */
  tail?: CaseEvent[];
  /** Requests already answered in earlier runs, newest last, at most 500: the request's id and its answer. */
  answered?: [string, InputAnswer][];
  /** A demonstration case that was moved in time; for ever. */
  rehearsed?: boolean;
  /** How far the case's clock is ahead of the server's, for tests and rehearsals only. */
  clockOffsetSeconds?: number;
  /** Days a case rests after its end before its run ends. */
  restDays?: number;
  /** Task queue names by kind, where they differ from the shipped ones (tests run side by side). */
  queues?: Partial<Record<keyof typeof TASK_QUEUES, string>>;
  /** Messages that fell due and have not left the case's hands yet. Written by the workflow alone. */
  unsent?: DueMessage[];
  /** Receipts and calendar changes already taken, newest last, at most 500. Written by the workflow alone. */
  seen?: string[];
  /** Continues as new after this many history events: for tests only. */
  renewAfterEvents?: number;
}

/** A message as it fell due, with the episode it belongs to: the two name its row in the ledger. */
export interface DueMessage {
  episode: number;
  message: CaseEvent & { type: 'messageDue' };
}

/** The answer to an accepted input: how far the record has come, so that a reader can wait for it. */
export interface InputAnswer {
  /** The sequence of the last event that this input caused. */
  seq: number;
  /** The instant at which it was taken. */
  at: Instant;
  status: string;
  /** The events the input caused. */
  events: CaseEvent[];
}

/** Every input there is. A record, so that the compiler misses none. */
const INPUTS: Record<InputName, true> = {
  referral: true,
  acceptReferral: true,
  rejectReferral: true,
  proposeRejection: true,
  confirmDuplicate: true,
  refuseDuplicate: true,
  recordCheck: true,
  addCheck: true,
  markNotApplicable: true,
  recordFact: true,
  raiseConcern: true,
  acknowledgeConcern: true,
  resolveConcern: true,
  reviewHistory: true,
  assign: true,
  staffAway: true,
  askPartner: true,
  partnerReplied: true,
  serveNotice: true,
  recordAttendance: true,
  proposeOutcome: true,
  decideOutcome: true,
  requestRollRemovalAdvice: true,
  giveRollRemovalAdvice: true,
  completeTask: true,
  overrideGate: true,
  reopen: true,
  adoptPolicy: true,
  deliveryReported: true,
  note: true,
  calendarChanged: true,
};
export const isInputName = (name: string): name is InputName => Object.hasOwn(INPUTS, name);
export const INPUT_NAMES: readonly InputName[] = Object.keys(INPUTS).filter(isInputName);

/** One update for each input, under the input's own name. The request's idempotency key is the update's id. */
export const inputUpdate = (name: InputName) => defineUpdate<InputAnswer, [CaseInput]>(name);

/** The type of an update's failure when the domain refuses an input; its details hold the refusal. */
export const INPUT_REFUSED = 'InputRefused';

export interface LiveEnquiry {
  view: CaseView;
  state: CaseState;
  policy: string;
  /** The last event, and the last one that the register is known to hold. */
  seq: number;
  recordedSeq: number;
  nextWake: Instant | null;
  now: Instant;
  rehearsed: boolean;
  /** The case rests after its end. */
  resting: boolean;
}

/** The whole case as the workflow holds it. */
export const getEnquiryQuery = defineQuery<LiveEnquiry>('getEnquiry');

/** A machine's receipt of a message: the sender does not wait. */
export interface DeliveryReceipt {
  rule: string;
  to: string;
  occurrence: number;
  status: 'delivered' | 'temporary_failure' | 'permanent_failure';
  /** The provider's event id: the same receipt twice counts once. */
  receipt: string;
}
export const deliveryReportedSignal = defineSignal<[DeliveryReceipt]>('deliveryReport');

/** A calendar as it is now, from a fan-out. Idempotent on the change's id. */
export interface CalendarChange {
  change: string;
  reason: string;
  calendars: Calendars;
}
export const calendarChangedSignal = defineSignal<[CalendarChange]>('calendarChange');

/** Wakes a sleeping case, so that it moves to the newest deployment or plays what fell due. */
export const nudgeSignal = defineSignal('nudge');

/** The register was found to hold a case only up to this event: what follows is written again, as far as remembered. */
export const recordAgainSignal = defineSignal<[number]>('recordAgain');

/** Marks a demonstration case as moved in time. */
export const rehearsedSignal = defineSignal('rehearsed');

export const FAN_OUT_WORKFLOW = 'fanOutWorkflow';

/** The id of a fan-out: the same change is brought to the cases once. */
export const fanOutWorkflowId = (authority: string, change: string): string => `fan-out/${authority}/${change}`;

/** Brings a change to every open case of an authority. Start it with {@link fanOutStart}. */
export interface FanOutStart {
  authority: string;
  change: string;
  what: { kind: 'calendar'; reason: string } | { kind: 'policy'; policy: string; by: Person };
  after: string;
  soFar: { reached: number; refused: number; absent: number };
  queue: string;
}

export const fanOutStart = (
  of: Pick<FanOutStart, 'authority' | 'change' | 'what'>,
  queue: string = TASK_QUEUES.record,
): FanOutStart => ({ ...of, after: '', soFar: { reached: 0, refused: 0, absent: 0 }, queue });

/** Names of the workflows that schedules start; each takes the queue of its activities. */
export const DIGEST_WORKFLOW = 'digestWorkflow';
export const DUTIES_WORKFLOW = 'dutiesWorkflow';
export const RETRY_PARKED_WORKFLOW = 'retryParkedWorkflow';
