/**
 * What may be done to a case: the inputs of the scenario format, which the API takes under the same names. Free text
 * (`note`, `reason`, `evidence`, `text`, `spokenTo`, `reference`) is opaque here: the API passes the id of a stored text.
 */
import type { Calendars } from './calendar/types.js';
import type { CompiledPolicy, ConcernKind, FactId, FactValue, RuleId } from './policy.js';
import type { Instant, IsoDate } from './time.js';

export const ROLES = [
  'officer',
  'senior',
  'manager',
  'dsl',
  'administrator',
  'auditor',
  'referrer',
  'partner',
  'trainer',
] as const;
export type Role = (typeof ROLES)[number];

/** Who acts: a person's id and the role in which they act. `system` is no person. */
export interface Person {
  id: string;
  role: Role;
}

export const REFERRER_KINDS = ['school', 'professional', 'public', 'anonymous'] as const;
export type ReferrerKind = (typeof REFERRER_KINDS)[number];

/** A referrer as the core knows one: how they may be answered, never who they are. */
export interface Referrer {
  /** The register's number of the referrer on its case; nothing here reads it. Absent in a scenario. */
  id?: string;
  kind: ReferrerKind;
  /** How the referrer can be reached: e-mail first, else a text. */
  reply: 'email' | 'sms' | null;
  /** Signed in, or an address in the directory. In a scenario: a school or professional with an e-mail address. */
  verified: boolean;
}

/** How sure a further referral is about the same child. Found outside the core, which holds no names. */
export type Match = 'same_upn' | 'similar' | 'confirmed';

export interface Referral {
  receivedAt: Instant;
  form?: string;
  referrer: Referrer;
  child: { dateOfBirth?: IsoDate; dobEstimated?: boolean };
  facts: Record<FactId, FactValue>;
  /** The case has no way to find the child yet, or fields of the form are empty: shown, never refused. */
  incomplete?: boolean;
}

export const CHECK_RESULTS = [
  'information_found',
  'nothing_found',
  'contact_made',
  'child_seen',
  'no_reply',
  'refused',
  'not_applicable',
] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

export const CONCERN_KINDS = [
  'welfare',
  'crime',
  'abuse',
  'neglect',
  'exploitation',
  'forced_marriage',
  'fgm',
  'trafficking',
  'radicalisation',
  'other',
] as const satisfies readonly ConcernKind[];

type Text = string;

export type PersonInput =
  | { do: 'acceptReferral'; reason?: Text }
  | { do: 'rejectReferral'; reason?: Text }
  | { do: 'confirmDuplicate'; proposal?: string }
  | { do: 'refuseDuplicate'; proposal?: string }
  | { do: 'recordCheck'; check: RuleId; result: CheckResult; doneAt?: Instant; evidence?: Text; note?: Text }
  | { do: 'addCheck'; check: RuleId; title: Text; reason: Text }
  | { do: 'markNotApplicable'; check: RuleId; reason: Text }
  | { do: 'recordFact'; fact: FactId; value: FactValue }
  | { do: 'raiseConcern'; kind: ConcernKind; immediate: boolean; note: Text }
  | { do: 'acknowledgeConcern'; concern?: string; spokenTo: Text; reference?: Text; note?: Text }
  | { do: 'resolveConcern'; concern?: string; reason: Text }
  | { do: 'reviewHistory'; reason: Text }
  | { do: 'assign'; to: string; toRole: Role }
  | { do: 'staffAway'; who: string; from: Instant; until?: Instant; deputy?: string }
  | { do: 'askPartner'; check: RuleId }
  | { do: 'partnerReplied'; check: RuleId; result: CheckResult; doneAt?: Instant; note?: Text }
  | { do: 'serveNotice'; notice: string; method: string; servedOn: IsoDate }
  | { do: 'recordAttendance'; date: IsoDate; code: string }
  | { do: 'proposeOutcome'; outcome: string; note?: Text }
  | { do: 'decideOutcome'; outcome: string; note?: Text }
  | { do: 'requestRollRemovalAdvice' }
  | { do: 'giveRollRemovalAdvice'; advice: 'remove' | 'keep'; reason: Text }
  | { do: 'completeTask'; kind: string; rule: RuleId; note?: Text }
  | { do: 'proposeRejection'; reason: Text }
  | { do: 'overrideGate'; action: string; second: string; secondRole: Role; reason: Text }
  | { do: 'reopen'; reason: Text }
  | { do: 'adoptPolicy'; policy: string }
  | { do: 'deliveryReported'; rule: RuleId; to: string; occurrence?: number; status: DeliveryStatus }
  | { do: 'note'; text: Text };

export type DeliveryStatus = 'delivered' | 'temporary_failure' | 'permanent_failure';

export type InputName = PersonInput['do'] | 'referral' | 'calendarChanged';

/**
 * An input with who sent it. `calendarChanged` comes from a fan-out and carries the calendars as they are now;
 * `adoptPolicy` carries the compiled policy that its name stands for. `referral` starts the case or is a further one.
 */
export type CaseInput =
  | (PersonInput & { by: Person; adopted?: CompiledPolicy; channel?: string })
  | { do: 'referral'; by: Person; referral: Referral; match?: Match; channel?: string }
  | { do: 'calendarChanged'; reason: string; calendars: Calendars };

/** Whether an input tells of a child in danger, or that somebody saw to it. Such a one never waits behind ordinary work. */
export function isSafeguarding(input: CaseInput): boolean {
  switch (input.do) {
    case 'raiseConcern':
    case 'acknowledgeConcern':
      return true;
    case 'referral':
      return STATED_CONCERNS.some((fact) => input.referral.facts[fact] === true);
    default:
      return false;
  }
}

const STATED_CONCERNS: readonly FactId[] = ['safeguarding_concern', 'imminent_harm', 'crime_suspected'];
