/**
 * The compiled policy: what `decide` reads, and nothing else. A case carries it, pinned by version. Titles, sources,
 * guidance and templates stay outside, joined by rule id. `config/` compiles it from the packs.
 */
import type { Mode, Unit } from './calendar/types.js';
import type { IsoDate } from './time.js';

/** `BRA-D1`, `NAT-S437`, `SYS-ACK`. The part before the first hyphen names the layer. */
export type RuleId = string;
export type FactId = string;
export type FactValue = boolean | number | string;
export type FactType = 'boolean' | 'text' | 'number' | 'date';

/**
 * A condition over facts, three-valued: a comparison with a fact that nobody stated is unknown.
 * `known` and `past` read: a value is stated; a stated date lies before the day asked.
 */
export type Condition =
  | { fact: FactId; is: FactValue }
  | { fact: FactId; op: '<' | '<=' | '>' | '>='; value: number | IsoDate }
  | { fact: FactId; known: boolean }
  | { fact: FactId; past: true }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

export type Recipient = string;
export type Channel = 'email' | 'sms' | 'letter' | 'webhook';
export type Purpose =
  | 'acknowledgement'
  | 'request'
  | 'reminder'
  | 'breach'
  | 'concern'
  | 'chaser'
  | 'feedback'
  | 'decision'
  | 'review'
  | 'notice'
  | 'assignment'
  | 'advice'
  | 'letter'
  | 'digest';

/** `authority` is every role of the council; others are `school`, `parent`, `system`, `partner:<id>`. */
export type Actor = string;

/**
 * What starts a count: a step of the case (`referral_received`, `referral_accepted`, `marker_identified`), a fact whose
 * value is a date, the service of a notice (`service`), or a session coded N (`session_coded_n`), each of which has a
 * deadline of its own. `marker_identified` is the moment the case first reached its pack's first risk level.
 */
export type ClockEvent = string;

/** The event itself; the later of several; or the first of several whose condition holds and whose date is known. */
export type ClockRef =
  { event: ClockEvent } | { laterOf: ClockEvent[] } | { firstOf: { event: ClockEvent; when?: Condition }[] };

export interface PolicyPeriod {
  amount: number;
  unit: Unit;
  mode: Mode;
}

/** How a deadline is met. `checks: 'required'` means every check that is required, or open by its condition. */
export interface MetBy {
  checks?: RuleId[] | 'required';
  facts?: Condition;
  /** One act, recorded with `recordCheck` under the deadline's own id. */
  act?: boolean;
  /** The code of the session that started the clock was corrected: it is no longer N. */
  corrected?: boolean;
  /** The referral itself: met where it was received in time, else lapsed. For a duty to refer within a period. */
  referral?: boolean;
}

export interface DeadlineRule extends PolicyPeriod {
  id: RuleId;
  actor: Actor;
  clock: ClockRef;
  when?: Condition;
  /** Due at this hour of the last day instead of at its end, `17:00`. */
  hour?: string;
  met: MetBy;
  /** Counted from receipt instead, where the due instant is already past when the case is referred. */
  lateReferral?: PolicyPeriod;
  /** A shorter period while a condition holds; a deadline is shortened by it, never lengthened. */
  shorter?: (PolicyPeriod & { when: Condition })[];
  /** A duty on a span of days: the first day of the span, counted like the last (`amount`). */
  opensAmount?: number;
  /** Repeats from the clock's event, due each time at the end of the period, until an outcome. */
  recurring?: boolean;
  /** A task for a person, opened with the deadline and done when it is met. */
  task?: { kind: string; for: Recipient };
}

/** A minimum period: the action is allowed from the day after it completes. */
export interface EarliestRule extends PolicyPeriod {
  id: RuleId;
  action: GateAction;
  clock: ClockRef;
  when?: Condition;
  /** Where a more specific period holds (its condition is true), this one does not count. */
  unless?: Condition;
  task?: { kind: string; for: Recipient };
}

export type TimeBand = string;

export interface CheckRule {
  id: RuleId;
  need: 'required' | 'conditional' | 'optional';
  actor: Actor;
  when?: Condition;
  /** The partner that `askPartner` writes to, `partner:<id>`. */
  partner?: string;
  /** The partner is asked as soon as the check opens, unless the case is restricted. */
  askAutomatically?: boolean;
  /** Several attempts, in distinct time bands where `distinct`, each with evidence where `evidence`. */
  attempts?: { min: number; distinct?: boolean; evidence?: boolean };
  /** Opens only when these checks are done or not applicable. */
  after?: RuleId[];
  /** Done by the message of this rule; holds no gate. */
  doneByMessage?: RuleId;
  /** Its result "nothing found" shows that there is no evidence of safeguarding concerns known elsewhere. */
  reveals?: FactId[];
}

/** `inactive`, `close`, `roll_removal`, `next_step`, `outcome:<id>`. */
export type GateAction = string;

/** What keeps an action shut. Each test names what it found. */
export type GateTest =
  /** Shut while the condition is true or not known. */
  | { condition: Condition; why?: string }
  /** Shut while the condition is not true (false or not known). */
  | { needs: Condition; why?: string }
  /** Shut while a fact is true; unknown counts as none once `revealedBy` is done with nothing found. */
  | { evidence: FactId[]; revealedBy?: RuleId }
  /** Shut while one of these checks is neither done nor not applicable. */
  | { checks: RuleId[] | 'required' }
  /** Shut until these minimum periods are complete. */
  | { periods: RuleId[] };

export interface GateRule {
  rule: RuleId;
  action: GateAction;
  test: GateTest;
  /** The gate exists only while this is true or not known. */
  when?: Condition;
}

export type Trigger =
  /** The referral was accepted, or rejected; both. */
  | 'accepted'
  | 'rejected'
  | 'referral_decision'
  /** Any outcome was decided. */
  | 'outcome'
  /** The case ended (closed or made inactive). */
  | 'ended'
  /** A roll-removal advice was given. */
  | 'advice'
  /** The condition became true; once an episode. */
  | 'condition';

export interface MessageRule {
  id: RuleId;
  on: Trigger;
  when?: Condition;
  /** Only for these standard outcomes, where `on` is `outcome` or `ended`. */
  outcomes?: StandardOutcome[];
  /** `referrer` is every referrer of the case, by the feedback rule where the purpose is `feedback`. */
  to: Recipient[];
  channel: Channel;
  purpose: Purpose;
  template: string;
  /** Sent before it is recorded, never overtaken, regardless of quiet hours. */
  safeguarding?: boolean;
}

export interface TaskRule {
  id: RuleId;
  kind: string;
  for: Recipient;
  on: Trigger;
  when?: Condition;
  outcomes?: StandardOutcome[];
  /** Counted from the day the task opens; none means as soon as possible. */
  due?: PolicyPeriod;
  /** Done by itself when this is true. */
  doneWhen?: Condition;
}

export type StandardOutcome =
  | 'in_education'
  | 'located_no_place'
  | 'on_roll_not_attending'
  | 'moved_authority'
  | 'moved_abroad'
  | 'not_compulsory_age'
  | 'not_traced'
  | 'duplicate'
  | 'died';

export interface OutcomeRule {
  id: RuleId;
  outcome: StandardOutcome;
  /** Decided by its own id only: asked for by the standard name, the pack has no such outcome. */
  byIdOnly?: boolean;
  /** Where several rules of a pack map to one outcome, the first whose condition is true is taken. */
  when?: Condition;
  /** `stays`: the case goes on (a place must be found, another authority must confirm). */
  effect: 'closes' | 'inactive' | 'stays';
  /** Closes although `stays`, once this is true (`registered_elsewhere`). */
  closesWhen?: Condition;
  /** Facts that the outcome shows: `located`, `whereabouts_known`. */
  shows?: FactId[];
  owner?: string;
  /** Attendance is watched for this long after the outcome; the case stays open in the stage `monitoring`. */
  monitoring?: PolicyPeriod;
  task?: { kind: string; for: Recipient; due?: PolicyPeriod };
}

export interface Rejection {
  rule: RuleId;
  when: Condition;
  /** Only for a child who is still too young (`before`) or already too old (`after`) for compulsory school. */
  age?: 'before' | 'after';
  reason: string;
  signpost?: string;
}

export interface NoticeRule extends PolicyPeriod {
  id: RuleId;
  notice: string;
  actor: Actor;
  action: GateAction;
  task: { kind: string; for: Recipient };
  /** Service by this method needs the condition, under this rule. */
  methods: { method: string; needs?: Condition; rule?: RuleId }[];
}

/** Who is told of a concern, beside the designated lead. */
export interface ConcernRoute {
  rule: RuleId;
  to: Recipient;
  template: string;
  /** Any of these: over the facts as the concern makes them; the kind of the concern; `immediate`. None: always. */
  when?: Condition;
  kinds?: ConcernKind[];
  immediate?: boolean;
}

export type ConcernKind =
  | 'welfare'
  | 'crime'
  | 'abuse'
  | 'neglect'
  | 'exploitation'
  | 'forced_marriage'
  | 'fgm'
  | 'trafficking'
  | 'radicalisation'
  | 'other';

/** The system's own rules, each of which a pack may override. */
export interface Defaults {
  /** 09:00, Europe/London: reminders, the manager's first breach message, the digest. */
  digestTime: string;
  reminderWorkingDays: number;
  chaseWorkingDays: number[];
  chaseManagerWorkingDays: number;
  reviewWeeks: number;
  concernTaskMinutes: number;
  concernDeputyMinutes: number;
  concernManagerMinutes: number;
  ageNoticeDays: number[];
}

export interface CompiledPolicy {
  id: string;
  version: string;
  title: string;
  /** The first and, where it was replaced, the last day on which a referral is taken under this version. */
  effectiveFrom: IsoDate;
  /** Facts a pack declares beside the closed list of `facts.ts`. */
  facts: Record<FactId, { type: FactType }>;
  scope: {
    rule: RuleId;
    in: Condition;
    mustAsk: FactId[];
    rejections: Rejection[];
    /** The system may reject by itself where this is true, under the bounds of `semantics`. */
    autoReject?: { rule: RuleId; when: Condition };
  };
  triage: { rule: RuleId; level: string; when: Condition; otherwise: string } | null;
  category:
    | { rule: RuleId; values: { value: string; when: Condition; rule: RuleId }[] }
    | { rule: RuleId; fact: FactId; oneOf?: string[] }
    | null;
  deadlines: DeadlineRule[];
  earliest: EarliestRule[];
  /** `strictest`: every period must be complete. */
  checks: CheckRule[];
  /** Upper bounds of the bands of a working day, and the name of each: lower bound included. */
  timeBands: { name: TimeBand; from: string }[];
  gates: GateRule[];
  messages: MessageRule[];
  tasks: TaskRule[];
  outcomes: OutcomeRule[];
  notices: NoticeRule[];
  concerns: { routes: ConcernRoute[]; kinds?: ConcernKind[] };
  /** `handovers`: the case goes to another owner once the condition is true, the first that holds. */
  owner: { initial: string; handovers?: { rule: RuleId; when: Condition; to: string }[] };
  rollRemoval: { mode: 'school_decides' | 'la_advice_required' | 'la_agreement_required'; adviceBy: string };
  expected: { rule: RuleId; from: { amount: number; unit: Unit }; to: { amount: number; unit: Unit } } | null;
  /** Contact roles and partners that a message may go to; `secure` ones may receive the child's details. */
  contacts: Record<Recipient, { secure?: boolean; channel?: Channel }>;
  forms: string[];
  /** Days on which no text goes to a family, beside the quiet hours: 1 Monday to 7 Sunday. */
  quietWeekdays: number[];
  defaults: Defaults;
}

export interface PolicyRef {
  id: string;
  version: string;
}

export const policyName = (policy: PolicyRef): string => `${policy.id}@${policy.version}`;
