import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedPostgres } from '../cli/embedded/postgres.js';
import { createEmbeddedTemporal } from '../cli/embedded/temporal.js';

export interface Servers {
  databaseUrl: string;
  temporalAddress: string;
  stop(): Promise<void>;
}

/** The servers as `npm start` has them, durable, in a temporary folder; Temporal is able to skip time. */
export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  // PostgreSQL may have to run as another user.
  chmodSync(folder, 0o711);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const postgres = createEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
  const temporal = createEmbeddedTemporal({
    dataDir: join(folder, 'temporal'),
    ui: 'headless',
    timeSkipping: true,
    log,
  });
  const stop = async (): Promise<void> => {
    await temporal.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [{ url }, { address }] = await Promise.all([postgres.start(), temporal.start()]);
    return { databaseUrl: url, temporalAddress: address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
