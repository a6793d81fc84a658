import { apply, applyTo } from '../apply.js';
import { londonDate } from '../calendar/london.js';
import type { Calendars } from '../calendar/types.js';
import { truth, type Lookup, type Truth } from '../conditions.js';
import type { Blocker, CaseEvent, Happening } from '../events.js';
import { NOT_BEGUN } from '../episode.js';
import { factLookup, factsOf, sameFacts } from '../factView.js';
import type { Person } from '../inputs.js';
import type { CompiledPolicy, Condition } from '../policy.js';
import type { CaseState } from '../state.js';
import type { Instant, IsoDate } from '../time.js';

/** What a case is decided with, beside its state: the pinned policy and the pinned calendars. */
export interface World {
  policy: CompiledPolicy;
  calendars: Calendars;
}

export type RefusalCode = 'gate_closed' | 'not_allowed' | 'not_found' | 'out_of_scope' | 'no_such_outcome' | 'invalid';

/** An input that is not accepted: nothing happened. `field` names what is wrong with it, `detail` says the remedy. */
export interface Refusal {
  code: RefusalCode;
  detail: string;
  field?: string;
  blockedBy?: Blocker[];
}

/** Thrown inside a turn to refuse its input; `decide` catches it and drops the turn. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
    this.name = 'Refused';
  }
}

export function refuse(code: RefusalCode, detail: string, more: { field?: string; blockedBy?: Blocker[] } = {}): never {
  throw new Refused({ code, detail, ...more });
}

/**
 * One step of a case at one instant: an input, or everything that falls due then. Each event is folded as it is
 * emitted, so that what follows in the same turn sees it.
 */
export interface Turn {
  readonly at: Instant;
  /** The day of `at` in London. */
  readonly today: IsoDate;
  world: World;
  /** The case as the turn found it; null where it begins with this turn. */
  readonly before: CaseState | null;
  /** As it stands after the events so far. Only `emit` changes it. */
  state: CaseState;
  events: CaseEvent[];
  /** Another policy is adopted in this step. */
  adopting?: boolean;
  /** Records an event: by the person given, else by the system. */
  emit(happening: Happening, by?: Person): void;
  fact: Lookup;
  holds(condition: Condition): Truth;
}

export function createTurn(state: CaseState | null, world: World, at: Instant): Turn {
  const today = londonDate(world.calendars.london, at);
  // The state that came in is never changed: the first event makes a copy, which the turn then changes as its own.
  let own: CaseState | null = null;
  // Most events change no fact: what was looked up and decided stays good until one does.
  let lookup: Lookup | null = null;
  let decided: Map<Condition, Truth> | null = null;
  // Plain fields, no accessors: an object literal with accessors has a shape of its own each time it is made, which
  // made every access to a turn slow.
  const turn: Turn = {
    at,
    today,
    world,
    before: state,
    state: state ?? NOT_BEGUN,
    events: [],
    emit(happening, by) {
      // The happening is the turn's own: it is stamped where it stands, which a copy of each would cost.
      const seq = turn.state.seq + 1;
      const event: CaseEvent =
        by === undefined
          ? Object.assign(happening, { seq, at, by: 'system' })
          : Object.assign(happening, { seq, at, by: by.id, role: by.role });
      turn.events.push(event);
      if (turn.state === NOT_BEGUN) {
        turn.state = own = apply(null, event);
        return;
      }
      const before = factsOf(turn.state);
      if (own === null) turn.state = own = { ...turn.state };
      applyTo(own, event);
      if (sameFacts(before, own)) return;
      lookup = null;
      decided = null;
    },
    fact(id) {
      lookup ??= factLookup(turn.state, today);
      return lookup(id);
    },
    holds(condition) {
      decided ??= new Map();
      let holds = decided.get(condition);
      if (holds === undefined) decided.set(condition, (holds = truth(condition, turn.fact, today)));
      return holds;
    },
  };
  return turn;
}
