/**
 * A case between inputs: its state, what the register does not hold yet, what has not been sent yet, and the requests
 * that were answered. Pure: the loop around it brings the time and carries the effects out.
 */
import { decide, nextWake, playDue, type Decision } from '../domain/case/decide.js';
import type { Refusal, World } from '../domain/case/turn.js';
import type { CaseEvent } from '../domain/events.js';
import type { CaseInput } from '../domain/inputs.js';
import { migrateState } from '../domain/migrateState.js';
import type { CaseState } from '../domain/state.js';
import { addSeconds, later, type Instant } from '../domain/time.js';
import type { DueMessage, EnquiryStart, InputAnswer } from './messages.js';
import { markOvertaken } from './overtaken.js';

export type Taken = { ok: true; answer: InputAnswer } | { ok: false; refusal: Refusal };

/** A wake that is later than this plays a backlog: of its messages only the last of each rule is worth sending. */
const LATE_AFTER_SECONDS = 3_600;
const MOST_REMEMBERED = 500;
/** A register that fails over to a copy loses minutes, not weeks. */
const TAIL = 50;
/** An answer's events weigh kilobytes. Older answers are remembered without: the register holds them. */
const ANSWERS_WITH_EVENTS = 20;

export interface CaseKeeper {
  readonly state: CaseState | null;
  readonly world: World;
  readonly unrecorded: readonly CaseEvent[];
  /** The events that the register took last: it may have lost them since, restored from an older copy. */
  readonly tail: readonly CaseEvent[];
  /** The last event the register is known to hold. */
  readonly recordedSeq: number;
  readonly unsent: readonly DueMessage[];
  /** The whole second at which something that arrives at `now` is taken: never before what was played. */
  at(now: Instant): Instant;
  /** Why an input would be refused at an instant; null where it would be taken. Changes nothing. */
  refusalOf(input: CaseInput, now: Instant, request?: string): Refusal | null;
  /** The first answer to a request, where it was answered before. */
  firstAnswer(request: string): InputAnswer | undefined;
  take(input: CaseInput, now: Instant, request?: string): Taken;
  /** Plays every instant that is due, in order. */
  play(now: Instant): void;
  /** The case as it would stand with everything played that is due. Changes nothing. */
  stateAt(now: Instant): CaseState | null;
  nextWake(): Instant | null;
  recorded(seq: number): void;
  /** Counts what the register is found not to hold as unrecorded again, as far as it is remembered. */
  lost(held: number): void;
  sent(messages: readonly DueMessage[]): void;
  /** True the first time an id is seen. */
  firstTime(id: string): boolean;
  carry(): Pick<
    EnquiryStart,
    'policy' | 'calendars' | 'state' | 'unrecorded' | 'tail' | 'unsent' | 'answered' | 'seen'
  >;
}

interface Decided {
  before: { events: CaseEvent[]; state: CaseState } | null;
  decision: Decision;
}

interface Judged {
  request: string;
  at: Instant;
  state: CaseState | null;
  world: World;
  found: Decided;
}

export function createCaseKeeper(start: EnquiryStart): CaseKeeper {
  let state = start.state === null ? null : migrateState(start.state);
  let world: World = { policy: start.policy, calendars: start.calendars };
  let unrecorded = start.unrecorded ?? [];
  let recordedSeq = (unrecorded[0]?.seq ?? (state?.seq ?? 0) + 1) - 1;
  let tail = start.tail ?? [];
  let unsent = start.unsent ?? [];
  let answered = new Map(start.answered ?? []);
  let seen = start.seen ?? [];
  // The next wake costs a walk over the agenda, and is asked for at every turn of the workflow's conditions.
  let wake: { of: CaseState; world: World; at: Instant | null } | null = null;

  // What the validator found an instant ago, so that the handler need not find it again. Deciding is pure: a replay,
  // which runs no validator, finds the same.
  let judged: Judged | null = null;

  const at = (now: Instant): Instant => (state === null ? now : later(now, state.at));

  /** Takes events into the record, and their messages into what is to be sent. */
  function keep(next: CaseState, events: readonly CaseEvent[], episodeBefore: number): void {
    state = next;
    if (events.length === 0) return;
    unrecorded = [...unrecorded, ...events];
    const overtaken = new Set(
      events.flatMap((event) => (event.type === 'messageOvertaken' ? [messageName(event)] : [])),
    );
    let episode = episodeBefore;
    const due: DueMessage[] = [];
    for (const event of events) {
      if (event.type === 'episodeStarted') episode = event.episode;
      if (event.type === 'messageDue' && !overtaken.has(messageName(event))) due.push({ episode, message: event });
    }
    if (due.length > 0) unsent = [...unsent, ...due];
  }

  /** What falls due by an instant. Backlogs differ: the messages that a later step has overtaken are not sent. */
  function played(until: Instant): { events: CaseEvent[]; state: CaseState } | null {
    if (state === null) return null;
    const due = wakeOf(state);
    if (due === null || due > until) return null;
    const late = due < addSeconds(until, -LATE_AFTER_SECONDS);
    return late ? markOvertaken(playDue({ state, world }, until)) : playDue({ state, world }, until);
  }

  function wakeOf(current: CaseState): Instant | null {
    if (wake?.of !== current || wake.world !== world)
      wake = { of: current, world, at: nextWake({ state: current, world }) };
    return wake.at;
  }

  function decided(input: CaseInput, now: Instant): Decided {
    const before = played(at(now));
    return { before, decision: decide({ state: before?.state ?? state, world }, input, at(now)) };
  }

  return {
    get state() {
      return state;
    },
    get world() {
      return world;
    },
    get unrecorded() {
      return unrecorded;
    },
    get recordedSeq() {
      return recordedSeq;
    },
    get unsent() {
      return unsent;
    },
    at,
    refusalOf(input, now, request) {
      const found = decided(input, now);
      judged = request === undefined ? null : { request, at: at(now), state, world, found };
      return found.decision.ok ? null : found.decision.refusal;
    },
    firstAnswer: (request) => answered.get(request),
    take(input, now, request) {
      const taken = at(now);
      const same =
        judged?.request === request && judged?.at === taken && judged.state === state && judged.world === world;
      const { before, decision } = same && judged !== null ? judged.found : decided(input, now);
      judged = null;
      // The clock comes before inputs, also before one that is refused.
      if (before !== null) keep(before.state, before.events, state?.episode ?? 1);
      if (!decision.ok) return { ok: false, refusal: decision.refusal };
      keep(decision.state, decision.events, state?.episode ?? 1);
      world = decision.world;
      const answer: InputAnswer = {
        seq: decision.state.seq,
        at: taken,
        status: decision.state.status,
        events: decision.events,
      };
      if (request !== undefined) answered = remember(answered, request, answer);
      return { ok: true, answer };
    },
    play(now) {
      const due = played(at(now));
      if (due !== null) keep(due.state, due.events, state?.episode ?? 1);
    },
    stateAt: (now) => played(at(now))?.state ?? state,
    nextWake: () => (state === null ? null : wakeOf(state)),
    get tail() {
      return tail;
    },
    recorded(seq) {
      recordedSeq = Math.max(recordedSeq, seq);
      const taken = unrecorded.filter((event) => event.seq <= recordedSeq);
      tail = [...tail, ...taken].slice(-TAIL);
      unrecorded = unrecorded.filter((event) => event.seq > recordedSeq);
    },
    lost(held) {
      const again = tail.filter((event) => event.seq > held);
      if (again[0]?.seq !== held + 1) return;
      unrecorded = [...again, ...unrecorded];
      tail = tail.filter((event) => event.seq <= held);
      recordedSeq = held;
    },
    sent(messages) {
      unsent = unsent.filter((due) => !messages.includes(due));
    },
    firstTime(id) {
      if (seen.includes(id)) return false;
      seen = [...seen, id].slice(-MOST_REMEMBERED);
      return true;
    },
    carry: () => ({
      policy: world.policy,
      calendars: world.calendars,
      state,
      unrecorded,
      tail,
      unsent,
      answered: [...answered],
      seen,
    }),
  };
}

const messageName = (message: { rule: string; to: string; occurrence: number }): string =>
  `${message.rule}|${message.to}|${message.occurrence}`;

function remember(answered: Map<string, InputAnswer>, request: string, answer: InputAnswer): Map<string, InputAnswer> {
  const all: [string, InputAnswer][] = [...answered, [request, answer]];
  const kept = all.slice(-MOST_REMEMBERED);
  const bare = kept.length - ANSWERS_WITH_EVENTS;
  return new Map(kept.map(([id, given], index) => [id, index < bare ? { ...given, events: [] } : given]));
}
