import { join } from 'node:path';
import { packageRoot } from '../cli/packageRoot.js';
import { readScenario, type Scenario } from '../config/scenario/read.js';

/** A scenario of the measurements, by its name. */
export function scenarioNamed(name: string): Scenario {
  const read = readScenario(join(packageRoot, 'bench/scenarios', `${name}.yaml`));
  if (!read.ok) throw new Error(read.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return read.scenario;
}

/** A play of a scenario to the end that it names. */
export const playOf = ({ world, played, until }: Scenario) => ({
  world,
  played,
  ...(until === undefined ? {} : { until }),
});
