import { workingDayFrom } from '../calendar/count.js';
import { factsOf, truth } from '../conditions.js';
import type { Condition } from '../policy.js';
import { originOf } from '../shownFacts.js';
import { later, type Instant } from '../time.js';
import { syncChecks } from './checks.js';
import { syncDeadlines } from './deadlines.js';
import { earliestOf } from './gates.js';
import { onTrigger, sendByRule } from './messages.js';
import { syncScope } from './referrals.js';
import { endTasks, openTask } from './tasks.js';
import type { Turn } from './turn.js';

/**
 * Brings a case into line with its policy after something happened: scope, risk and category, checks, deadlines,
 * and the messages and tasks whose condition became true. Run to rest: a rule may make another rule's condition true.
 */
export function settle(turn: Turn): void {
  // Each pass can only add or end things that were not so before, so this comes to rest; the bound catches a policy
  // whose rules undo one another.
  for (let pass = 0; pass < 20; pass += 1) {
    const before = turn.events.length;
    const wasReceived = turn.state.status === 'received';
    syncScope(turn);
    if (wasReceived && turn.state.status === 'open') {
      onTrigger(turn, 'accepted');
      onTrigger(turn, 'referral_decision');
    }
    if (turn.state.status === 'open') {
      syncTriage(turn);
      syncOwner(turn);
      syncChecks(turn);
      syncDeadlines(turn);
      syncPeriods(turn);
      syncConditions(turn);
      syncConfirmation(turn);
    }
    if (turn.events.length === before) return;
  }
  throw new Error(`the rules of ${turn.state.policy} do not come to rest`);
}

function syncTriage(turn: Turn): void {
  const { triage, category } = turn.world.policy;
  const risk = triage === null ? null : turn.holds(triage.when) === true ? triage.level : triage.otherwise;
  const now = categoryOf(turn);
  if (risk === turn.state.risk && now === turn.state.category) return;
  const falls = triage !== null && turn.state.risk === triage.level && risk === triage.otherwise;
  const refused = turn.events.some((event) => event.type === 'duplicateRefused');
  const rule = risk !== turn.state.risk ? triage?.rule : category?.rule;
  turn.emit({
    type: 'triaged',
    rule: rule ?? turn.world.policy.scope.rule,
    risk,
    category: now,
    first: triage !== null && risk === triage.level,
    ...(triage !== null && risk === triage.level ? identified(turn, triage.when) : {}),
    ...(falls && refused ? { withdrawn: true } : {}),
  });
}

/**
 * Since when a marker is known, where that was before the triage: stated in a referral that waited for a person, or in one
 * that was proposed as a duplicate. Nobody's waiting gives a clock a later start.
 */
function identified(turn: Turn, condition: Condition): { since?: Instant } {
  const known = factsOf(condition).flatMap((fact) => {
    const value = turn.fact(fact);
    return value === undefined ? [] : [{ fact, value, from: originOf(turn, fact, value).from }];
  });
  const instants = known.map(({ from }) => from).sort();
  const first = instants.find((instant) => {
    const then = new Map(known.filter(({ from }) => from <= instant).map(({ fact, value }) => [fact, value]));
    return truth(condition, (fact) => then.get(fact), turn.today) === true;
  });
  if (first === undefined || first >= turn.at) return {};
  // What became known of an ended case counts from the day on which it is taken up again.
  if (turn.events.some((event) => event.type === 'caseReopened')) return {};
  return { since: later(first, turn.state.receivedAt) };
}

/** A case handed over by a condition: the first that holds says whose it is. No condition takes it back. */
function syncOwner(turn: Turn): void {
  const handover = turn.world.policy.owner.handovers?.find((h) => turn.holds(h.when) === true);
  if (handover === undefined || turn.state.fired.includes(`${handover.rule}:owner`)) return;
  if (handover.to !== turn.state.owner) turn.emit({ type: 'ownerChanged', rule: handover.rule, owner: handover.to });
}

function categoryOf(turn: Turn): string | null {
  const { category } = turn.world.policy;
  if (category === null) return null;
  if ('fact' in category) {
    const value = turn.fact(category.fact);
    return typeof value === 'string' ? value : null;
  }
  return category.values.find((value) => turn.holds(value.when) === true)?.value ?? null;
}

/**
 * A task about a minimum period falls on the first working day from the day the action is allowed. It moves with the
 * period, and ends with it where the period holds nothing any more.
 */
function syncPeriods(turn: Turn): void {
  for (const rule of turn.world.policy.earliest) {
    if (rule.task === undefined) continue;
    const { kind } = rule.task;
    const open = turn.state.tasks.find((task) => !task.done && task.rule === rule.id && task.kind === kind);
    if (open === undefined && turn.state.fired.includes(`${rule.id}:${kind}`)) continue;
    const period = earliestOf(turn, rule);
    if (period?.from === null) continue;
    const day = period === undefined ? undefined : workingDayFrom(period.from, turn.world.calendars);
    const due = day?.ok === true ? day.date : null;
    if (open !== undefined) {
      if (period !== undefined && due === open.due) continue;
      endTasks(turn, (task) => task.id === open.id);
    }
    if (period !== undefined) openTask(turn, { kind, for: rule.task.for, rule: rule.id, due });
  }
}

/** Messages that a condition brings, once an episode. */
export function syncMessages(turn: Turn): void {
  for (const rule of turn.world.policy.messages) {
    if (rule.on !== 'condition' || rule.when === undefined || hasSpoken(turn, rule.id)) continue;
    if (turn.holds(rule.when) === true) sendByRule(turn, rule);
  }
}

/** Messages and tasks that a condition brings, once an episode; tasks that a condition ends. */
function syncConditions(turn: Turn): void {
  syncMessages(turn);
  for (const rule of turn.world.policy.tasks) {
    const key = `${rule.id}:${rule.kind}`;
    if (rule.on === 'condition' && rule.when !== undefined && !turn.state.fired.includes(key)) {
      if (turn.holds(rule.when) === true)
        openTask(turn, {
          kind: rule.kind,
          for: rule.for,
          rule: rule.id,
          ...(rule.due === undefined ? {} : { period: rule.due }),
        });
    }
    if (rule.doneWhen !== undefined && turn.holds(rule.doneWhen) === true)
      endTasks(turn, (task) => task.rule === rule.id && task.kind === rule.kind);
  }
}

/**
 * What an outcome waited for has come, such as the confirmation of a move: nothing is left to confirm, and the manager
 * decides whether the case ends. Nothing ends by itself.
 */
function syncConfirmation(turn: Turn): void {
  const { outcome, tasks } = turn.state;
  const rule = turn.world.policy.outcomes.find(({ id }) => id === outcome?.rule);
  if (outcome === null || rule?.closesWhen === undefined || turn.holds(rule.closesWhen) !== true) return;
  endTasks(turn, (task) => task.rule === rule.id && task.kind === rule.task?.kind);
  const asked = tasks.some(
    (task) => task.kind === 'decideOutcome' && task.rule === rule.id && (!task.done || task.openedAt > outcome.at),
  );
  if (!asked) openTask(turn, { kind: 'decideOutcome', for: 'manager', rule: rule.id });
}

/** A message that was due, or that waits for a named person because the case is restricted. */
const hasSpoken = (turn: Turn, rule: string): boolean =>
  turn.state.fired.includes(rule) || turn.state.fired.includes(`${rule}:sendRestricted`);
