import { workingDaysAfter } from '../calendar/count.js';
import { atTime } from '../calendar/london.js';
import type { DeadlineRule, MetBy, PolicyPeriod } from '../policy.js';
import type { Deadline } from '../state.js';
import { later } from '../time.js';
import { dueOf, isPerSession, sessionStart, startOf, startOfDeadline, type Started } from './clocks.js';
import { send } from './messages.js';
import { computed, correct, floored, occurrencePeriod } from './moved.js';
import { endTasks, openTask } from './tasks.js';
import type { Turn } from './turn.js';
import { completionOf, UNSETTLED_CODE } from './work.js';

const AUTHORITY = 'authority';

/** Sets the deadlines that now have a rule, a true condition and a clock; shortens, corrects and meets those there are. */
export function syncDeadlines(turn: Turn): void {
  for (const rule of turn.world.policy.deadlines) {
    if (isPerSession(rule)) {
      syncSessions(turn, rule);
      continue;
    }
    const current = latest(turn, rule.id);
    if (current === undefined || (current.state === 'cancelled' && current.reason === DUPLICATE_REFUSED)) {
      if (applies(turn, rule)) setDeadline(turn, rule, (current?.occurrence ?? 0) + 1);
    } else if (current.state === 'cancelled' && CANCELLED_BY_ENDING.includes(current.reason ?? '')) {
      if (turn.state.outcome === null && applies(turn, rule)) resume(turn, rule, current);
    } else if (current.state === 'open') {
      correct(turn, rule, current);
    } else if (current.state === 'blocked' && current.missing !== undefined) {
      unblock(turn, rule, current);
    }
  }
  meetDeadlines(turn);
}

function syncSessions(turn: Turn, rule: DeadlineRule): void {
  for (const { date, code } of turn.state.attendance) {
    const known = turn.state.deadlines.filter((d) => d.rule === rule.id);
    const current = known.find((d) => d.clock?.from === date);
    if (current?.state === 'blocked' && current.missing !== undefined) unblock(turn, rule, current);
    if (current !== undefined || code !== UNSETTLED_CODE || !applies(turn, rule)) continue;
    setDeadline(turn, rule, known.length + 1, sessionStart(turn, date));
  }
}

export const DUPLICATE_REFUSED = 'the duplicate was refused';
export const CASE_ENDED = 'the case has ended';
export const OUTCOME_DECIDED = 'an outcome was decided';
const CANCELLED_BY_ENDING: readonly string[] = [CASE_ENDED, OUTCOME_DECIDED];

const applies = (turn: Turn, rule: DeadlineRule): boolean => rule.when === undefined || turn.holds(rule.when) === true;

export const latest = (turn: Turn, rule: string): Deadline | undefined =>
  turn.state.deadlines.findLast((d) => d.rule === rule);

export function setDeadline(
  turn: Turn,
  rule: DeadlineRule,
  occurrence: number,
  start: Started | undefined = startOf(turn, rule.clock),
): void {
  if (start === undefined) return;
  const base = { rule: rule.id, occurrence, actor: rule.actor };
  const due = computed(turn, occurrencePeriod(rule, occurrence), start);
  if (!due.ok) {
    turn.emit({
      type: 'deadlineBlocked',
      ...base,
      due: null,
      dueAt: null,
      clock: due.clock,
      skipped: [],
      reason: `the calendar ${due.missing.calendar} is not loaded for ${due.missing.needed}`,
      missing: due.missing,
    });
    return;
  }
  if (rule.actor === AUTHORITY && due.dueAt <= turn.state.receivedAt) {
    turn.emit({
      type: 'deadlineBlocked',
      ...base,
      due: due.due,
      dueAt: due.dueAt,
      clock: due.clock,
      skipped: due.skipped,
      reason: 'already past when referred',
    });
    if (rule.lateReferral !== undefined) setFromReceipt(turn, rule, occurrence + 1, rule.lateReferral);
    return;
  }
  const opensOn =
    rule.opensAmount === undefined ? undefined : dueOf(turn, start, { ...rule, amount: rule.opensAmount });
  const dates = floored(turn, due);
  turn.emit({
    type: 'deadlineSet',
    ...base,
    ...dates,
    ...(opensOn?.ok === true ? { opensOn: opensOn.due } : {}),
  });
  if (rule.task !== undefined)
    openTask(turn, { kind: rule.task.kind, for: rule.task.for, rule: rule.id, due: dates.due, deadline: occurrence });
}

/** A reopened case takes up the deadlines that its end cancelled, as far as they still lie ahead. */
function resume(turn: Turn, rule: DeadlineRule, cancelled: Deadline): void {
  const start = startOf(turn, rule.clock);
  if (start === undefined) return;
  for (let occurrence = cancelled.occurrence; ; occurrence += 1) {
    const due = computed(turn, occurrencePeriod(rule, occurrence), start);
    if (!due.ok) return;
    if (due.dueAt > turn.at) {
      setDeadline(turn, rule, occurrence);
      return;
    }
    if (rule.recurring !== true) return;
  }
}

/** Sets a deadline that waited for a calendar. */
function unblock(turn: Turn, rule: DeadlineRule, current: Deadline): void {
  const start = startOfDeadline(turn, rule, current);
  if (start === undefined) return;
  const counted = computed(turn, occurrencePeriod(rule, current.occurrence), start);
  if (!counted.ok) return;
  if (rule.actor === AUTHORITY && counted.dueAt <= turn.state.receivedAt) {
    setDeadline(turn, rule, current.occurrence, start);
    return;
  }
  turn.emit({
    type: 'deadlineRecalculated',
    rule: rule.id,
    occurrence: current.occurrence,
    was: null,
    ...floored(turn, counted),
    reason: 'the calendar is loaded now',
  });
}

function setFromReceipt(turn: Turn, rule: DeadlineRule, occurrence: number, period: PolicyPeriod): void {
  const start = startOf(turn, { event: 'referral_received' });
  if (start === undefined) return;
  const due = dueOf(turn, start, period, rule.hour);
  if (!due.ok) return;
  const { ok: _ok, ...dates } = due;
  turn.emit({ type: 'deadlineSet', rule: rule.id, occurrence, actor: rule.actor, ...dates, lateReferral: true });
  if (rule.task !== undefined)
    openTask(turn, { kind: rule.task.kind, for: rule.task.for, rule: rule.id, due: due.due, deadline: occurrence });
}

/** Meets what is done: in time, late entries of what was done in time, and work done late, which stops the ladder. */
export function meetDeadlines(turn: Turn): void {
  for (const deadline of turn.state.deadlines) {
    const breached = deadline.state === 'breached' && deadline.workDoneAt === undefined;
    // What a school or a partner did in time is typed in later, mostly after its day: a late entry like any other.
    const lapsed = deadline.state === 'lapsed';
    if (deadline.state !== 'open' && !breached && !lapsed) continue;
    const rule = turn.world.policy.deadlines.find((r) => r.id === deadline.rule);
    const met = rule?.met ?? noticeMet(turn, deadline);
    if (met === undefined) continue;
    const completion = completionOf(turn, met, deadline);
    if (completion === undefined) continue;
    const { occurrence } = deadline;
    const inTime = deadline.dueAt === null || completion.doneAt <= deadline.dueAt;
    if (lapsed && !inTime) continue;
    if (!inTime && deadline.actor !== AUTHORITY && met.referral === true) {
      turn.emit({ type: 'deadlineLapsed', rule: deadline.rule, occurrence, due: deadline.due });
      continue;
    }
    if (breached && !inTime) {
      turn.emit({ type: 'ladderStopped', rule: deadline.rule, occurrence, doneAt: completion.doneAt });
    } else {
      if (breached)
        turn.emit({
          type: 'breachWithdrawn',
          rule: deadline.rule,
          occurrence,
          reason: 'done in time and entered late',
        });
      turn.emit({ type: 'deadlineMet', rule: deadline.rule, occurrence, metAt: completion.doneAt });
    }
    endTasks(turn, (task) => task.rule === deadline.rule && task.deadline === occurrence);
  }
}

/** A notice is answered when the authority is satisfied of suitable education. */
function noticeMet(turn: Turn, deadline: Deadline): MetBy | undefined {
  return turn.world.policy.notices.some((notice) => notice.id === deadline.rule)
    ? { facts: { fact: 'suitable_education', is: true } }
    : undefined;
}

/** The end of a deadline without its work: a breach of the authority's, with the first step of its ladder; else a lapse. */
export function endDeadline(turn: Turn, deadline: Deadline): void {
  const { rule, occurrence, due } = deadline;
  if (deadline.actor !== AUTHORITY) {
    turn.emit({ type: 'deadlineLapsed', rule, occurrence, due });
    return;
  }
  const { calendars, policy } = turn.world;
  // "The next working day" counts from D, the day it was due.
  const next = workingDaysAfter(due ?? turn.today, 1, calendars);
  const tellManagerAt = next.ok
    ? later(atTime(calendars.london, next.date, policy.defaults.digestTime), turn.at)
    : null;
  turn.emit({ type: 'deadlineBreached', rule, occurrence, due, tellManagerAt });
  send(turn, {
    rule,
    purpose: 'breach',
    basis: 'default',
    to: 'senior',
    template: 'breach-senior',
    fields: due === null ? {} : { dueDate: due },
  });
}

/** The manager's message about a breach, at 09:00 on the first working day after the day it was due. */
export function tellManager(turn: Turn, deadline: Deadline): void {
  send(turn, {
    rule: deadline.rule,
    purpose: 'breach',
    basis: 'default',
    to: 'manager',
    template: 'breach-manager',
    fields: deadline.due === null ? {} : { dueDate: deadline.due },
    step: { of: 'breach', occurrence: deadline.occurrence },
  });
}

/**
 * The next occurrence of a recurring rule, once the one before has ended. On a case that was closed meanwhile it is the
 * first that still lies ahead: nobody owed the ones between.
 */
export function nextOccurrence(turn: Turn, rule: DeadlineRule, previous: Deadline): void {
  setDeadline(turn, rule, firstAhead(turn, rule, previous.occurrence + 1));
}

/** The first occurrence from a number on that ends after now, as far as it can be counted. */
function firstAhead(turn: Turn, rule: DeadlineRule, from: number): number {
  const start = startOf(turn, rule.clock);
  if (start === undefined) return from;
  for (let occurrence = from; ; occurrence += 1) {
    const due = computed(turn, occurrencePeriod(rule, occurrence), start);
    if (!due.ok || due.dueAt > turn.at) return occurrence;
  }
}

/** Cancels what is still open, at the end of a case or when its cause is withdrawn. */
export function cancelDeadlines(turn: Turn, reason: string, which: (deadline: Deadline) => boolean = () => true): void {
  for (const deadline of turn.state.deadlines) {
    const open = deadline.state === 'open' || (deadline.state === 'blocked' && deadline.missing !== undefined);
    if (open && which(deadline)) {
      turn.emit({ type: 'deadlineCancelled', rule: deadline.rule, occurrence: deadline.occurrence, reason });
      endTasks(turn, (task) => task.rule === deadline.rule && task.deadline === deadline.occurrence);
    }
  }
}
