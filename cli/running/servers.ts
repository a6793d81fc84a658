import type { Settings } from '../../config/settings.js';
import type { DataFolder } from '../embedded/dataFolder.js';
import { createEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/postgres.js';
import type { Progress } from '../embedded/progress.js';
import type { Log, ServerExit } from '../embedded/serverProcess.js';
import { createEmbeddedTemporal, type EmbeddedTemporal } from '../embedded/temporal.js';

export interface Servers {
  databaseUrl: string;
  /** Address of the embedded server; undefined where an external one is set. */
  temporalAddress: string | undefined;
  temporalUiUrl: string | undefined;
  /** Ends what was started, in order. */
  stop(): Promise<void>;
}

export interface ServersOptions {
  settings: Settings;
  folder: DataFolder;
  progress: Progress;
  log: Log;
  /** Told when a server ends by itself. */
  onExit: (server: string, exit: ServerExit) => void;
}

/**
 * Brings up the servers that the settings do not name elsewhere.
 * @throws StartProblem with the remedy; what had been started is stopped again
 */
export async function startServers({ settings, folder, progress, log, onExit }: ServersOptions): Promise<Servers> {
  const { database, temporal } = settings;
  const postgres: EmbeddedPostgres | undefined =
    database.kind === 'external'
      ? undefined
      : createEmbeddedPostgres({
          dataDir: folder.postgresDir,
          ...(database.port === undefined ? {} : { port: database.port }),
          log,
          onExit: (exit) => onExit('PostgreSQL', exit),
        });
  const temporalServer: EmbeddedTemporal | undefined =
    temporal.kind === 'external'
      ? undefined
      : createEmbeddedTemporal({
          dataDir: folder.temporalDir,
          ...(temporal.port === undefined ? {} : { port: temporal.port }),
          ui: temporal.uiPort === undefined ? 'headless' : { port: temporal.uiPort },
          // Only invented children may be moved in time.
          timeSkipping: folder.kind === 'demo',
          progress,
          log,
          onExit: (exit) => onExit('Temporal', exit),
        });
  const stop = async (): Promise<void> => {
    // Temporal first: what it still wants to record has somewhere to go.
    await temporalServer?.stop();
    await postgres?.stop();
  };
  const [databaseUp, temporalUp] = await Promise.allSettled([postgres?.start(), temporalServer?.start()]);
  if (databaseUp.status === 'rejected' || temporalUp.status === 'rejected') {
    await stop();
    throw databaseUp.status === 'rejected' ? databaseUp.reason : reasonOf(temporalUp);
  }
  return {
    databaseUrl: database.kind === 'external' ? database.url : (databaseUp.value?.url ?? ''),
    temporalAddress: temporalUp.value?.address,
    temporalUiUrl: temporalUp.value?.uiUrl,
    stop,
  };
}

const reasonOf = (result: PromiseSettledResult<unknown>): unknown =>
  result.status === 'rejected' ? result.reason : undefined;
