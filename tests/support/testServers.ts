import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedPostgres, type EmbeddedPostgres } from '../../cli/embedded/postgres.js';
import { isAlive, markOf, readMark } from '../../cli/embedded/processes.js';
import { createProgress } from '../../cli/embedded/progress.js';
import { createServerProcess } from '../../cli/embedded/serverProcess.js';
import { createEmbeddedTemporal, type EmbeddedTemporal } from '../../cli/embedded/temporal.js';

/** Set for every test file of the `system` project. */
export const databaseVariable = 'ROLLCALL_TEST_DATABASE_URL';
export const temporalVariable = 'ROLLCALL_TEST_TEMPORAL';

const prefix = 'rollcall-test-';
const ownerFile = 'owner.json';

interface TestServers {
  readonly folder: string;
  readonly postgres: EmbeddedPostgres;
  readonly temporal: EmbeddedTemporal;
}

let servers: TestServers | undefined;

/**
 * Brings up the servers of a test run in a temporary folder and puts their addresses into the environment, which jest
 * hands to its workers. Both are real, but do not wait for the disk; Temporal can skip time, case by case.
 */
export async function startTestServers(): Promise<void> {
  await clearAway();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, ownerFile), JSON.stringify(markOf(process.pid)));
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const postgres = createEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false, log });
  const temporal = createEmbeddedTemporal({
    dataDir: join(folder, 'temporal'),
    ui: 'headless',
    timeSkipping: true,
    durable: false,
    progress: createProgress(process.stderr),
    log,
  });
  servers = { folder, postgres, temporal };
  // The folder that mkdtemp makes is closed to others, and PostgreSQL may have to run as one.
  chmodSync(folder, 0o711);
  try {
    const [{ url }, { address }] = await Promise.all([postgres.start(), temporal.start()]);
    process.env[databaseVariable] = url;
    process.env[temporalVariable] = address;
  } catch (error) {
    await stopTestServers();
    throw error;
  }
}

export async function stopTestServers(): Promise<void> {
  if (servers === undefined) return;
  await Promise.all([servers.temporal.stop(), servers.postgres.stop()]);
  rmSync(servers.folder, { recursive: true, force: true });
  servers = undefined;
}

/** Ends the servers and removes the folders of runs that were ended by force. */
async function clearAway(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const owner = readMark(join(folder, ownerFile));
    if (owner === undefined || isAlive(owner)) continue;
    for (const server of ['postgres', 'temporal']) {
      const left = join(folder, server);
      if (!existsSync(left)) continue;
      const endBy = [{ signal: 'SIGTERM', waitMs: 1_000 }] as const;
      await createServerProcess({ name: server, folder: left, endBy, log: () => undefined }).endOrphan();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}
