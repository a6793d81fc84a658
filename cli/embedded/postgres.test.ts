import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import { createEmbeddedPostgres, type EmbeddedPostgres } from './postgres.js';
import { freePort } from './ports.js';
import { markOf, readMark } from './processes.js';
import type { ServerExit } from './serverProcess.js';

let folder: ReturnType<typeof temporaryFolder>;
let started: EmbeddedPostgres[];
let exits: ServerExit[];
let said: string[];
const dataDir = () => join(folder.path, 'postgres');

beforeEach(() => {
  folder = temporaryFolder('postgres');
  started = [];
  exits = [];
  said = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  folder.remove();
});

function create(options: { port?: number; dataDir?: string } = {}): EmbeddedPostgres {
  const server = createEmbeddedPostgres({
    dataDir: dataDir(),
    log: (line) => said.push(line),
    onExit: (exit) => exits.push(exit),
    ...options,
  });
  started.push(server);
  return server;
}

async function ask(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

function serverPid(): number {
  return readMark(join(dataDir(), 'process.json'))?.pid ?? 0;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++) await new Promise((done) => setTimeout(done, 10));
}

describe('the embedded PostgreSQL', () => {
  test('comes up on a new folder, keeps what is written, and is gone after stop', async () => {
    const first = create();
    const { url } = await first.start();
    await ask(url, 'CREATE TABLE kept (what text)', "INSERT INTO kept VALUES ('this')");
    const [row] = await ask(url, 'SELECT current_setting($$fsync$$) AS fsync, version() AS version');
    expect(row).toMatchObject({ fsync: 'on', version: expect.stringContaining('PostgreSQL 18') });
    expect(statSync(join(dataDir(), 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir(), 'cluster')).mode & 0o777).toBe(0o700);
    const pid = serverPid();
    await first.stop();
    expect(markOf(pid)).toBeUndefined();
    expect(exits).toEqual([]);

    const again = await create().start();
    expect(await ask(again.url, 'SELECT what FROM kept')).toEqual([{ what: 'this' }]);
  });

  test('lets nobody in without the password', async () => {
    const { url } = await create().start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  test('killed: the end is reported, and the next start has everything that was committed', async () => {
    const { url } = await create().start();
    await ask(url, 'CREATE TABLE kept (what text)', "INSERT INTO kept VALUES ('this')");
    process.kill(serverPid(), 'SIGKILL');
    await until(() => exits.length > 0);
    expect(exits).toEqual([{ server: 'PostgreSQL', code: null, signal: 'SIGKILL' }]);
    const again = await create().start();
    expect(await ask(again.url, 'SELECT what FROM kept')).toEqual([{ what: 'this' }]);
  });

  test.each(['with', 'without'])('a server left behind, %s its mark, is stopped by the next start', async (mark) => {
    await create().start();
    const left = serverPid();
    if (mark === 'without') rmSync(join(dataDir(), 'process.json'));
    const { url } = await create().start();
    expect(markOf(left)).toBeUndefined();
    expect(said.join()).toContain('left behind');
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a lock file whose process is another program by now does not stop the start', async () => {
    const first = create();
    await first.start();
    await first.stop();
    const lock = join(dataDir(), 'cluster/postmaster.pid');
    writeFileSync(lock, `${process.pid}\n${join(dataDir(), 'cluster')}\n`);
    const { url } = await create().start();
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a first start that was cut short leaves nothing in the way', async () => {
    mkdirSync(join(dataDir(), 'cluster.making'), { recursive: true });
    writeFileSync(join(dataDir(), 'cluster.making/half'), 'made');
    const { url } = await create().start();
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir(), 'cluster.making'))).toBe(false);
  });

  test('a busy port is named, with the setting that changes it', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
    const attempt = create({ port }).start();
    await expect(attempt).rejects.toMatchObject({
      code: 'PortBusy',
      message: `Port ${port} on 127.0.0.1 is in use by another program.`,
      remedy: expect.stringContaining('ROLLCALL_POSTGRES_PORT='),
    });
    await new Promise((done) => other.close(done));
  });

  test('a failing statement leaves no value in the log', async () => {
    const { url } = await create().start();
    await ask(url, 'CREATE TABLE people (upn text PRIMARY KEY)', "INSERT INTO people VALUES ('H801200001001')");
    await expect(ask(url, "INSERT INTO people VALUES ('H801200001001')")).rejects.toThrow(/duplicate key/);
    await expect(ask(url, "SELECT 'H801200001001'::date")).rejects.toThrow(/H801200001001/);
    expect(readFileSync(join(dataDir(), 'server.log'), 'utf8')).not.toContain('H801200001001');
  });

  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot('as root, a parent that the server may not pass through is named', async () => {
    const closed = join(folder.path, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o700);
    await expect(create({ dataDir: join(closed, 'postgres') }).start()).rejects.toMatchObject({
      code: 'FolderUnusable',
      message: expect.stringContaining(`may not pass through ${closed}`),
      remedy: expect.stringContaining('ROLLCALL_DATA='),
    });
  });
});
