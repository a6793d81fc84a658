/** A played scenario as one object, field by field as the documentation lists them; what `--json` prints. */
import type { RuleDetails } from '../../config/pack/details.js';
import type { CaseEvent, Clock, Blocker } from '../../domain/events.js';
import type { CaseState } from '../../domain/state.js';
import type { Refused } from '../../domain/simulate.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import { viewOf, type CaseView } from '../../domain/view.js';
import { messagesOf, type ShownMessage } from './messages.js';
import type { PlayedScenario } from './play.js';

/** What is printed. Arrays are in time order, then by rule id; the same scenario gives the same bytes. */
export interface Presented {
  policy: string;
  status: string;
  stage: string;
  risk: string | null;
  category: string | null;
  episode: number;
  owner: string;
  restricted: boolean;
  facts: CaseView['facts'];
  deadlines: ShownDeadline[];
  earliest: CaseView['earliest'];
  checks: ShownCheck[];
  gates: CaseView['gates'];
  tasks: CaseView['tasks'];
  messages: ShownMessage[];
  expected: { from: IsoDate; to: IsoDate; source: string } | null;
  problems: CaseView['problems'];
  refused: { at: Instant; do: string; code: string; blockedBy: Blocker[] }[];
  events: Record<string, unknown>[];
}

export interface ShownDeadline {
  rule: string;
  title: string;
  due: IsoDate | null;
  dueAt: Instant | null;
  state: string;
  actor: string;
  occurrence: number;
  clock: Clock | null;
  skipped: { date: IsoDate; why: string }[];
  source: string;
}

export interface ShownCheck {
  id: string;
  title: string;
  required: boolean;
  actor: string;
  when: string | null;
  state: string;
  result: string | null;
  lateEntry: boolean;
  attempts: number;
}

/** The case as it stood at the end of the play. */
export function present(played: PlayedScenario): Presented {
  const { state, world, events, refused, until } = played;
  const { details } = played.scenario.pack;
  const view = viewOf(state, world, until);
  const { expected } = view;
  return {
    policy: view.policy,
    status: view.status,
    stage: view.stage,
    risk: view.risk,
    category: view.category,
    episode: view.episode,
    owner: view.owner,
    restricted: view.restricted,
    facts: view.facts,
    deadlines: view.deadlines.map((deadline) => shownDeadline(deadline, details)),
    earliest: view.earliest,
    checks: view.checks.map((check) => shownCheck(check, details)),
    gates: view.gates,
    tasks: view.tasks,
    messages: messagesOf(played),
    expected:
      expected === null ? null : { from: expected.from, to: expected.to, source: sourceOf(expected.rule, details) },
    problems: view.problems,
    refused: refused.map(shownRefusal),
    events: events.map(shownEvent),
  };
}

type Details = Record<string, RuleDetails>;

const titleOf = (rule: string, details: Details): string =>
  Object.hasOwn(details, rule) ? (details[rule]?.title ?? rule) : rule;

const sourceOf = (rule: string, details: Details): string =>
  Object.hasOwn(details, rule) ? (details[rule]?.source ?? '') : '';

const shownDeadline = (deadline: CaseState['deadlines'][number], details: Details): ShownDeadline => ({
  rule: deadline.rule,
  title: titleOf(deadline.rule, details),
  due: deadline.due,
  dueAt: deadline.dueAt,
  state: deadline.state,
  actor: deadline.actor,
  occurrence: deadline.occurrence,
  clock: deadline.clock,
  skipped: deadline.skipped,
  source: sourceOf(deadline.rule, details),
});

const shownCheck = (check: CaseView['checks'][number], details: Details): ShownCheck => ({
  id: check.id,
  title: check.added?.title ?? titleOf(check.id, details),
  required: check.required,
  actor: check.actor,
  when: check.when,
  state: check.state,
  result: check.result,
  lateEntry: check.lateEntry,
  attempts: check.attempts,
});

const shownRefusal = ({ at, do: name, code, blockedBy = [] }: Refused): Presented['refused'][number] => ({
  at,
  do: name,
  code,
  blockedBy,
});

/** An event with its place, time, kind, rule and person first. */
function shownEvent(event: CaseEvent): Record<string, unknown> {
  const { seq, at, type, by, ...rest } = event;
  const { rule, ...others } = { rule: undefined, ...rest };
  return { seq, at, type, ...(rule === undefined ? {} : { rule }), by, ...others };
}
