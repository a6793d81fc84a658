import type { Scenario } from '../../config/scenario/read.js';
import type { Instant } from '../../domain/time.js';
import { installRuntime } from '../../worker/runtime.js';
import { createProgress } from '../embedded/progress.js';
import { EXIT } from '../output.js';
import { orTell } from '../running/untilStopped.js';
import { playOf, type PlayedScenario } from './play.js';
import { openStage, type Stage } from './stage.js';
import { playThroughTemporal } from './throughTemporal.js';

/**
 * Plays a scenario through the real workflow on a Temporal server that skips time. Gives what `playScenario` gives.
 * @throws NothingBegan as `playScenario` does
 */
export async function playScenarioOn(stage: Stage, scenario: Scenario, at?: Instant): Promise<PlayedScenario> {
  return { scenario, ...(await playThroughTemporal(stage, playOf(scenario, at))) };
}

const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Plays on one stage for all files; a signal ends the play, and the server in order. */
export async function onStage(address: string | undefined, run: (stage: Stage) => Promise<number>): Promise<number> {
  const interrupted = new Promise<number>((told) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => told(EXIT.fault));
  });
  let status: number = EXIT.done;
  const opened = await orTell(async () => {
    installRuntime(quietLog);
    const stage = await openStage({ address, progress: createProgress(process.stderr) });
    try {
      status = await Promise.race([run(stage), interrupted]);
    } finally {
      await stage.close();
    }
  });
  return opened === EXIT.done ? status : opened;
}
