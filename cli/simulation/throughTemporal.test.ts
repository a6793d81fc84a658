import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadCalendars } from '../../config/calendars.js';
import { loadPack } from '../../config/pack/load.js';
import { readScenario } from '../../config/scenario/read.js';
import type { World } from '../../domain/case/turn.js';
import { NothingBegan, simulate, type Play, type Simulation } from '../../domain/simulate.js';
import { randomCase } from '../../domain/testing/randomCases.js';
import { testTemporalAddress } from '../../tests/support/temporal.js';
import { installRuntime } from '../../worker/runtime.js';
import { packageRoot } from '../packageRoot.js';
import { playScenarioOn } from './onStage.js';
import { playScenario } from './play.js';
import { present } from './present.js';
import { openStage, type Stage } from './stage.js';
import { playThroughTemporal } from './throughTemporal.js';

let stage: Stage;
beforeAll(async () => {
  installRuntime({ info: () => undefined, warn: () => undefined, error: () => undefined });
  stage = await openStage({ address: testTemporalAddress() });
});
afterAll(() => stage.close());

const examples = join(packageRoot, 'examples');
const scenarios = readdirSync(examples)
  .map((file) => join(examples, file))
  .map((file) => readScenario(file))
  // Beside scenarios there are referrals to send to a running Rollcall.
  .flatMap((read) => (read.ok ? [read.scenario] : []));

describe('an example prints the same through Temporal', () => {
  test('there are examples', () => expect(scenarios.length).toBeGreaterThan(2));

  test.each(scenarios.map((scenario) => [scenario.file.slice(examples.length + 1), scenario] as const))(
    '%s',
    async (_name, scenario) => {
      expect(present(await playScenarioOn(stage, scenario))).toEqual(present(playScenario(scenario)));
    },
  );
});

describe('random cases agree', () => {
  test.each(['bradford', 'luton'])(
    '%s',
    async (pack) => {
      const { policy } = loadPack(pack);
      const world = { policy, calendars: loadCalendars({ school: 'r26' }) };
      const some = fc.sample(randomCase(policy), { seed: 20_261_221, numRuns: 200 });
      await inPairs(liveliest(some, world), async (play) => {
        expect(await real(play)).toEqual(virtual(play));
      });
    },
    90_000,
  );
});

const ENDED = ['caseClosed', 'madeInactive', 'referralRejected'];

/** Most random cases are short. Those in which most happens find most; half of them end, and start a run that rests. */
function liveliest(some: readonly Omit<Play, 'world'>[], world: World): Play[] {
  const plays = some
    .map((play) => ({ ...play, world }))
    .map((play) => {
      const compared = virtual(play);
      const events = 'events' in compared ? compared.events : [];
      const ends = events.some((event) => ENDED.includes(event.type));
      return { play, ends, instants: new Set(events.map((event) => event.at)).size };
    })
    .sort((a, b) => b.instants - a.instants);
  const most = (ends: boolean): Play[] => plays.filter((one) => one.ends === ends).map(({ play }) => play);
  return [...most(true).slice(0, 5), ...most(false).slice(0, 5)];
}

type Compared = Pick<Simulation, 'events' | 'refused'> | { nothing: NothingBegan['refusal'] };

const comparedOf = ({ events, refused }: Simulation): Compared => ({ events, refused });

function nothing(error: unknown): Compared {
  if (!(error instanceof NothingBegan)) throw error;
  return { nothing: error.refusal };
}

function virtual(play: Play): Compared {
  try {
    return comparedOf(simulate(play));
  } catch (error) {
    return nothing(error);
  }
}

const real = (play: Play): Promise<Compared> => playThroughTemporal(stage, play).then(comparedOf, nothing);

/** Each case has a clock of its own; more at once would only be late for their seconds. */
async function inPairs<T>(items: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const go = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await each(item);
  };
  await Promise.all([go(), go()]);
}
