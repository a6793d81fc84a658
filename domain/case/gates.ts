import { countFrom } from '../calendar/count.js';
import { describe, explain } from '../conditions.js';
import type { Blocker, Clock } from '../events.js';
import type { Skipped } from '../calendar/types.js';
import type { EarliestRule, GateAction, GateRule } from '../policy.js';
import type { CaseState } from '../state.js';
import { addDays, type IsoDate } from '../time.js';
import { startOf } from './clocks.js';
import type { Turn } from './turn.js';
import { isDone, namedChecks } from './work.js';

/** The system's own rule: an open concern blocks inactive and closing. No override lifts it. */
export const CONCERN_RULE = 'SYS-CONCERN';

/** Everything that keeps an action shut, each with the rule that says so. Empty: the gate is open. */
export function blockersOf(turn: Turn, action: GateAction): Blocker[] {
  const blockers = turn.world.policy.gates
    .filter((gate) => gate.action === action)
    .flatMap((gate) => blockersOfGate(turn, gate));
  if (action === 'inactive' || action === 'close')
    for (const concern of openConcerns(turn.state))
      blockers.push({ rule: CONCERN_RULE, why: `${concern.id} is open: the designated lead has to resolve it` });
  if (action === 'next_step') blockers.push(...noticeBlockers(turn));
  return distinct(blockers);
}

export const openConcerns = (state: CaseState) => state.concerns.filter((concern) => concern.resolvedAt === undefined);

function distinct(blockers: Blocker[]): Blocker[] {
  const seen = new Set<string>();
  return blockers.filter(({ rule, why }) => {
    const key = `${rule}|${why}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function blockersOfGate(turn: Turn, gate: GateRule): Blocker[] {
  const { rule, test } = gate;
  const asBlockers = (whys: string[]): Blocker[] => whys.map((why) => ({ rule, why }));
  if (gate.when !== undefined) {
    const applies = turn.holds(gate.when);
    if (applies === false) return [];
    if (applies === null) {
      const unknown = explain(gate.when, false, turn.fact, turn.today);
      const inner = blockersOfGate(turn, { rule: gate.rule, action: gate.action, test });
      return inner.length === 0 ? [] : asBlockers(unknown);
    }
  }
  if ('condition' in test) return asBlockers(said(test.why, explain(test.condition, false, turn.fact, turn.today)));
  if ('needs' in test) return asBlockers(said(test.why, explain(test.needs, true, turn.fact, turn.today)));
  if ('evidence' in test) return asBlockers(evidence(turn, test.evidence, test.revealedBy));
  if ('checks' in test)
    return asBlockers(
      namedChecks(turn, test.checks)
        .filter((check) => !isDone(check))
        .map((check) => `${check.id} is ${check.state}`),
    );
  return test.periods.flatMap((id) => periodBlocker(turn, id, rule));
}

const said = (why: string | undefined, facts: string[]): string[] =>
  facts.length === 0 ? [] : why === undefined ? [facts.join(', ')] : [`${why} (${facts.join(', ')})`];

/** Unknown counts as none once the check that would reveal it is done with nothing found. */
function evidence(turn: Turn, facts: string[], revealedBy: string | undefined): string[] {
  const revealed =
    revealedBy !== undefined &&
    turn.state.checks.some(
      (check) => check.id === revealedBy && check.state === 'done' && check.result === 'nothing_found',
    );
  return facts.flatMap((fact) => {
    if (fact === 'csc_historic' && turn.state.historyReviewed) return [];
    const value = turn.fact(fact);
    if (value === true || (value === undefined && !revealed)) return [describe(fact, value)];
    return [];
  });
}

export interface Earliest {
  rule: string;
  action: GateAction;
  completes: IsoDate | null;
  from: IsoDate | null;
  /** What started it and how it was counted, so that the date can be explained. */
  clock: Clock;
  skipped: Skipped[];
  missing?: { calendar: string; needed: IsoDate };
}

/** When a minimum period completes, and the day after, from which the action is allowed. */
export function earliestOf(turn: Turn, rule: EarliestRule): Earliest | undefined {
  if (rule.when !== undefined && turn.holds(rule.when) !== true) return undefined;
  if (rule.unless !== undefined && turn.holds(rule.unless) === true) return undefined;
  const start = startOf(turn, rule.clock);
  if (start === undefined) return undefined;
  const counted = countFrom(start.from, rule, turn.world.calendars);
  const { amount, unit, mode } = rule;
  const clock: Clock = { event: start.event, from: start.from, amount, unit, mode };
  const base = { rule: rule.id, action: rule.action, clock };
  if (!counted.ok) return { ...base, completes: null, from: null, skipped: [], missing: counted.missing };
  return { ...base, completes: counted.date, from: addDays(counted.date, 1), skipped: counted.skipped };
}

function periodBlocker(turn: Turn, id: string, gate: string): Blocker[] {
  const rule = turn.world.policy.earliest.find((r) => r.id === id);
  if (rule === undefined) return [];
  if (rule.when !== undefined && turn.holds(rule.when) === false) return [];
  if (rule.unless !== undefined && turn.holds(rule.unless) === true) return [];
  const period = earliestOf(turn, rule);
  if (period === undefined) return [{ rule: gate, why: `${id}: when its period starts is not known` }];
  if (period.from === null)
    return [{ rule: gate, why: `${id}: the calendar ${period.missing?.calendar ?? ''} is not loaded far enough` }];
  return turn.today < period.from ? [{ rule: gate, why: `${id} runs until ${period.completes ?? ''}` }] : [];
}

/** After a notice the next step is allowed from the day after its last day. */
export function noticePeriods(turn: Turn): Earliest[] {
  return turn.state.notices.flatMap((notice) => {
    const rule = turn.world.policy.notices.find((r) => r.id === notice.rule);
    if (rule === undefined) return [];
    const counted = countFrom(notice.servedOn, rule, turn.world.calendars);
    if (!counted.ok) return [];
    const { amount, unit, mode } = rule;
    const clock: Clock = { event: 'notice_served', from: notice.servedOn, amount, unit, mode };
    const { date, skipped } = counted;
    return [{ rule: rule.id, action: rule.action, completes: date, from: addDays(date, 1), clock, skipped }];
  });
}

function noticeBlockers(turn: Turn): Blocker[] {
  return noticePeriods(turn).flatMap((period) =>
    period.from !== null && turn.today < period.from
      ? [{ rule: period.rule, why: `the notice runs until ${period.completes ?? ''}` }]
      : [],
  );
}

/** Every action that has a gate on this case, in a fixed order. */
export function gateActions(turn: Turn): GateAction[] {
  const actions = new Set<GateAction>(['inactive', 'close']);
  for (const gate of turn.world.policy.gates) actions.add(gate.action);
  if (turn.state.notices.length > 0) actions.add('next_step');
  return [...actions].sort();
}
