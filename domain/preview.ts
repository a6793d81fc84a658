/** What an input would change, without its happening: for a person to see before they confirm it. */
import type { Calendars } from './calendar/types.js';
import { decide, playDue } from './case/decide.js';
import type { Refusal, World } from './case/turn.js';
import type { Blocker, CaseEvent } from './events.js';
import type { CaseInput, Person } from './inputs.js';
import { policyName, type CompiledPolicy, type Recipient, type RuleId } from './policy.js';
import type { CaseState, Deadline, DeadlineState } from './state.js';
import type { Instant, IsoDate } from './time.js';
import { viewOf, type CaseView } from './view.js';

/** How a deadline stands. */
export interface DeadlineStands {
  state: DeadlineState;
  due: IsoDate | null;
  dueAt: Instant | null;
}

export interface DeadlineChange {
  rule: RuleId;
  occurrence: number;
  actor: string;
  /** Null: there is none before, or none after. */
  was: DeadlineStands | null;
  now: DeadlineStands | null;
}

/** A check that opens, ceases, or becomes required or optional. Null: it is not on the case. */
export interface CheckChange {
  id: RuleId;
  was: { required: boolean; state: string } | null;
  now: { required: boolean; state: string } | null;
}

/** A gate that opens or shuts, or whose blocking rules change. */
export interface GateChange {
  action: string;
  wasOpen: boolean;
  open: boolean;
  /** What blocks it only after, and what only before. */
  added: Blocker[];
  lifted: Blocker[];
}

export interface Preview {
  was: { policy: string; risk: string | null; category: string | null };
  now: { policy: string; risk: string | null; category: string | null };
  deadlines: DeadlineChange[];
  earliest: { rule: RuleId; action: string; was: IsoDate | null; now: IsoDate | null }[];
  checks: CheckChange[];
  gates: GateChange[];
  /** Messages that would go at once, and tasks that would open. */
  messages: { rule: RuleId; to: Recipient; purpose: string }[];
  tasks: { rule: RuleId; kind: string; for: Recipient; due: IsoDate | null }[];
}

export type Previewed = { ok: true; preview: Preview } | { ok: false; refusal: Refusal };

/** What a case would be after an input at an instant. Everything that falls due by then happens on both sides. */
export function previewOf(
  { state, world }: { state: CaseState; world: World },
  input: CaseInput,
  at: Instant,
): Previewed {
  const before = playDue({ state, world }, at).state;
  const decided = decide({ state: before, world }, input, at);
  if (!decided.ok) return { ok: false, refusal: decided.refusal };
  // What the input makes fall due at that very instant is part of what it does.
  const after = playDue({ state: decided.state, world: decided.world }, decided.state.at);
  const events = [...decided.events, ...after.events];
  return {
    ok: true,
    preview: between(viewOf(before, world, at), viewOf(after.state, decided.world, at), events),
  };
}

/** What the adoption of a version would change on a case now. */
export const previewAdoption = (
  of: { state: CaseState; world: World },
  adopted: CompiledPolicy,
  by: Person,
  at: Instant,
): Previewed => previewOf(of, { do: 'adoptPolicy', policy: policyName(adopted), adopted, by }, at);

/** What calendars that say otherwise would change on a case now. */
export const previewCalendars = (
  of: { state: CaseState; world: World },
  calendars: Calendars,
  reason: string,
  at: Instant,
): Previewed => previewOf(of, { do: 'calendarChanged', calendars, reason }, at);

function between(was: CaseView, now: CaseView, events: readonly CaseEvent[]): Preview {
  return {
    was: { policy: was.policy, risk: was.risk, category: was.category },
    now: { policy: now.policy, risk: now.risk, category: now.category },
    deadlines: pairs(was.deadlines, now.deadlines, (d) => `${d.rule}|${d.occurrence}`)
      .filter(([a, b]) => a?.dueAt !== b?.dueAt || a?.state !== b?.state)
      .flatMap(([a, b]) => {
        const known = b ?? a;
        if (known === undefined) return [];
        const { rule, occurrence, actor } = known;
        return [{ rule, occurrence, actor, was: stands(a), now: stands(b) }];
      }),
    earliest: pairs(was.earliest, now.earliest, (e) => `${e.rule}|${e.action}`)
      .filter(([a, b]) => a?.from !== b?.from)
      .flatMap(([a, b]) => {
        const known = b ?? a;
        if (known === undefined) return [];
        return [{ rule: known.rule, action: known.action, was: a?.from ?? null, now: b?.from ?? null }];
      }),
    checks: pairs(was.checks, now.checks, (c) => c.id)
      .filter(([a, b]) => a?.required !== b?.required || a?.state !== b?.state)
      .flatMap(([a, b]) => {
        const id = (b ?? a)?.id;
        return id === undefined ? [] : [{ id, was: checkStands(a), now: checkStands(b) }];
      }),
    gates: pairs(was.gates, now.gates, (g) => g.action).flatMap(([a, b]) => gateChange(a, b)),
    messages: events.flatMap((event) =>
      event.type === 'messageDue' ? [{ rule: event.rule, to: event.to, purpose: event.purpose }] : [],
    ),
    tasks: events.flatMap((event) =>
      event.type === 'taskOpened' ? [{ rule: event.rule, kind: event.kind, for: event.for, due: event.due }] : [],
    ),
  };
}

/** The items of two lists, side by side, in the order of the second and then of what only the first has. */
function pairs<T>(was: readonly T[], now: readonly T[], key: (item: T) => string): [T | undefined, T | undefined][] {
  const before = new Map(was.map((item) => [key(item), item]));
  const after = new Set(now.map(key));
  return [
    ...now.map((item): [T | undefined, T] => [before.get(key(item)), item]),
    ...was.filter((item) => !after.has(key(item))).map((item): [T, undefined] => [item, undefined]),
  ];
}

const stands = (deadline: Deadline | undefined): DeadlineStands | null =>
  deadline === undefined ? null : { state: deadline.state, due: deadline.due, dueAt: deadline.dueAt };

const checkStands = (check: CaseView['checks'][number] | undefined): CheckChange['now'] =>
  check === undefined ? null : { required: check.required, state: check.state };

function gateChange(
  was: CaseView['gates'][number] | undefined,
  now: CaseView['gates'][number] | undefined,
): GateChange[] {
  const action = (now ?? was)?.action;
  if (action === undefined) return [];
  const before = was?.blockedBy ?? [];
  const after = now?.blockedBy ?? [];
  const missing = (from: readonly Blocker[], others: readonly Blocker[]): Blocker[] =>
    from.filter(({ rule, why }) => !others.some((other) => other.rule === rule && other.why === why));
  const added = missing(after, before);
  const lifted = missing(before, after);
  if (added.length === 0 && lifted.length === 0) return [];
  return [{ action, wasOpen: was?.open ?? true, open: now?.open ?? true, added, lifted }];
}
