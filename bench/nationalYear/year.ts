/** A national year: the referrals of all authorities, each played by plausible officers, one after another. */
import { endOfDay } from '../../domain/calendar/london.js';
import type { Calendars } from '../../domain/calendar/types.js';
import { truth } from '../../domain/conditions.js';
import type { Authority } from './authorities.js';
import { createChance } from './chance.js';
import { courseOf } from './course.js';
import { createOffice, type Office } from './office.js';
import { playCase, type PlayedCase } from './playCase.js';
import { drawArrival, YEAR } from './referrals.js';
import { countCase, emptyTally, type Tally } from './tally.js';

/** Children missing education in England in a year: the figure that the target is about. */
export const NATIONAL_CASES = 143_000;
export const SEED = 2026;

/** How many officers an authority has; it only shows in the names on the events. */
const OFFICERS = 12;

export interface Year {
  calendars: Calendars;
  authorities: readonly Authority[];
  cases: number;
  seed: number;
}

/** Plays the year and keeps nothing of a case but its counts. The same seed gives the same counts. */
export function playYear(year: Year, see: (played: PlayedCase, authority: Authority) => void = () => undefined) {
  const office = createOffice(year.calendars, YEAR.from, YEAR.to);
  const tallies = new Map<string, Tally>(year.authorities.map(({ id }) => [id, emptyTally()]));
  for (let n = 0; n < year.cases; n += 1) {
    // In turn: every authority has as many cases as the others.
    const authority = year.authorities[n % year.authorities.length];
    const tally = tallies.get(authority?.id ?? '');
    if (authority === undefined || tally === undefined) throw new Error('No authority has a policy');
    const played = playOne(year, office, authority, n);
    countCase(tally, played);
    see(played, authority);
  }
  return tallies;
}

/** One case of the year, by its number. */
function playOne({ calendars, seed }: Year, office: Office, authority: Authority, n: number): PlayedCase {
  const chance = createChance(seed, n);
  const arrival = drawArrival(chance, office);
  const world = authority.worldAt(arrival.receivedAt);
  const officer = { id: `officer-${chance.between(1, OFFICERS)}`, role: 'officer' } as const;
  const { policy } = world;
  const { facts } = arrival.referral;
  const prioritised =
    policy.triage !== null &&
    truth(policy.triage.when, (fact) => facts[fact], arrival.receivedAt.slice(0, 10)) === true;
  const acts = courseOf({ ...arrival, policy, office, chance, officer, prioritised });
  return playCase(world, arrival, acts, endOfDay(calendars.london, YEAR.to));
}
