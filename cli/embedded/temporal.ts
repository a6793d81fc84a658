import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { temporalCli } from './pins.js';
import { assertPortFree, freePort } from './ports.js';
import { silentProgress, type Progress } from './progress.js';
import { prepareNamespace, searchAttributes } from './namespace.js';
import { findServerBinary } from './serverBinary.js';
import { createServerProcess, type Log, type ServerExit } from './serverProcess.js';
import { StartProblem } from './startProblem.js';

export interface EmbeddedTemporalOptions {
  /** Folder that holds all of this server: its database file and its log. Made when missing. */
  readonly dataDir: string;
  /** Loopback port of the server; a free one when absent. */
  readonly port?: number;
  /** Loopback port of Temporal's own web pages (0 for any free one), or `headless` for none. */
  readonly ui: { readonly port: number } | 'headless';
  /** Whether a case can be moved forward in time. Only for demonstration data and tests. */
  readonly timeSkipping: boolean;
  /** False only for tests that throw the data away: no waiting for the disk. */
  readonly durable?: boolean;
  /** More of the server's dynamic settings, by name, each a JSON value. */
  readonly dynamicConfig?: Readonly<Record<string, string>>;
  /** Where to find the binary; the process's environment when absent. */
  readonly env?: NodeJS.ProcessEnv;
  readonly progress?: Progress;
  readonly log: Log;
  /** Told when the server ends although `stop` was not called. */
  readonly onExit?: (exit: ServerExit) => void;
}

export interface EmbeddedTemporal {
  /**
   * Brings the server up and answers once it takes requests, the search attributes are registered and closed
   * workflows are kept for 30 days.
   * @throws StartProblem with the remedy
   */
  start(): Promise<{ address: string; uiUrl?: string }>;
  /** Ends it in order. Does nothing when it is not running. */
  stop(): Promise<void>;
}

const readyWithinMs = 60_000;
const endBy = [{ signal: 'SIGTERM', waitMs: 15_000 }] as const;

/** A real Temporal server on a file, on loopback only. */
export function createEmbeddedTemporal(options: EmbeddedTemporalOptions): EmbeddedTemporal {
  const { dataDir, ui, log, env = process.env, progress = silentProgress } = options;
  const server = createServerProcess({ name: 'Temporal', folder: dataDir, endBy, log, onExit: options.onExit });

  async function start(): Promise<{ address: string; uiUrl?: string }> {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    await server.endOrphan();
    const binary = await findServerBinary({ pin: temporalCli, env, progress });
    if (options.port !== undefined) await assertPortFree(options.port, '127.0.0.1', 'ROLLCALL_TEMPORAL_PORT');
    if (ui !== 'headless' && ui.port !== 0) await assertPortFree(ui.port, '127.0.0.1', 'ROLLCALL_TEMPORAL_UI_PORT');

    let reason = '';
    for (let attempt = 0; attempt < 3; attempt++) {
      const port = options.port ?? (await freePort());
      const uiPort = ui === 'headless' ? undefined : ui.port || (await freePort());
      const address = `127.0.0.1:${port}`;
      server.spawn({
        command: binary,
        args: serverArguments(options, port, uiPort),
        // No TEMPORAL_* setting and no configuration file of the user's may change what is started.
        env: { PATH: env['PATH'], HOME: dataDir, TZ: 'UTC' },
      });
      if (await answers(address, () => server.running())) {
        await prepareNamespace(address);
        server.ready();
        return uiPort === undefined ? { address } : { address, uiUrl: `http://127.0.0.1:${uiPort}` };
      }
      reason = server.lastLines();
      await server.stop();
      // A port chosen as free may have been taken since.
      if (!/address already in use|port .* (in use|not available)/i.test(reason)) break;
    }
    throw new StartProblem(
      'ServerFailed',
      `The Temporal server did not come up. Its last words:\n${reason}`,
      `The whole log is ${join(dataDir, 'server.log')}.`,
    );
  }

  return { start, stop: () => server.stop() };
}

function serverArguments(options: EmbeddedTemporalOptions, port: number, uiPort: number | undefined): string[] {
  const { dataDir, durable = true } = options;
  const dynamicConfig: Record<string, string> = {
    ...(options.timeSkipping
      ? {
          'frontend.WorkflowTimeSkippingEnabled': 'true',
          // Otherwise each skip, and each timer, takes a second longer.
          'history.timerProcessorMaxTimeShift': '"1ms"',
        }
      : {}),
    ...options.dynamicConfig,
  };
  return [
    ...['server', 'start-dev', '--disable-config-file', '--disable-config-env'],
    ...['--ip', '127.0.0.1', '--port', String(port), '--db-filename', join(dataDir, 'temporal.db')],
    // With WAL, synchronous=NORMAL can lose the last answers in a power cut; FULL costs about a tenth.
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', `synchronous=${durable ? 'FULL' : 'OFF'}`],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
    ...['--log-level', 'warn'],
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...Object.entries(dynamicConfig).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${value}`]),
  ];
}

/** Whether the server answers before the time is up and before it ends. */
async function answers(address: string, running: () => boolean): Promise<boolean> {
  const until = Date.now() + readyWithinMs;
  while (Date.now() < until && running()) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 });
      await connection.close();
      return true;
    } catch {
      await delay(25);
    }
  }
  return false;
}
