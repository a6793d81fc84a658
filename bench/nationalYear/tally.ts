/** What a year came to at one authority: counts only, so that no case is kept. */
import type { CaseEvent } from '../../domain/events.js';
import type { CaseState } from '../../domain/state.js';
import { dayNumber } from '../../domain/time.js';
import type { PlayedCase } from './playCase.js';

/** What became of the deadlines of one rule. */
export interface DeadlineTally {
  actor: string;
  set: number;
  met: number;
  /** Declared breached; some of these were withdrawn, or their work was done late. */
  breached: number;
  withdrawn: number;
  doneLate: number;
  /** Of others than the authority: ended without a breach of the authority's. */
  lapsed: number;
  /** Without a date: past already when the child was referred, or a calendar was missing. */
  blocked: number;
}

export interface Tally {
  cases: number;
  events: number;
  refused: number;
  messages: number;
  rejected: number;
  closed: number;
  inactive: number;
  stillOpen: number;
  duplicates: number;
  lateEntries: number;
  concerns: number;
  /** Concerns whose safeguarding contact was written to in the step that raised them. */
  concernsToldAtOnce: number;
  /** Concerns that went on to the deputy, and to the manager, because nobody had acknowledged them. */
  concernsToDeputy: number;
  concernsToManager: number;
  outcomes: Map<string, number>;
  deadlines: Map<string, DeadlineTally>;
  /** How many cases ended after so many days. */
  daysToEnd: Map<number, number>;
}

export const emptyTally = (): Tally => ({
  cases: 0,
  events: 0,
  refused: 0,
  messages: 0,
  rejected: 0,
  closed: 0,
  inactive: 0,
  stillOpen: 0,
  duplicates: 0,
  lateEntries: 0,
  concerns: 0,
  concernsToldAtOnce: 0,
  concernsToDeputy: 0,
  concernsToManager: 0,
  outcomes: new Map(),
  deadlines: new Map(),
  daysToEnd: new Map(),
});

/** Counts a case in. */
export function countCase(tally: Tally, { state, events, refused }: PlayedCase): void {
  tally.cases += 1;
  tally.events += events.length;
  tally.refused += refused;
  for (const event of events) countEvent(tally, event);
  countConcerns(tally, events);
  countEnd(tally, state);
}

function countEnd(tally: Tally, state: CaseState): void {
  if (state.endedAt === null) tally.stillOpen += 1;
  else if (state.status === 'rejected') tally.rejected += 1;
  else if (state.status === 'inactive') tally.inactive += 1;
  else tally.closed += 1;
  if (state.status !== 'rejected') add(tally.outcomes, state.outcome?.outcome ?? NO_OUTCOME);
  if (state.endedAt !== null && state.status !== 'rejected')
    add(tally.daysToEnd, dayNumber(state.endedAt) - dayNumber(state.receivedAt));
}

export const NO_OUTCOME = 'none yet';

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

function countEvent(tally: Tally, event: CaseEvent): void {
  switch (event.type) {
    case 'deadlineSet':
      deadlineOf(tally, event.rule, event.actor).set += 1;
      return;
    case 'deadlineBlocked':
      deadlineOf(tally, event.rule, event.actor).blocked += 1;
      return;
    case 'deadlineMet':
      deadlineOf(tally, event.rule).met += 1;
      return;
    case 'deadlineBreached':
      deadlineOf(tally, event.rule).breached += 1;
      return;
    case 'breachWithdrawn':
      deadlineOf(tally, event.rule).withdrawn += 1;
      return;
    case 'ladderStopped':
      deadlineOf(tally, event.rule).doneLate += 1;
      return;
    case 'deadlineLapsed':
      deadlineOf(tally, event.rule).lapsed += 1;
      return;
    case 'messageDue':
      tally.messages += 1;
      return;
    case 'duplicateConfirmed':
      tally.duplicates += 1;
      return;
    case 'checkRecorded':
      if (event.lateEntry) tally.lateEntries += 1;
      return;
    default:
      return;
  }
}

function deadlineOf(tally: Tally, rule: string, actor = ''): DeadlineTally {
  const known = tally.deadlines.get(rule);
  if (known !== undefined) return known;
  const none: DeadlineTally = {
    ...{ actor, set: 0, met: 0, breached: 0, withdrawn: 0, doneLate: 0, lapsed: 0, blocked: 0 },
  };
  tally.deadlines.set(rule, none);
  return none;
}

function countConcerns(tally: Tally, events: readonly CaseEvent[]): void {
  for (const event of events) {
    if (event.type === 'concernRaised') {
      tally.concerns += 1;
      const told = events.some(
        (other) =>
          other.type === 'messageDue' &&
          other.at === event.at &&
          other.purpose === 'concern' &&
          other.to === 'safeguarding-contact',
      );
      if (told) tally.concernsToldAtOnce += 1;
    }
    if (event.type !== 'messageDue') continue;
    if (event.step?.of === 'concernDeputy') tally.concernsToDeputy += 1;
    if (event.step?.of === 'concernManager') tally.concernsToManager += 1;
  }
}

/** The day by which this share of the cases that ended had ended; undefined where none has. */
export function daysToEnd({ daysToEnd: days }: Tally, share: number): number | undefined {
  const sorted = [...days].sort(([a], [b]) => a - b);
  let left = sorted.reduce((sum, [, cases]) => sum + cases, 0) * share;
  for (const [day, cases] of sorted) {
    left -= cases;
    if (left <= 0) return day;
  }
  return undefined;
}
