import { workingDaysAfter } from '../calendar/count.js';
import { atTime, endOfDay } from '../calendar/london.js';
import type { DeadlineRule, MetBy, PolicyPeriod } from '../policy.js';
import type { Deadline } from '../state.js';
import { addDays, later, type IsoDate } from '../time.js';
import { dueOf, startOf, type Due, type Started } from './clocks.js';
import { send } from './messages.js';
import { endTasks, openTask } from './tasks.js';
import type { Turn } from './turn.js';
import { completionOf } from './work.js';

const AUTHORITY = 'authority';

/** Sets the deadlines that now have a rule, a true condition and a clock; shortens, corrects and meets those there are. */
export function syncDeadlines(turn: Turn): void {
  for (const rule of turn.world.policy.deadlines) {
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

export const DUPLICATE_REFUSED = 'the duplicate was refused';
export const CASE_ENDED = 'the case has ended';
export const OUTCOME_DECIDED = 'an outcome was decided';
const CANCELLED_BY_ENDING: readonly string[] = [CASE_ENDED, OUTCOME_DECIDED];

const applies = (turn: Turn, rule: DeadlineRule): boolean => rule.when === undefined || turn.holds(rule.when) === true;

export const latest = (turn: Turn, rule: string): Deadline | undefined =>
  turn.state.deadlines.findLast((d) => d.rule === rule);

/** The period that counts now: the shortest of the rule's own and those whose condition holds. */
function computed(turn: Turn, rule: DeadlineRule, start: Started): Due {
  let best = dueOf(turn, start, rule, rule.hour);
  for (const shorter of rule.shorter ?? []) {
    if (turn.holds(shorter.when) !== true) continue;
    const due = dueOf(turn, start, shorter, rule.hour);
    if (due.ok && (!best.ok || due.dueAt < best.dueAt)) best = due;
  }
  return best;
}

function occurrencePeriod(rule: DeadlineRule, occurrence: number): DeadlineRule {
  return rule.recurring === true ? { ...rule, amount: rule.amount * occurrence } : rule;
}

export function setDeadline(turn: Turn, rule: DeadlineRule, occurrence: number): void {
  const start = startOf(turn, rule.clock);
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
  // A rule that an adopted policy brings is never due before its first working day has ended.
  const notBefore = turn.adopting === true ? floorAfter(turn) : due.due;
  const early = due.due < notBefore;
  const last = early ? notBefore : due.due;
  turn.emit({
    type: 'deadlineSet',
    ...base,
    due: last,
    dueAt: early ? endOfDay(turn.world.calendars.london, last) : due.dueAt,
    clock: due.clock,
    skipped: due.skipped,
    ...(opensOn?.ok === true ? { opensOn: opensOn.due } : {}),
  });
  if (rule.task !== undefined)
    openTask(turn, { kind: rule.task.kind, for: rule.task.for, rule: rule.id, due: last, deadline: occurrence });
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

/** A corrected clock date moves a deadline either way; a condition that came true may only shorten it. */
function correct(turn: Turn, rule: DeadlineRule, current: Deadline): void {
  if (current.lateReferral === true) return;
  const start = startOf(turn, rule.clock);
  if (start === undefined) return;
  const moved = current.clock !== null && start.from !== current.clock.from && start.event === current.clock.event;
  if (!moved && rule.shorter === undefined) return;
  const due = computed(turn, occurrencePeriod(rule, current.occurrence), start);
  if (!due.ok || due.due === current.due) return;
  const shorter = current.dueAt === null || due.dueAt < current.dueAt;
  if (!moved && !shorter) return;
  const { ok: _ok, ...dates } = due;
  turn.emit({
    type: moved ? 'deadlineRecalculated' : 'deadlineShortened',
    rule: rule.id,
    occurrence: current.occurrence,
    was: current.due,
    ...dates,
    reason: moved ? `${start.event} was corrected to ${start.from}` : 'a shorter period applies',
  });
}

function unblock(turn: Turn, rule: DeadlineRule, current: Deadline): void {
  const start = startOf(turn, rule.clock);
  if (start === undefined) return;
  const due = computed(turn, occurrencePeriod(rule, current.occurrence), start);
  if (!due.ok) return;
  const { ok: _ok, ...dates } = due;
  turn.emit({
    type: 'deadlineRecalculated',
    rule: rule.id,
    occurrence: current.occurrence,
    was: null,
    ...dates,
    reason: 'the calendar is loaded now',
  });
}

/**
 * After a calendar changed, or another policy was adopted: recalculates the open deadlines that depend on it, and only
 * those. Met and breached ones stay as they are.
 */
export function recalculate(turn: Turn, reason: string, notBefore?: IsoDate): void {
  for (const rule of turn.world.policy.deadlines) {
    const current = latest(turn, rule.id);
    if (current?.state !== 'open') continue;
    const start = startOf(turn, current.lateReferral === true ? { event: 'referral_received' } : rule.clock);
    if (start === undefined) continue;
    const period =
      current.lateReferral === true && rule.lateReferral !== undefined ? { ...rule, ...rule.lateReferral } : rule;
    const due = computed(turn, occurrencePeriod(period, current.occurrence), start);
    if (!due.ok) {
      if (current.due !== null && current.missing === undefined) continue;
      continue;
    }
    const samePeriod = due.clock.amount === current.clock?.amount && due.clock.unit === current.clock.unit;
    // What the other policy does not change stays due when it was.
    if (due.due === current.due && samePeriod) continue;
    const floor = notBefore !== undefined && due.due < notBefore ? notBefore : due.due;
    const dueAt = floor === due.due ? due.dueAt : endOfDay(turn.world.calendars.london, floor);
    if (floor === current.due && samePeriod) continue;
    turn.emit({
      type: 'deadlineRecalculated',
      rule: rule.id,
      occurrence: current.occurrence,
      was: current.due,
      due: floor,
      dueAt,
      clock: due.clock,
      skipped: due.skipped,
      reason,
    });
  }
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

/** The next occurrence of a recurring rule, once the one before has ended. */
export function nextOccurrence(turn: Turn, rule: DeadlineRule, previous: Deadline): void {
  setDeadline(turn, rule, previous.occurrence + 1);
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

/** The first working day after a day: the floor of a deadline under an adopted policy. */
export function floorAfter(turn: Turn): IsoDate {
  const next = workingDaysAfter(turn.today, 1, turn.world.calendars);
  return next.ok ? next.date : addDays(turn.today, 1);
}
