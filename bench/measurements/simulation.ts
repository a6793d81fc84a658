import type { CaseInput, Person } from '../../domain/inputs.js';
import { simulate, type Play, type Played } from '../../domain/simulate.js';
import { addSeconds } from '../../domain/time.js';
import { playOf, scenarioNamed } from '../scenario.js';
import { median } from '../statistics.js';
import { figure, type Row } from '../table.js';

const ROUNDS = 5;
const ROUND_MS = 700;
const CASES_A_SECOND = 2_400;

/** How many whole cases the core plays in a second of one core's time, which other programs do not shorten. */
export function measureSimulation(): Row[] {
  return ['bradford-typical', 'luton-typical'].map((name) => {
    const scenario = scenarioNamed(name);
    const played = simulate(playOf(scenario));
    const rate = 1 / secondsOfOne(playOf(scenario));
    return {
      what: `simulated cases a second, ${name} (${played.events.length} events)`,
      seen: `${figure(rate)} /s`,
      target: { words: `at least ${figure(CASES_A_SECOND)} /s`, holds: rate >= CASES_A_SECOND },
    };
  });
}

const FEW = 10;
const MANY = 80;

/** Whether a case with eight times the checks costs more than eight times the time. */
export function measureGrowth(): Row[] {
  const few = secondsOfOne(withChecks(FEW));
  const many = secondsOfOne(withChecks(MANY));
  const share = many / few / (MANY / FEW);
  return [
    {
      what: `simulation with ${MANY} added checks against ${FEW}, a check`,
      seen: `${figure((many / MANY) * 1e6)} µs`,
      against: `${figure((few / FEW) * 1e6)} µs`,
      ratio: share,
    },
  ];
}

function secondsOfOne(play: Play): number {
  const rounds: number[] = [];
  // The first round warms the code up and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const from = performance.now();
    const used = process.cpuUsage();
    let cases = 0;
    while (performance.now() - from < ROUND_MS) {
      simulate(play);
      cases += 1;
    }
    const { user, system } = process.cpuUsage(used);
    if (round > 0) rounds.push((user + system) / 1e6 / cases);
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
