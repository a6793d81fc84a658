import { workingDayFrom, workingDaysAfter, countFrom } from '../calendar/count.js';
import { truth } from '../conditions.js';
import type { Blocker } from '../events.js';
import type { Person, PersonInput } from '../inputs.js';
import type { GateAction, OutcomeRule } from '../policy.js';
import type { Task } from '../state.js';
import type { IsoDate } from '../time.js';
import { londonDate } from '../calendar/london.js';
import { missingFrom } from '../law.js';
import { cancelDeadlines, CASE_ENDED, OUTCOME_DECIDED } from './deadlines.js';
import { blockersOf, CONCERN_RULE } from './gates.js';
import { feedback, onTrigger, send } from './messages.js';
import { expectConfirmation } from './partners.js';
import { syncMessages } from './settle.js';
import { show } from './shown.js';
import { endTasks, openTask } from './tasks.js';
import { refuse, type Turn } from './turn.js';

/** The pack's rule for an outcome, named by the standard word or by the rule's own id. */
export function outcomeRule(turn: Turn, named: string): OutcomeRule {
  const rules = turn.world.policy.outcomes.filter(
    (rule) => rule.id === named || (rule.outcome === named && rule.byIdOnly !== true),
  );
  const rule = rules.find((r) => r.when === undefined || turn.holds(r.when) === true) ?? rules[0];
  if (rule === undefined)
    refuse('no_such_outcome', `the policy has no rule for the outcome ${named}`, { field: 'outcome' });
  return rule;
}

/** The gates that an outcome has to pass: of the ending that it brings, and of its own. */
export function outcomeActions(turn: Turn, rule: OutcomeRule): GateAction[] {
  const own = [`outcome:${rule.outcome}`, `outcome:${rule.id}`];
  const effect = effectOf(turn, rule);
  return effect === 'stays' ? own : [effect === 'inactive' ? 'inactive' : 'close', ...own];
}

function effectOf(turn: Turn, rule: OutcomeRule): OutcomeRule['effect'] {
  return rule.closesWhen !== undefined && turn.holds(rule.closesWhen) === true ? 'closes' : rule.effect;
}

export function proposeOutcome(turn: Turn, input: PersonInput & { do: 'proposeOutcome' }, by: Person): void {
  mustBeOpen(turn);
  const rule = outcomeRule(turn, input.outcome);
  const note = input.note === undefined ? {} : { note: input.note };
  turn.emit({ type: 'outcomeProposed', rule: rule.id, outcome: rule.outcome, ...note }, by);
  endTasks(turn, (task) => task.kind === 'decideOutcome', by);
  openTask(turn, { kind: 'decideOutcome', for: 'manager', rule: rule.id });
}

export function decideOutcome(turn: Turn, input: PersonInput & { do: 'decideOutcome' }, by: Person): void {
  mustBeOpen(turn);
  const rule = outcomeRule(turn, input.outcome);
  const actions = outcomeActions(turn, rule);
  const blockedBy = actions.flatMap((action) => blockersLeft(turn, action));
  if (blockedBy.length > 0)
    refuse('gate_closed', `the gate is shut: ${blockedBy.map((b) => `${b.rule} ${b.why}`).join('; ')}`, { blockedBy });
  const effect = effectOf(turn, rule);
  const watched = effect === 'closes' ? monitoring(turn, rule) : undefined;
  turn.emit(
    {
      type: 'outcomeDecided',
      rule: rule.id,
      outcome: rule.outcome,
      effect: watched === undefined ? effect : 'stays',
      cmeFrom: missingFrom(turn.fact, londonDate(turn.world.calendars.london, turn.state.receivedAt)),
      ...(watched === undefined ? {} : { monitoringUntil: watched }),
      ...(input.note === undefined ? {} : { note: input.note }),
    },
    by,
  );
  endTasks(turn, (task) => task.kind === 'decideOutcome' || asksFor(turn, task, rule), by);
  show(turn, rule.shows ?? []);
  // What the outcome shows is said also where it ends the case.
  syncMessages(turn);
  if (rule.owner !== undefined && rule.owner !== turn.state.owner)
    turn.emit({ type: 'ownerChanged', rule: rule.id, owner: rule.owner });
  if (rule.task !== undefined)
    openTask(turn, {
      kind: rule.task.kind,
      for: rule.task.for,
      rule: rule.id,
      ...(rule.task.due === undefined ? {} : { period: rule.task.due }),
    });
  // Recurring duties run until an outcome.
  cancelDeadlines(turn, OUTCOME_DECIDED, (deadline) => isRecurring(turn, deadline.rule));
  onTrigger(turn, 'outcome', { outcome: rule.outcome });
  // By default a referrer learns how the enquiries ended: with the case, or with the child located. While a child who is
  // still missing or only said to have moved is tracked, they have not.
  const ended = effect !== 'stays' || turn.fact('located') === true;
  if (ended && !givesFeedback(turn, rule.outcome)) feedback(turn, 'SYS-FEEDBACK', rule.outcome);
  doneByMessage(turn);
  if (watched !== undefined) return;
  if (effect === 'stays') {
    if (rule.closesWhen !== undefined) expectConfirmation(turn, rule.id, 'partner:receiving-authority');
    return;
  }
  end(turn, rule, effect, by);
}

/** Whether a task asks for just this outcome: it fell due with the minimum period that held the outcome. */
const asksFor = (turn: Turn, task: Task, { id, outcome }: OutcomeRule): boolean =>
  turn.world.policy.earliest.some(
    (period) =>
      period.id === task.rule &&
      period.task?.kind === task.kind &&
      (period.action === `outcome:${id}` || period.action === `outcome:${outcome}`),
  );

/** Whether the policy itself tells the referrer of this outcome; one that speaks of others only leaves it to the default. */
const givesFeedback = (turn: Turn, outcome: OutcomeRule['outcome']): boolean =>
  turn.world.policy.messages.some(
    (m) =>
      m.purpose === 'feedback' &&
      (m.on === 'outcome' || m.on === 'ended') &&
      (m.outcomes?.includes(outcome) ?? true) &&
      (m.when === undefined || turn.holds(m.when) === true),
  );

function end(turn: Turn, rule: OutcomeRule, effect: 'closes' | 'inactive', by: Person): void {
  turn.emit({ type: effect === 'inactive' ? 'madeInactive' : 'caseClosed', rule: rule.id }, by);
  cancelDeadlines(turn, CASE_ENDED);
  endTasks(turn, () => true, undefined, CASE_ENDED);
  onTrigger(turn, 'ended', { outcome: rule.outcome });
}

const isRecurring = (turn: Turn, id: string): boolean =>
  turn.world.policy.deadlines.some((rule) => rule.id === id && rule.recurring === true);

/** Attendance is watched after a placement, where the pack says so; the case stays open until then. */
function monitoring(turn: Turn, rule: OutcomeRule): IsoDate | undefined {
  if (rule.monitoring === undefined || turn.state.monitoringUntil !== null) return undefined;
  const counted = countFrom(turn.today, rule.monitoring, turn.world.calendars);
  return counted.ok ? counted.date : undefined;
}

/** A check that a message does is done by it: feedback to the referrer as the last step of a list. */
function doneByMessage(turn: Turn): void {
  for (const rule of turn.world.policy.checks) {
    if (rule.doneByMessage === undefined) continue;
    const open = turn.state.checks.some((check) => check.id === rule.id && check.state === 'open');
    if (open && turn.state.fired.includes(rule.doneByMessage))
      turn.emit({
        type: 'checkRecorded',
        rule: rule.id,
        result: 'contact_made',
        doneAt: turn.at,
        lateEntry: false,
      });
  }
}

function mustBeOpen(turn: Turn): void {
  const { status } = turn.state;
  if (status === 'received')
    refuse('invalid', 'the referral is not accepted yet: accept or reject it first', { field: 'outcome' });
  if (status !== 'open') refuse('invalid', 'the case has ended: reopen it first');
}

/** What still blocks an action after an override that has not served its decision yet. */
export function blockersLeft(turn: Turn, action: GateAction, seen: Turn = turn): Blocker[] {
  const blockers = blockersOf(seen, action);
  const override = turn.state.overrides.find((o) => o.action === action && !o.used);
  return override === undefined ? blockers : blockers.filter((blocker) => !mayBeLifted(blocker));
}

/** A gate that asks for the advice itself cannot hold the advice up: seen as it will stand with the advice. */
function asIfAdvised(turn: Turn): Turn {
  const fact: Turn['fact'] = (id) => (id === 'removal_advised' ? true : turn.fact(id));
  return {
    ...turn,
    emit: (happening, by) => turn.emit(happening, by),
    fact,
    holds: (condition) => truth(condition, fact, turn.today),
  };
}

const mayBeLifted = (blocker: Blocker): boolean => blocker.rule !== CONCERN_RULE && !blocker.rule.startsWith('NAT-');

/** Two managers lift a local gate for one decision. A national gate and an open concern no one can lift. */
export function overrideGate(turn: Turn, input: PersonInput & { do: 'overrideGate' }, by: Person): void {
  const lifted = blockersOf(turn, input.action);
  const firm = lifted.filter((blocker) => !mayBeLifted(blocker));
  if (firm.length > 0)
    refuse('not_allowed', `no override lifts ${firm.map((b) => b.rule).join(', ')}`, {
      field: 'action',
      blockedBy: firm,
    });
  if (input.secondRole !== 'manager' || input.second === by.id)
    refuse('invalid', 'an override needs a second person with the manager role, other than the first', {
      field: 'second',
    });
  if (lifted.length === 0) refuse('invalid', `the gate ${input.action} is not shut`, { field: 'action' });
  turn.emit({ type: 'gateOverridden', action: input.action, second: input.second, reason: input.reason, lifted }, by);
}

export function requestAdvice(turn: Turn, by: Person): void {
  mustBeOpen(turn);
  const blockedBy = blockersLeft(turn, 'roll_removal');
  if (blockedBy.length > 0) refuse('gate_closed', removalBlocked(blockedBy), { blockedBy });
  turn.emit({ type: 'adviceRequested' }, by);
  openTask(turn, { kind: 'giveRollRemovalAdvice', for: turn.world.policy.rollRemoval.adviceBy, rule: 'SYS-ADVICE' });
}

const removalBlocked = (blockedBy: Blocker[]): string =>
  `removal from roll is blocked: ${blockedBy.map((b) => `${b.rule} ${b.why}`).join('; ')}`;

export function giveAdvice(turn: Turn, input: PersonInput & { do: 'giveRollRemovalAdvice' }, by: Person): void {
  mustBeOpen(turn);
  const { adviceBy } = turn.world.policy.rollRemoval;
  // The education welfare officer's power is an officer's here; see docs/roles.md.
  const allowed = adviceBy === 'manager' ? by.role === 'manager' : by.role === 'officer' || by.role === 'manager';
  if (!allowed) refuse('not_allowed', `this advice is given by the ${adviceBy}`);
  if (input.advice === 'remove') {
    const blockedBy = blockersLeft(turn, 'roll_removal', asIfAdvised(turn));
    if (blockedBy.length > 0) refuse('gate_closed', removalBlocked(blockedBy), { blockedBy });
  }
  turn.emit({ type: 'adviceGiven', advice: input.advice, reason: input.reason }, by);
  endTasks(turn, (task) => task.kind === 'giveRollRemovalAdvice', by);
  onTrigger(turn, 'advice');
  if (!turn.world.policy.messages.some((m) => m.on === 'advice'))
    send(turn, { rule: 'SYS-ADVICE', purpose: 'advice', to: 'school', template: 'advice-given', byPerson: true });
}

/** Life after the end: a manager takes a closed or inactive case up again, in the same episode. */
export function reopen(turn: Turn, input: PersonInput & { do: 'reopen' }, by: Person): void {
  const { status } = turn.state;
  if (status !== 'closed' && status !== 'inactive') refuse('invalid', 'only a closed or inactive case can be reopened');
  turn.emit({ type: 'caseReopened', reason: input.reason }, by);
  if (turn.state.assignee === null) openTask(turn, { kind: 'assignCase', for: 'senior', rule: 'SYS-ASSIGN' });
}

/** The day of the review of a case that cannot end: the first working day from day 28, 56 … after acceptance. */
export function reviewDay(turn: Turn, date: IsoDate): IsoDate | undefined {
  const day = workingDayFrom(date, turn.world.calendars);
  return day.ok ? day.date : undefined;
}

/** Whether a case cannot end: no rule ends it for a child who is not traced, or its gate is shut. */
export function cannotEnd(turn: Turn): boolean {
  // An outcome that stays, such as the handover of a child who is still missing, ends nothing.
  const untraced = turn.world.policy.outcomes.filter(
    (rule) => rule.outcome === 'not_traced' && effectOf(turn, rule) !== 'stays',
  );
  return untraced.every((rule) => outcomeActions(turn, rule).some((action) => blockersOf(turn, action).length > 0));
}

/** The end of monitoring: the manager decides, on the first working day after it. */
export function monitoringReviewDay(turn: Turn, until: IsoDate): IsoDate | undefined {
  const day = workingDaysAfter(until, 1, turn.world.calendars);
  return day.ok ? day.date : undefined;
}
