import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { readDemo } from '../../../cli/demo/demo.js';
import { loadDemo } from '../../../cli/demo/loadDemo.js';
import { freePort } from '../../../cli/embedded/ports.js';
import { createEmbeddedPostgres } from '../../../cli/embedded/postgres.js';
import { endProcess, isAlive, readMark } from '../../../cli/embedded/processes.js';
import { createEmbeddedTemporal } from '../../../cli/embedded/temporal.js';
import { createDataConverter } from '../../../codec/dataConverter.js';
import { createKeyring } from '../../../codec/keyring.js';
import { createDatabase, createRegister, migrateAt, type Register } from '../../../register/index.js';
import { temporaryFolder } from '../../support/temporaryFolder.js';
import { createApiClient, type ApiClient } from './http.js';
import { startRollcall, type RollcallProcess } from './rollcallProcess.js';

export const AUTHORITY = 'bradford';

/** A server that a test ends by force and starts again on the same port and data. */
export interface HostileServer {
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface Topology {
  readonly databaseUrl: string;
  readonly temporalDir: string;
  readonly postgres: HostileServer;
  readonly temporal: HostileServer;
  /** The tests' own way to the register, which the processes do not share. */
  readonly register: Register;
  /** The tests' own way to the cases. */
  readonly client: Client;
  /** `rollcall worker`, ready. */
  startWorker(env?: Readonly<Record<string, string>>): Promise<RollcallProcess>;
  /** `rollcall api`, ready, with a client for it. */
  startApi(env?: Readonly<Record<string, string>>): Promise<{ process: RollcallProcess; api: ApiClient }>;
  /** What another `rollcall` command needs to reach these servers. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Servers of one test file with the demonstration's people in the register. Processes are started by the test. */
export async function openTopology(smtpUrl: string): Promise<Topology> {
  const folder = temporaryFolder('hostile');
  const quiet = () => undefined;
  const [postgresPort, temporalPort] = [await freePort(), await freePort()];
  const postgresDir = join(folder.path, 'postgres');
  const temporalDir = join(folder.path, 'temporal');
  // A killed process leaves its writes with the system, so that neither has to wait for the disk.
  const postgres = createEmbeddedPostgres({ dataDir: postgresDir, port: postgresPort, durable: false, log: quiet });
  const temporal = createEmbeddedTemporal({
    ...{ dataDir: temporalDir, port: temporalPort, ui: 'headless' as const },
    ...{ timeSkipping: true, durable: false, log: quiet },
  });
  const [{ url }, { address }] = await Promise.all([postgres.start(), temporal.start()]);
  await migrateAt(url);
  const db = createDatabase({ url, poolSize: 8 });
  const register = createRegister(db);
  const tokens = await loadDemo(register, readDemo(AUTHORITY), folder.path);
  const token = (id: string): string => tokens.find((one) => one.id === id)?.token ?? '';
  const keys = `hostile:${randomBytes(32).toString('base64')}`;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, dataConverter: createDataConverter(createKeyring(keys)) });
  const env = {
    ROLLCALL_DATA: join(folder.path, 'data'),
    ROLLCALL_DATABASE_URL: url,
    TEMPORAL_ADDRESS: address,
    ROLLCALL_PAYLOAD_KEYS: keys,
    ROLLCALL_SMTP_URL: smtpUrl,
    ROLLCALL_SMTP_FROM: 'rollcall@rollcall.example',
    ROLLCALL_PORT: '0',
    ROLLCALL_RATE_LIMIT: '0',
    ROLLCALL_LOG_LEVEL: 'warn',
  };
  const processes: RollcallProcess[] = [];
  const begin = async (word: string, more: Readonly<Record<string, string>>, ready: RegExp) => {
    const process = await startRollcall([word], { ...env, ...more }, ready);
    processes.push(process);
    return process;
  };

  return {
    ...{ databaseUrl: url, temporalDir, register, client, env },
    postgres: {
      kill: () => killServer(postgresDir),
      start: () => postgres.start().then(() => undefined),
    },
    temporal: {
      kill: () => killServer(temporalDir),
      start: () => temporal.start().then(() => undefined),
    },
    startWorker: (more = {}) => begin('worker', more, /The worker is polling/),
    async startApi(more = {}) {
      const process = await begin('api', more, /The API listens on http:\S+\d/);
      const [, apiUrl = ''] = /listens on (http:\S+\d)/.exec(process.output()) ?? [];
      return { process, api: createApiClient(apiUrl, token) };
    },
    async close() {
      await Promise.all(processes.map((process) => process.kill()));
      await connection.close();
      await db.destroy();
      await Promise.all([temporal.stop(), postgres.stop()]);
      folder.remove();
    },
  };
}

/** Ends the server that runs on a folder as a power cut would, and answers once it is gone. */
async function killServer(folder: string): Promise<void> {
  const mark = readMark(join(folder, 'process.json'));
  if (mark === undefined || !isAlive(mark)) throw new Error(`No server runs on ${folder}`);
  await endProcess(mark, [{ signal: 'SIGKILL', waitMs: 5_000 }]);
}

/** Waits until something holds. @throws with what was seen last, after `withinMs` */
export async function eventually<T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  let seen: T | undefined;
  let problem = '';
  for (;;) {
    try {
      seen = await look();
      if (holds(seen)) return seen;
    } catch (error) {
      problem = error instanceof Error ? error.message : 'unknown';
    }
    if (Date.now() > until)
      throw new Error(`Not so within ${withinMs} ms. Seen last: ${JSON.stringify(seen)} ${problem}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
