import type { CaseInput, Match, Person, PersonInput, Referral } from '../../domain/inputs.js';
import type { CompiledPolicy, StandardOutcome } from '../../domain/policy.js';
import type { CaseState } from '../../domain/state.js';
import type { Instant } from '../../domain/time.js';
import type { Chance } from './chance.js';
import type { Office } from './office.js';

/** Something that somebody does to a case at a time, as the case stands then: nothing, where there is nothing to do. */
export interface Act {
  at: Instant;
  inputs(state: CaseState): CaseInput[];
}

/** What a course of acts is drawn from. */
export interface Course {
  policy: CompiledPolicy;
  office: Office;
  chance: Chance;
  receivedAt: Instant;
  referral: Referral;
  ends: StandardOutcome;
  officer: Person;
  /** The policy puts such a child first. */
  prioritised: boolean;
}

export const MANAGER: Person = { id: 'manager-1', role: 'manager' };
export const LEAD: Person = { id: 'dsl-1', role: 'dsl' };
export const REFERRER: Person = { id: 'referrer', role: 'referrer' };

export const by = (person: Person, input: PersonInput): CaseInput => ({ ...input, by: person });

export const further = (referral: Referral, match: Match): CaseInput => ({
  do: 'referral',
  by: REFERRER,
  referral,
  match,
});

/** An act that one input is. */
export const act = (at: Instant, person: Person, input: PersonInput): Act => ({
  at,
  inputs: () => [by(person, input)],
});

/** An act that makes sense only while the case is like this. */
export const actWhile = (
  at: Instant,
  holds: (state: CaseState) => boolean,
  person: Person,
  input: PersonInput,
): Act => ({
  at,
  inputs: (state) => (holds(state) ? [by(person, input)] : []),
});
