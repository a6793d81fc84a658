import { join } from 'node:path';
import { packageRoot } from '../cli/packageRoot.js';
import { readScenario, type Scenario } from '../config/scenario/read.js';

const read = new Map<string, Scenario>();

/** A scenario of the measurements, by its name. Read once: it must cost nothing while something is measured. */
export function scenarioNamed(name: string): Scenario {
  const scenario = read.get(name) ?? readNamed(name);
  read.set(name, scenario);
  return scenario;
}

function readNamed(name: string): Scenario {
  const scenario = readScenario(join(packageRoot, 'bench/scenarios', `${name}.yaml`));
  if (!scenario.ok) throw new Error(scenario.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return scenario.scenario;
}

/** A play of a scenario to the end that it names. */
export const playOf = ({ world, played, until }: Scenario) => ({
  world,
  played,
  ...(until === undefined ? {} : { until }),
});
