/** The parts of a case's state as an event changes them. Each answers a new list or record; none is changed where it stands. */
import type { CaseEvent } from './events.js';
import type { FactId, FactValue, RuleId } from './policy.js';
import type { CaseState, Check, Concern, Deadline } from './state.js';
import type { Instant } from './time.js';

export function stepRequest(state: CaseState, request: number, step: { chased?: number; managerTold?: boolean }) {
  return state.partnerRequests.map((r) =>
    r.request === request
      ? { ...r, chased: r.chased + (step.chased ?? 0), managerTold: step.managerTold ?? r.managerTold }
      : r,
  );
}

export const fire = (state: CaseState, rule: string): string[] =>
  state.fired.includes(rule) ? state.fired : [...state.fired, rule];

export function putFact(
  facts: CaseState['facts'],
  fact: FactId,
  value: FactValue,
  from: Instant,
  by: string,
): CaseState['facts'] {
  return { ...facts, [fact]: { value, from, by } };
}

export const settleProposal = (state: CaseState, id: string, to: 'confirmed' | 'refused') =>
  state.proposals.map((p) => (p.id === id ? { ...p, state: to } : p));

export function changeDeadline(
  state: CaseState,
  of: { rule: RuleId; occurrence: number },
  to: (deadline: Deadline) => Deadline,
): Deadline[] {
  return state.deadlines.map((d) => (d.rule === of.rule && d.occurrence === of.occurrence ? to(d) : d));
}

export function blocked(event: CaseEvent & { type: 'deadlineBlocked' }): Deadline {
  return {
    rule: event.rule,
    occurrence: event.occurrence,
    actor: event.actor,
    due: event.due,
    dueAt: event.dueAt,
    state: 'blocked',
    clock: event.clock,
    skipped: event.skipped,
    setAt: event.at,
    reason: event.reason,
    ...(event.missing === undefined ? {} : { missing: event.missing }),
  };
}

export function putDeadline(state: CaseState, deadline: Deadline): Deadline[] {
  const rest = state.deadlines.filter((d) => d.rule !== deadline.rule || d.occurrence !== deadline.occurrence);
  return [...rest, deadline];
}

export const changeCheck = (state: CaseState, id: RuleId, to: (check: Check) => Check): Check[] =>
  state.checks.map((check) => (check.id === id ? to(check) : check));

export const changeConcern = (state: CaseState, id: string, to: (concern: Concern) => Concern): Concern[] =>
  state.concerns.map((concern) => (concern.id === id ? to(concern) : concern));

export const endRequests = (state: CaseState, check: RuleId, at: Instant) =>
  state.partnerRequests.map((r) => (r.check === check && r.repliedAt === undefined ? { ...r, repliedAt: at } : r));

export const useOverride = (state: CaseState, actions: string[]) =>
  state.overrides.map((o) => (actions.includes(o.action) ? { ...o, used: true } : o));
