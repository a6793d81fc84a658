import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { assertPortFree, freePort } from './ports.js';
import { postgresBinaries, postgresPackageFolder, type PostgresBinaries } from './postgresBinaries.js';
import { commandOf, endProcess, markOf } from './processes.js';
import { createServerProcess, type Log, type ServerExit } from './serverProcess.js';
import { StartProblem } from './startProblem.js';
import { blockingFolder, unprivilegedAccount, type Account } from './unprivileged.js';

export interface EmbeddedPostgresOptions {
  /** Folder that holds all of this server: the cluster, its password, its log. Made when missing. */
  readonly dataDir: string;
  /** Loopback port; a free one when absent. */
  readonly port?: number;
  /** False only for tests that throw the data away: no waiting for the disk. */
  readonly durable?: boolean;
  readonly log: Log;
  /** Told when the server ends although `stop` was not called. */
  readonly onExit?: (exit: ServerExit) => void;
}

export interface EmbeddedPostgres {
  /**
   * Brings the server up and answers once it takes connections and the database `rollcall` exists. The address carries
   * the password: keep it out of logs.
   * @throws StartProblem with the remedy
   */
  start(): Promise<{ url: string }>;
  /** Ends it in order (open transactions are rolled back, everything is on disk). Does nothing when it is not running. */
  stop(): Promise<void>;
}

const run = promisify(execFile);
const user = 'rollcall';
const database = 'rollcall';
const readyWithinMs = 60_000;

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one, after which the next start recovers. */
const endBy = [
  { signal: 'SIGINT', waitMs: 20_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
] as const;

/** A real PostgreSQL, from the npm package, on loopback only. */
export function createEmbeddedPostgres(options: EmbeddedPostgresOptions): EmbeddedPostgres {
  const { dataDir, durable = true, log } = options;
  const cluster = join(dataDir, 'cluster');
  const passwordFile = join(dataDir, 'password');
  const server = createServerProcess({ name: 'PostgreSQL', folder: dataDir, endBy, log, onExit: options.onExit });

  async function start(): Promise<{ url: string }> {
    const account = unprivilegedAccount();
    prepareFolder(dataDir, account);
    await server.endOrphan();
    await endUnmarkedOrphan(cluster, log);
    const binaries = findBinaries(dataDir, account);
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(binaries, cluster, passwordFile, durable, account);
    const password = readFileSync(passwordFile, 'utf8').trim();
    if (options.port !== undefined) await assertPortFree(options.port, '127.0.0.1', 'ROLLCALL_POSTGRES_PORT');

    let reason = '';
    for (let attempt = 0; attempt < 5; attempt++) {
      const port = options.port ?? (await freePort());
      server.spawn({
        command: binaries.postgres,
        args: ['-D', cluster, ...serverArguments(port, durable)],
        env: { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C' },
        uid: account?.uid,
        gid: account?.gid,
      });
      const address = (name: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
      if (await answers(address('postgres'), () => server.running())) {
        await createDatabase(address('postgres'));
        server.ready();
        return { url: address(database) };
      }
      reason = server.lastLines();
      await server.stop();
      // The children of a server that was killed hold its shared memory for a moment; and a port chosen as free may
      // have been taken since. Both pass.
      if (!/shared memory|could not bind|Address already in use/.test(reason)) break;
      await delay(500);
    }
    throw new StartProblem(
      'ServerFailed',
      `PostgreSQL did not come up. Its last words:\n${reason}`,
      `The whole log is ${join(dataDir, 'server.log')}.`,
    );
  }

  return { start, stop: () => server.stop() };
}

function serverArguments(port: number, durable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A failed statement's text and values can hold a child's details, and the log is a plain file.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    // A commit is still handed to the system before it is answered: killed by force, the server loses nothing.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function prepareFolder(dataDir: string, account: Account | undefined): void {
  mkdirSync(dataDir, { recursive: true });
  if (account === undefined) {
    chmodSync(dataDir, 0o700);
    return;
  }
  // The server's user has to pass through to its cluster; the password beside it stays readable to us alone.
  chmodSync(dataDir, 0o711);
  const blocked = blockingFolder(join(dataDir, 'cluster'), account);
  if (blocked === undefined) return;
  throw new StartProblem(
    'FolderUnusable',
    `PostgreSQL does not run as root, so it runs as "${account.name}", who may not pass through ${blocked} on the way to its data.`,
    'Start as an ordinary user, or put the data folder elsewhere (ROLLCALL_DATA=/var/lib/rollcall), ' +
      `or let others pass through: chmod o+x ${blocked}`,
  );
}

function findBinaries(dataDir: string, account: Account | undefined): PostgresBinaries {
  if (account === undefined) return postgresBinaries();
  const readable = blockingFolder(join(postgresPackageFolder(), 'native/bin/postgres'), account) === undefined;
  if (readable) return postgresBinaries();
  return postgresBinaries(join(dataDir, 'binaries'));
}

async function initialise(
  binaries: PostgresBinaries,
  cluster: string,
  passwordFile: string,
  durable: boolean,
  account: Account | undefined,
): Promise<void> {
  // Made under another name and renamed at the end: a first start that is cut short leaves nothing that looks finished.
  const making = `${cluster}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const forInitdb = `${passwordFile}.initdb`;
  writeFileSync(forInitdb, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) {
    chownSync(making, account.uid, account.gid);
    chownSync(forInitdb, account.uid, account.gid);
  }
  try {
    const args = ['-D', making, '-U', user, '--auth=scram-sha-256', `--pwfile=${forInitdb}`, '--encoding=UTF8'];
    args.push('--locale=C.UTF-8', '--data-checksums', ...(durable ? [] : ['--no-sync']));
    await run(binaries.initdb, args, {
      cwd: making,
      env: { PATH: process.env['PATH'], TZ: 'UTC' },
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    const words =
      typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new StartProblem(
      'ServerFailed',
      `PostgreSQL could not set up its data folder:\n${words}`,
      'Free some disk space, or set another folder (ROLLCALL_DATA), and start again.',
    );
  } finally {
    rmSync(forInitdb, { force: true });
  }
  renameSync(making, cluster);
}

/**
 * A server that lives on this cluster although no mark of it was kept, found by PostgreSQL's own lock file. A lock file
 * whose process is another program by now is removed: PostgreSQL would take that program for itself and refuse.
 */
async function endUnmarkedOrphan(cluster: string, log: Log): Promise<void> {
  const lock = join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const mark = Number.isInteger(pid) && pid > 1 ? markOf(pid) : undefined;
  if (mark !== undefined && commandOf(pid).includes(cluster)) {
    log(`PostgreSQL: stopping the server that an earlier run left behind (process ${pid})`);
    await endProcess(mark, endBy);
    return;
  }
  rmSync(lock, { force: true });
}

/** Whether the server takes a connection before the time is up and before it ends. */
async function answers(url: string, running: () => boolean): Promise<boolean> {
  const until = Date.now() + readyWithinMs;
  while (Date.now() < until) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch {
      if (!running()) return false;
      await delay(15);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}
