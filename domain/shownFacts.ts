/** The facts of a case as they are shown: each with the instant from which it counts, and who it comes from. */
import { startOfDay } from './calendar/london.js';
import type { Turn } from './case/turn.js';
import { madeTrueBy } from './factView.js';
import { compulsoryAgeFrom, compulsoryAgeTo } from './law.js';
import type { FactId, FactValue } from './policy.js';
import { addDays, later, type Instant } from './time.js';

export interface ShownFact {
  fact: FactId;
  value: FactValue;
  from: Instant;
  by: string;
}

/** What the system derives is shown from the start, stated or not. */
const DERIVED: readonly FactId[] = [
  'csa',
  'located',
  'whereabouts_known',
  'child_seen',
  'safeguarding_concern',
  'imminent_harm',
  'crime_suspected',
  'fgm_concern',
  'exploitation_concern',
  'removal_advised',
  'cme_from',
];

/** Stated facts, those of a referral that is proposed as a duplicate, and those the system derives. */
export function shownFacts(turn: Turn): ShownFact[] {
  const { facts, proposals } = turn.state;
  const proposed = proposals.flatMap((proposal) => (proposal.state === 'open' ? Object.keys(proposal.facts) : []));
  return [...new Set([...Object.keys(facts), ...proposed, ...DERIVED])].flatMap((fact) => {
    const value = turn.fact(fact) ?? facts[fact]?.value;
    return value === undefined ? [] : [{ fact, value, ...originOf(turn, fact, value) }];
  });
}

/** Whose word a value is, and since when: of the record, of an open concern, of a proposed duplicate, or derived. */
export function originOf(turn: Turn, fact: FactId, value: FactValue): { from: Instant; by: string } {
  const { state } = turn;
  const stated = state.facts[fact];
  if (stated?.value === value) return { from: stated.from, by: stated.by };
  const concern = state.concerns.find((each) => each.resolvedAt === undefined && madeTrueBy(fact, each));
  if (concern !== undefined) return { from: concern.raisedAt, by: concern.by };
  const proposal = state.proposals.find((each) => each.state === 'open' && each.facts[fact] === value);
  if (proposal !== undefined) return { from: proposal.at, by: 'referrer' };
  return { from: derivedFrom(turn, fact, value), by: 'system' };
}

function derivedFrom({ state, world, at }: Turn, fact: FactId, value: FactValue): Instant {
  const { receivedAt, dateOfBirth, facts, advice } = state;
  if (fact === 'whereabouts_known' && value === true) return facts['located']?.from ?? receivedAt;
  if (fact === 'removal_advised') return advice?.at ?? receivedAt;
  if (fact !== 'csa' || dateOfBirth === null) return receivedAt;
  const { london } = world.calendars;
  if (value === true) return later(startOfDay(london, compulsoryAgeFrom(dateOfBirth)), receivedAt);
  // Of that age no more from the day after its last; before the first, as the child was referred.
  const ended = startOfDay(london, addDays(compulsoryAgeTo(dateOfBirth), 1));
  return ended <= at ? later(ended, receivedAt) : receivedAt;
}
