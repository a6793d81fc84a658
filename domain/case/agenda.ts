import { atTime, londonDate, startOfDay } from '../calendar/london.js';
import { datedFactsOf } from '../conditions.js';
import { compulsoryAgeTo } from '../law.js';
import type { CompiledPolicy, Condition, DeadlineRule } from '../policy.js';
import type { Concern, Deadline, PartnerRequest } from '../state.js';
import { addDays, addSeconds, dayNumber, type Instant, type IsoDate } from '../time.js';
import { endDeadline, latest, nextOccurrence, tellManager } from './deadlines.js';
import { tellDeputy, tellManagerOfConcern } from './concerns.js';
import { send } from './messages.js';
import { cannotEnd, monitoringReviewDay, reviewDay } from './outcomes.js';
import { chase, isUnanswered, tellOfSilence } from './partners.js';
import { openTask } from './tasks.js';
import type { Turn } from './turn.js';

/** Something that the clock brings, and when. */
export type Item = { at: Instant } & (
  | { kind: 'deadlineEnds'; deadline: Deadline }
  | { kind: 'tellManager'; deadline: Deadline }
  | { kind: 'recurs'; rule: DeadlineRule; previous: Deadline }
  | { kind: 'concernDeputy'; concern: Concern }
  | { kind: 'concernManager'; concern: Concern }
  | { kind: 'chase'; request: PartnerRequest }
  | { kind: 'silence'; request: PartnerRequest }
  | { kind: 'review' }
  | { kind: 'monitoringEnds' }
  | { kind: 'ageEnds'; days: number }
  | { kind: 'dateReached' }
);

/**
 * All that lies ahead of a case, from its state alone. What leaves a mark in the state (a breach, a ladder's step) is
 * due until it is done, however late; what leaves none (a review, a date reached) is due only after the last instant
 * that was played.
 */
export function agendaOf(turn: Turn, until?: Instant): Item[] {
  const { state } = turn;
  const items: Item[] = [];
  concernItems(turn, items);
  if (state.status === 'open' || state.status === 'received') datesReached(turn, items);
  if (state.status !== 'open') return items;
  deadlineItems(turn, items);
  partnerItems(turn, items);
  const lastDay = until === undefined ? undefined : addDays(until.slice(0, 10), 1);
  reviewItems(turn, items, lastDay);
  ageItems(turn, items, lastDay);
  return items;
}

function concernItems(turn: Turn, items: Item[]): void {
  for (const concern of turn.state.concerns) {
    if (concern.resolvedAt !== undefined || concern.acknowledgedAt !== undefined) continue;
    if (!concern.deputyTold) items.push({ at: concern.deputyAt, kind: 'concernDeputy', concern });
    if (!concern.managerTold) items.push({ at: concern.managerAt, kind: 'concernManager', concern });
  }
}

function deadlineItems(turn: Turn, items: Item[]): void {
  for (const deadline of turn.state.deadlines) {
    if (deadline.state === 'open' && deadline.dueAt !== null)
      items.push({ at: addSeconds(deadline.dueAt, 1), kind: 'deadlineEnds', deadline });
    const { tellManagerAt } = deadline;
    const ladder = deadline.state === 'breached' && deadline.workDoneAt === undefined;
    if (ladder && deadline.managerToldAt === undefined && tellManagerAt !== undefined && tellManagerAt !== null)
      items.push({ at: tellManagerAt, kind: 'tellManager', deadline });
  }
  if (turn.state.outcome !== null) return;
  for (const rule of turn.world.policy.deadlines) {
    if (rule.recurring !== true) continue;
    const previous = latest(turn, rule.id);
    if (previous === undefined || previous.dueAt === null || previous.state === 'cancelled') continue;
    items.push({ at: addSeconds(previous.dueAt, 1), kind: 'recurs', rule, previous });
  }
}

function partnerItems(turn: Turn, items: Item[]): void {
  const restricted = turn.fact('restricted') === true;
  for (const request of turn.state.partnerRequests) {
    if (!isUnanswered(request) || isConfirmed(turn, request)) continue;
    // On a restricted case nothing is written to a partner unless a named person asks for it.
    const next = restricted ? undefined : request.chaseAt[request.chased];
    if (next !== undefined) items.push({ at: next, kind: 'chase', request });
    if (!request.managerTold && request.managerAt !== null)
      items.push({ at: request.managerAt, kind: 'silence', request });
  }
}

/** A move that the other authority was asked to confirm, and that is recorded meanwhile. */
function isConfirmed(turn: Turn, request: PartnerRequest): boolean {
  const closesWhen = turn.world.policy.outcomes.find((rule) => rule.id === request.check)?.closesWhen;
  return closesWhen !== undefined && turn.holds(closesWhen) === true;
}

function reviewItems(turn: Turn, items: Item[], lastDay: IsoDate | undefined): void {
  const { state, world } = turn;
  const { london } = world.calendars;
  const { reviewWeeks, digestTime } = world.policy.defaults;
  if (state.monitoringUntil !== null) {
    const day = monitoringReviewDay(turn, state.monitoringUntil);
    const at = day === undefined ? undefined : atTime(london, day, digestTime);
    if (at !== undefined && at > state.at) items.push({ at, kind: 'monitoringEnds' });
  }
  if (state.acceptedAt === null) return;
  // However long the case has been open, the walk starts at its last full period: the reviews before that one are past,
  // or fall on the same working day.
  const accepted = londonDate(london, state.acceptedAt);
  const everyDays = reviewWeeks * 7;
  const passed = Math.floor((dayNumber(state.at) - dayNumber(accepted)) / everyDays);
  for (let review = Math.max(passed, 1); ; review += 1) {
    const date = addDays(accepted, review * everyDays);
    if (lastDay !== undefined && date > lastDay) return;
    const day = reviewDay(turn, date);
    if (day === undefined) return;
    const at = atTime(london, day, digestTime);
    if (at <= state.at) continue;
    items.push({ at, kind: 'review' });
    return;
  }
}

/** The end of compulsory school age: a week before, and on the day (SYS-AGE). */
function ageItems(turn: Turn, items: Item[], lastDay: IsoDate | undefined): void {
  const { state, world } = turn;
  if (state.dateOfBirth === null) return;
  const end = compulsoryAgeTo(state.dateOfBirth);
  for (const days of world.policy.defaults.ageNoticeDays) {
    const date = addDays(end, -days);
    if (lastDay !== undefined && date > lastDay) continue;
    const at = atTime(world.calendars.london, date, world.policy.defaults.digestTime);
    if (at > state.at) items.push({ at, kind: 'ageEnds', days });
  }
}

/** The start of the day after a date that a condition compares with today. */
function datesReached(turn: Turn, items: Item[]): void {
  const { state, world } = turn;
  for (const fact of pastFacts(world.policy)) {
    const date = turn.fact(fact);
    if (typeof date !== 'string') continue;
    const at = startOfDay(world.calendars.london, addDays(date, 1));
    if (at > state.at) items.push({ at, kind: 'dateReached' });
  }
}

const pastFactsOf = new WeakMap<CompiledPolicy, string[]>();

function pastFacts(policy: CompiledPolicy): string[] {
  const known = pastFactsOf.get(policy);
  if (known !== undefined) return known;
  const conditions: (Condition | undefined)[] = [
    policy.scope.in,
    policy.triage?.when,
    ...policy.scope.rejections.map((r) => r.when),
    ...policy.deadlines.flatMap((r) => [r.when, r.met.facts, ...(r.shorter ?? []).map((s) => s.when)]),
    ...policy.earliest.flatMap((r) => [r.when, r.unless]),
    ...policy.checks.map((r) => r.when),
    ...policy.messages.map((r) => r.when),
    ...policy.tasks.flatMap((r) => [r.when, r.doneWhen]),
  ];
  const facts = [...new Set(conditions.flatMap((c) => (c === undefined ? [] : datedFactsOf(c))))];
  pastFactsOf.set(policy, facts);
  return facts;
}

const ORDER: Record<Item['kind'], number> = {
  concernDeputy: 0,
  concernManager: 1,
  deadlineEnds: 2,
  recurs: 3,
  tellManager: 4,
  chase: 5,
  silence: 6,
  monitoringEnds: 7,
  review: 8,
  ageEnds: 9,
  dateReached: 10,
};

/** The items of one instant in the order in which they are played. */
export const inOrder = (items: Item[]): Item[] =>
  items
    .map((item, index) => ({ item, index }))
    .sort((a, b) => ORDER[a.item.kind] - ORDER[b.item.kind] || a.index - b.index)
    .map(({ item }) => item);

/** Does what one item brings. */
export function play(turn: Turn, item: Item): void {
  switch (item.kind) {
    case 'deadlineEnds':
      endDeadline(turn, item.deadline);
      return;
    case 'tellManager':
      tellManager(turn, item.deadline);
      return;
    case 'recurs':
      nextOccurrence(turn, item.rule, item.previous);
      return;
    case 'concernDeputy':
      tellDeputy(turn, item.concern);
      return;
    case 'concernManager':
      tellManagerOfConcern(turn, item.concern);
      return;
    case 'chase':
      chase(turn, item.request);
      return;
    case 'silence':
      tellOfSilence(turn, item.request);
      return;
    case 'monitoringEnds':
      openTask(turn, { kind: 'reviewMonitoring', for: 'manager', rule: turn.state.outcome?.rule ?? 'SYS-REVIEW' });
      return;
    case 'review':
      review(turn);
      return;
    case 'ageEnds':
      send(turn, {
        rule: 'SYS-AGE',
        purpose: 'reminder',
        to: turn.state.assignee === null ? 'team' : 'officer',
        template: 'age-ending',
        fields: { days: String(item.days) },
      });
      return;
    case 'dateReached':
      return;
  }
}

/** A case that cannot end is reviewed by the manager (SYS-REVIEW). One that can is not. */
function review(turn: Turn): void {
  if (!cannotEnd(turn)) return;
  openTask(turn, { kind: 'review', for: 'manager', rule: 'SYS-REVIEW', due: turn.today });
  send(turn, { rule: 'SYS-REVIEW', purpose: 'review', to: 'manager', template: 'review-due' });
}
