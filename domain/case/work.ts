/** Whether the work that a deadline or a gate asks for is done, and when. */
import type { MetBy, RuleId } from '../policy.js';
import type { Check, Deadline } from '../state.js';
import { later, type Instant } from '../time.js';
import type { Turn } from './turn.js';

/** The attendance code for "reason not yet established": the school has to correct it (NAT-N5). */
export const UNSETTLED_CODE = 'N';

export const isDone = (check: Check): boolean => check.state === 'done' || check.state === 'not_applicable';

/**
 * The checks that must be done: required ones, and conditional ones that are open by their condition. A check that a
 * message does holds nothing up.
 */
export function requiredChecks(turn: Turn): Check[] {
  return presentChecks(turn).filter((check) => check.required);
}

/** Those of the named checks that are on the case; a conditional one that never opened asks for nothing. */
export function namedChecks(turn: Turn, ids: RuleId[] | 'required'): Check[] {
  return ids === 'required' ? requiredChecks(turn) : presentChecks(turn).filter((check) => ids.includes(check.id));
}

/** The checks that the case shows: those opened, less conditional ones whose condition ceased before any work on them. */
export function presentChecks(turn: Pick<Turn, 'state' | 'world' | 'holds'>): Check[] {
  return turn.state.checks.filter((check) => {
    if (check.state !== 'open' || check.attempts.length > 0) return true;
    const rule = turn.world.policy.checks.find((r) => r.id === check.id);
    return rule?.when === undefined || turn.holds(rule.when) === true;
  });
}

const LATE_ENTRIES_COUNT: readonly Deadline['state'][] = ['open', 'breached', 'lapsed'];

/** A check entered after the end of a deadline it counts for, and done before it. */
export function isLateEntry(turn: Turn, id: string, doneAt: Instant): boolean {
  return turn.state.deadlines.some((deadline) => {
    if (deadline.dueAt === null || turn.at <= deadline.dueAt || doneAt > deadline.dueAt) return false;
    if (!LATE_ENTRIES_COUNT.includes(deadline.state)) return false;
    const met = turn.world.policy.deadlines.find((rule) => rule.id === deadline.rule)?.met;
    if (met?.act === true && deadline.rule === id) return true;
    if (met?.checks === 'required') return turn.state.checks.some((check) => check.id === id && check.required);
    return met?.checks?.includes(id) ?? false;
  });
}

export interface Completion {
  /** When the last part of the work was really done. */
  doneAt: Instant;
  /** Whether a part of it was entered after the deadline although done before. */
  recordedAt: Instant;
}

/** When the work of a deadline was complete, or undefined while it is not. */
export function completionOf(turn: Turn, met: MetBy, deadline: Deadline): Completion | undefined {
  const parts: Completion[] = [];
  if (met.checks !== undefined) {
    const checks = namedChecks(turn, met.checks);
    if (checks.length === 0) return undefined;
    for (const check of checks) {
      if (!isDone(check) || check.doneAt === null || check.recordedAt === null) return undefined;
      parts.push({ doneAt: check.doneAt, recordedAt: check.recordedAt });
    }
  }
  if (met.act === true) {
    // What was done for the occurrence before, and entered late, does not count again.
    const before = turn.state.deadlines.filter(
      (d) => d.rule === deadline.rule && d.occurrence < deadline.occurrence && d.dueAt !== null,
    );
    const since = before.at(-1)?.dueAt ?? '';
    const act = turn.state.acts.find(
      (a) => a.rule === deadline.rule && a.recordedAt >= deadline.setAt && a.doneAt > since,
    );
    if (act === undefined) return undefined;
    parts.push({ doneAt: act.doneAt, recordedAt: act.recordedAt });
  }
  if (met.corrected === true) {
    const code = turn.state.attendance.find(({ date }) => date === deadline.clock?.from)?.code;
    if (code === undefined || code === UNSETTLED_CODE) return undefined;
    parts.push({ doneAt: turn.at, recordedAt: turn.at });
  }
  // A referral that has to come by a day has come: what it was in time for is met by it.
  if (met.referral === true) parts.push({ doneAt: turn.state.receivedAt, recordedAt: turn.state.receivedAt });
  if (met.facts !== undefined) {
    if (turn.holds(met.facts) !== true) return undefined;
    parts.push({ doneAt: turn.at, recordedAt: turn.at });
  }
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  return rest.reduce(
    (all, part) => ({ doneAt: later(all.doneAt, part.doneAt), recordedAt: later(all.recordedAt, part.recordedAt) }),
    first,
  );
}
