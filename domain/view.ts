/** A case as it is shown: what stands open, what is due and why, and what blocks what. A pure function of its state. */
import { countFrom } from './calendar/count.js';
import { londonDate } from './calendar/london.js';
import { inWords } from './conditions.js';
import { blockersOf, earliestOf, gateActions, noticePeriods, type Earliest } from './case/gates.js';
import { notOpen } from './case/checks.js';
import { presentChecks } from './case/work.js';
import { createTurn, type Turn, type World } from './case/turn.js';
import type { Blocker } from './events.js';
import type { CheckRule } from './policy.js';
import { shownFacts, type ShownFact } from './shownFacts.js';
import type { CaseState, Check, Deadline } from './state.js';
import type { Instant, IsoDate } from './time.js';

export interface CaseView {
  policy: string;
  status: string;
  stage: string;
  risk: string | null;
  category: string | null;
  episode: number;
  owner: string;
  assignee: string | null;
  restricted: boolean;
  incomplete: boolean;
  facts: ShownFact[];
  deadlines: Deadline[];
  earliest: { rule: string; action: string; completes: IsoDate; from: IsoDate }[];
  checks: (Omit<Check, 'attempts'> & { when: string | null; attempts: number })[];
  /** Checks of the policy that are not on the case, and what keeps each from being open. */
  notOpen: { id: string; need: CheckRule['need']; actor: string; when: string | null; why: string[] }[];
  gates: { action: string; open: boolean; blockedBy: Blocker[] }[];
  tasks: {
    kind: string;
    for: string;
    assignee: string | null;
    due: IsoDate | null;
    dueAt: Instant | null;
    rule: string;
  }[];
  expected: { rule: string; from: IsoDate; to: IsoDate } | null;
  problems: { rule: string; calendar: string; needed: IsoDate }[];
}

/** The case at an instant; nothing that falls due by then may be unplayed. */
export function viewOf(state: CaseState, world: World, at: Instant): CaseView {
  const turn = createTurn(state, world, at);
  const periods = minimumPeriods(turn);
  return {
    policy: state.policy,
    status: state.status,
    stage: state.stage,
    risk: state.risk,
    category: state.category,
    episode: state.episode,
    owner: state.owner,
    assignee: state.assignee,
    restricted: turn.fact('restricted') === true,
    incomplete: state.incomplete,
    facts: sorted(shownFacts(turn), (f) => `${f.from}|${f.fact}`),
    deadlines: sorted(state.deadlines, (d) => `${d.dueAt ?? '9'}|${d.rule}|${d.occurrence}`),
    earliest: sorted(
      periods.flatMap(({ rule, action, completes, from }) =>
        completes === null || from === null ? [] : [{ rule, action, completes, from }],
      ),
      (p) => `${p.from}|${p.rule}`,
    ),
    checks: presentChecks(turn).map((check) => ({
      ...check,
      attempts: check.attempts.length,
      when: conditionOf(world, check.id),
    })),
    notOpen: notOpen(turn).map(({ rule, why }) => ({
      id: rule.id,
      need: rule.need,
      actor: rule.actor,
      when: rule.when === undefined ? null : inWords(rule.when),
      why,
    })),
    gates: gateActions(turn).map((action) => {
      const blockedBy = blockersOf(turn, action);
      return { action, open: blockedBy.length === 0, blockedBy };
    }),
    tasks: tasksOf(state, at),
    expected: expectedOf(state, world),
    problems: problemsOf(state, periods),
  };
}

const minimumPeriods = (turn: Turn): Earliest[] => [
  ...turn.world.policy.earliest.flatMap((rule) => earliestOf(turn, rule) ?? []),
  ...noticePeriods(turn),
];

/** The minimum periods that run on a case or have run, with how each was counted: what the view's `earliest` rests on. */
export const periodsOf = (state: CaseState, world: World, at: Instant): Earliest[] =>
  minimumPeriods(createTurn(state, world, at));

const sorted = <T>(items: readonly T[], key: (item: T) => string): T[] =>
  items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);

function conditionOf(world: World, id: string): string | null {
  const when = world.policy.checks.find((check) => check.id === id)?.when;
  return when === undefined ? null : inWords(when);
}

/** Open tasks. An officer's task is that of the assigned officer, or of the deputy while the officer is away. */
function tasksOf(state: CaseState, at: Instant): CaseView['tasks'] {
  const away = state.away
    .filter((a) => a.who === state.assignee && a.from <= at && (a.until === undefined || at <= a.until))
    .at(-1);
  const officer = away?.deputy ?? state.assignee;
  return sorted(
    state.tasks.filter((task) => !task.done),
    (task) => `${task.openedAt}|${task.rule}|${task.id}`,
  ).map((task) => ({
    kind: task.kind,
    for: task.for,
    assignee: task.for === 'officer' ? officer : null,
    due: task.due,
    dueAt: task.dueAt,
    rule: task.rule,
  }));
}

/** How long a referrer is told it may take, where the pack has such a duration. No deadline. */
export function expectedOf(state: CaseState, { policy, calendars }: World): CaseView['expected'] {
  const { expected } = policy;
  if (expected === null) return null;
  const received = londonDate(calendars.london, state.receivedAt);
  const from = countFrom(received, { ...expected.from, mode: 'after' }, calendars);
  const to = countFrom(received, { ...expected.to, mode: 'after' }, calendars);
  return from.ok && to.ok ? { rule: expected.rule, from: from.date, to: to.date } : null;
}

/** Dates that cannot be computed because a calendar is not loaded so far. */
function problemsOf(state: CaseState, periods: Earliest[]): CaseView['problems'] {
  const problems = [
    ...state.deadlines.flatMap((d) => (d.missing === undefined ? [] : [{ rule: d.rule, ...d.missing }])),
    ...periods.flatMap((p) => (p.missing === undefined ? [] : [{ rule: p.rule, ...p.missing }])),
  ];
  // A period that holds several actions lacks the calendar once.
  const key = (p: CaseView['problems'][number]) => `${p.needed}|${p.rule}|${p.calendar}`;
  return sorted([...new Map(problems.map((p) => [key(p), p])).values()], key);
}
