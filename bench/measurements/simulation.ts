import type { CaseInput, Person } from '../../domain/inputs.js';
import { simulate, type Play, type Played } from '../../domain/simulate.js';
import { addDays, addSeconds } from '../../domain/time.js';
import { shippedAuthorities, yearCalendars } from '../nationalYear/authorities.js';
import { playYear, SEED } from '../nationalYear/year.js';
import { playOf, scenarioNamed } from '../scenario.js';
import { cpuSeconds, median } from '../statistics.js';
import { figure, type Row } from '../table.js';

const ROUNDS = 5;
const ROUND_MS = 700;
const CASES_A_SECOND = 2_400;
const CASES_OF_A_PACK = 200;

/** How many whole cases the core plays in a second of one core's time, which other programs do not shorten. */
export const measureSimulation = (): Row[] => [
  ...['bradford-typical', 'luton-typical'].map((name) => againstTarget(rateOf(name, [playOf(scenarioNamed(name))]))),
  ...casesOfPacks().map(({ id, plays }) => rateOf(`${id}, as in the national year`, plays).row),
];

function rateOf(name: string, plays: readonly Play[]): { row: Row; rate: number } {
  const events = plays.reduce((sum, play) => sum + simulate(play).events.length, 0) / plays.length;
  const rate = 1 / secondsOfOne(plays);
  const what = `simulated cases a second, ${name} (${figure(Math.round(events))} events)`;
  return { row: { what, seen: `${figure(rate)} /s` }, rate };
}

/** The target is about a typical case; policies differ in how much happens in one. */
const againstTarget = ({ row, rate }: { row: Row; rate: number }): Row => ({
  ...row,
  target: { words: `at least ${figure(CASES_A_SECOND)} /s`, holds: rate >= CASES_A_SECOND },
});

/** For each pack that ships, some cases of the national year: what was done in them is settled, the core alone plays. */
function casesOfPacks(): { id: string; plays: Play[] }[] {
  const calendars = yearCalendars();
  return shippedAuthorities(calendars).map((authority) => {
    const plays: Play[] = [];
    playYear({ calendars, authorities: [authority], cases: CASES_OF_A_PACK, seed: SEED }, ({ play }) =>
      plays.push(play),
    );
    return { id: authority.id, plays };
  });
}

const FEW = 10;
const MANY = 80;

/** Whether cost grows with what happens, and with nothing else: with the checks of a case, not with its days. */
export const measureGrowth = (): Row[] => [growthWithChecks(), ...growthWithDays()];

/** Whether a case with eight times the checks costs more than eight times the time. */
function growthWithChecks(): Row {
  const few = secondsOfOne([withChecks(FEW)]);
  const many = secondsOfOne([withChecks(MANY)]);
  return {
    what: `simulation with ${MANY} added checks against ${FEW}, a check`,
    seen: `${figure((many / MANY) * 1e6)} µs`,
    against: `${figure((few / FEW) * 1e6)} µs`,
    ratio: many / few / (MANY / FEW),
  };
}

const SHORT_DAYS = 30;
const LONG_DAYS = [90, 365];

/** The same inputs, and then nothing for 30, 90, 365 days: a review every four weeks is all that happens. */
function growthWithDays(): Row[] {
  const short = withDays(SHORT_DAYS);
  const shortSeconds = secondsOfOne([short]);
  return LONG_DAYS.map((days) => {
    const long = withDays(days);
    const seconds = secondsOfOne([long]);
    return {
      what: `a case open ${days} days (${eventsOf(long)} events) against ${SHORT_DAYS} (${eventsOf(short)} events)`,
      seen: `${figure(seconds * 1e6)} µs`,
      against: `${figure(shortSeconds * 1e6)} µs`,
      ratio: seconds / shortSeconds,
    };
  });
}

const eventsOf = (play: Play): number => simulate(play).events.length;

function secondsOfOne(plays: readonly Play[]): number {
  const rounds: number[] = [];
  // The first round warms the code up and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const from = performance.now();
    const used = process.cpuUsage();
    let cases = 0;
    while (performance.now() - from < ROUND_MS) {
      for (const play of plays) simulate(play);
      cases += plays.length;
    }
    if (round > 0) rounds.push(cpuSeconds(used) / cases);
  }
  return median(rounds);
}

const OFFICER: Person = { id: 'officer-a', role: 'officer' };

/** The typical case with so many checks of an officer's own, each opened and recorded. */
function withChecks(checks: number): Play {
  const play = playOf(scenarioNamed('bradford-typical'));
  const start = '2026-12-16T09:00:00Z';
  const added = Array.from({ length: checks }, (_, n): Played[] => {
    const check = `OWN-${n}`;
    const at = addSeconds(start, n * 120);
    const open: CaseInput = { do: 'addCheck', by: OFFICER, check, title: 'a title', reason: 'a reason' };
    const record: CaseInput = { do: 'recordCheck', by: OFFICER, check, result: 'nothing_found' };
    return [
      { at, input: open },
      { at: addSeconds(at, 60), input: record },
    ];
  });
  return { ...play, played: [...play.played, ...added.flat()] };
}

/** The typical case without its outcome, left open for so many days. */
function withDays(days: number): Play {
  const play = playOf(scenarioNamed('bradford-typical'));
  const [first] = play.played;
  if (first === undefined) throw new Error('The typical scenario has no referral');
  const undecided = play.played.filter((item) => !('input' in item && item.input.do === 'decideOutcome'));
  return { ...play, played: undecided, until: `${addDays(first.at.slice(0, 10), days)}T12:00:00Z` };
}
