import type { Logger } from 'pino';
import type { CaseWorlds } from '../../activities/worlds.js';
import type { Settings } from '../../config/settings.js';
import type { Register } from '../../register/index.js';
import { createWorkers, type Workers } from '../../worker/worker.js';
import type { Channels } from './channels.js';
import type { TemporalClient } from './temporalClient.js';

export interface RunningWorkers {
  /** Resolves once all of them have stopped; rejects where one ended by itself. */
  ended: Promise<void>;
  health: Workers['health'];
  /** Lets what is under way finish. */
  stop(): Promise<void>;
}

export interface WorkersToRun {
  settings: Settings;
  temporal: TemporalClient;
  register: Register;
  worlds: CaseWorlds;
  channels: Channels;
  /** Where people reach the pages, for the links in messages. */
  publicUrl: string;
  dataConverter: Parameters<typeof createWorkers>[0]['dataConverter'];
  log: Logger;
}

/** Runs this process's workers. */
export async function runWorkers(options: WorkersToRun): Promise<RunningWorkers> {
  const { settings, temporal, register, worlds, channels, publicUrl, dataConverter, log } = options;
  const workers = await createWorkers({
    connection: temporal.native,
    client: temporal.client,
    namespace: temporal.namespace,
    dataConverter,
    register,
    worlds,
    channels,
    log,
    settings: {
      caseUrl: (_authority, caseId) => `${publicUrl}/cases/${caseId}`,
      mailDomain: channels.mailDomain,
      deployment: settings.deployment,
    },
  });
  const ended = workers.run();
  // Whoever waits for `ended` hears of it; until then it must not count as unhandled.
  ended.catch(() => undefined);
  return {
    ended,
    health: workers.health,
    stop: async () => {
      workers.shutdown();
      await ended.catch((error: unknown) =>
        log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a worker ended badly'),
      );
    },
  };
}
