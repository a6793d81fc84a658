/** Cases for tests: a referral, what people do, and how it ended, with the policies and calendars that ship. */
import { loadCalendars } from '../../../config/calendars.js';
import { loadPack } from '../../../config/pack/load.js';
import type { Calendars } from '../../../domain/calendar/types.js';
import type { World } from '../../../domain/case/turn.js';
import { londonInstant } from '../../../domain/calendar/london.js';
import type { CaseEvent, EventType } from '../../../domain/events.js';
import type { Match, Person, PersonInput, Referral, Referrer } from '../../../domain/inputs.js';
import type { CompiledPolicy, FactId, FactValue } from '../../../domain/policy.js';
import { simulate, type Play, type Played, type Simulation } from '../../../domain/simulate.js';
import type { Instant } from '../../../domain/time.js';
import { viewOf, type CaseView } from '../../../domain/view.js';

const calendars = loadCalendars({ school: 'r26' });

export const worldOf = (pack: string, change: (calendars: Calendars) => Calendars = (same) => same): World => ({
  policy: loadPack(pack).policy,
  calendars: change(calendars),
});

/** The instant of a London wall time, `2026-12-21T10:12`. */
export function at(wall: string): Instant {
  if (wall.endsWith('Z')) return wall;
  const instant = londonInstant(calendars.london, wall.slice(0, 10), wall.slice(11));
  if (instant === undefined) throw new Error(`${wall} does not exist in London`);
  return instant;
}

/** `officer-a` acts as an officer. */
export function person(name: string): Person {
  const role = (
    ['officer', 'senior', 'manager', 'dsl', 'administrator', 'auditor', 'referrer', 'partner'] as const
  ).find((each) => each === name.split('-')[0]);
  return { id: name, role: role ?? 'officer' };
}

export const SCHOOL: Referrer = { kind: 'school', reply: 'email', verified: true };
export const PUBLIC: Referrer = { kind: 'public', reply: 'email', verified: false };
export const ANONYMOUS: Referrer = { kind: 'anonymous', reply: null, verified: false };

export interface Given {
  receivedAt?: string;
  referrer?: Referrer;
  facts?: Record<FactId, FactValue>;
  dateOfBirth?: string | null;
  dobEstimated?: boolean;
}

export function referral({
  receivedAt = '2026-12-21T10:12',
  referrer = SCHOOL,
  facts = {},
  dateOfBirth = '2015-05-04',
  dobEstimated,
}: Given = {}): Referral {
  return {
    receivedAt: at(receivedAt),
    referrer,
    child: {
      ...(dateOfBirth === null ? {} : { dateOfBirth }),
      ...(dobEstimated === undefined ? {} : { dobEstimated }),
    },
    facts,
  };
}

/** What a person does at a London wall time. */
export const by = (who: string, when: string, input: PersonInput, adopted?: CompiledPolicy): Played => ({
  at: at(when),
  input: { ...input, by: person(who), ...(adopted === undefined ? {} : { adopted }) },
});

/** A further referral. */
export const further = (when: string, match: Match | undefined, given: Given = {}): Played => ({
  at: at(when),
  input: {
    do: 'referral',
    by: person('referrer'),
    referral: referral({ ...given, receivedAt: when }),
    ...(match === undefined ? {} : { match }),
  },
});

export const changed = (when: string, reason: string, change: (calendars: Calendars) => Calendars): Played => ({
  at: at(when),
  change,
  reason,
});

export interface Told {
  at: Instant;
  rule: string;
  to: string;
  purpose: string;
}

/** A simulation with the questions that tests ask of it. */
export interface TestCase extends Simulation {
  view: CaseView;
  types: EventType[];
  of<T extends EventType>(type: T): (CaseEvent & { type: T })[];
  deadline(rule: string): CaseView['deadlines'][number];
  check(id: string): CaseView['checks'][number] | undefined;
  /** What keeps an action shut, each as `RULE why`. */
  blocked(action: string): string[];
  told(purpose?: string): Told[];
  codes: string[];
  play: Play;
}

export interface CaseSetup extends Given {
  pack?: string;
  world?: World;
  until?: string;
}

/** Plays a case from its referral. */
export function playCase(
  { pack = 'bradford', world = worldOf(pack), until, ...given }: CaseSetup,
  ...played: Played[]
): TestCase {
  const first = referral(given);
  const play: Play = {
    world,
    played: [{ at: first.receivedAt, input: { do: 'referral', by: person('referrer'), referral: first } }, ...played],
    ...(until === undefined ? {} : { until: at(until) }),
  };
  const simulation = simulate(play);
  const view = viewOf(simulation.state, simulation.world, simulation.until);
  const ofType = <T extends EventType>(type: T): (CaseEvent & { type: T })[] =>
    simulation.events.filter((event): event is CaseEvent & { type: T } => event.type === type);
  return {
    ...simulation,
    play,
    view,
    types: simulation.events.map((event) => event.type),
    of: ofType,
    deadline(rule) {
      const found = view.deadlines.filter((deadline) => deadline.rule === rule).at(-1);
      if (found === undefined) throw new Error(`no deadline ${rule}`);
      return found;
    },
    check: (id) => view.checks.find((check) => check.id === id),
    blocked: (action) =>
      view.gates.find((gate) => gate.action === action)?.blockedBy.map(({ rule, why }) => `${rule} ${why}`) ?? [],
    told: (purpose) =>
      ofType('messageDue')
        .filter((event) => purpose === undefined || event.purpose === purpose)
        .map(({ at: when, rule, to, purpose: why }) => ({ at: when, rule, to, purpose: why })),
    codes: simulation.refused.map(({ code }) => code),
  };
}
