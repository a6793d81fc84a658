import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import { createEmbeddedPostgres } from './postgres.js';
import { freePort } from './ports.js';
import { markOf, readMark } from './processes.js';
import type { ServerExit } from './serverProcess.js';
import { createEmbeddedTemporal, type EmbeddedTemporal, type EmbeddedTemporalOptions } from './temporal.js';

let folder: ReturnType<typeof temporaryFolder>;
let started: { stop(): Promise<void> }[];
let exits: ServerExit[];
let said: string[];
const dataDir = () => join(folder.path, 'temporal');
const serverPid = () => readMark(join(dataDir(), 'process.json'))?.pid ?? 0;

beforeEach(() => {
  folder = temporaryFolder('temporal');
  started = [];
  exits = [];
  said = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  folder.remove();
});

function create(options: Partial<EmbeddedTemporalOptions> = {}): EmbeddedTemporal {
  const server = createEmbeddedTemporal({
    dataDir: dataDir(),
    ui: 'headless',
    timeSkipping: false,
    log: (line) => said.push(line),
    onExit: (exit) => exits.push(exit),
    ...options,
  });
  started.push(server);
  return server;
}

async function withClient<T>(address: string, use: (client: Client, connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }), connection);
  } finally {
    await connection.close();
  }
}

const startCase = (address: string) =>
  withClient(address, async (client) => {
    await client.workflow.start('anything', { taskQueue: 'nobody', workflowId: 'open-case' });
  });
const caseStatus = (address: string) =>
  withClient(address, async (client) => (await client.workflow.getHandle('open-case').describe()).status.name);

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++) await new Promise((done) => setTimeout(done, 10));
}

describe('the embedded Temporal server', () => {
  test('comes up with search attributes and retention, and open cases outlive a restart', async () => {
    const first = create();
    const { address, uiUrl } = await first.start();
    expect(uiUrl).toBeUndefined();
    await withClient(address, async (_client, { operatorService, workflowService }) => {
      const { customAttributes } = await operatorService.listSearchAttributes({ namespace: 'default' });
      expect(Object.keys(customAttributes)).toEqual(
        expect.arrayContaining(['Authority', 'CaseStatus', 'Pack', 'NextWake']),
      );
      const { config } = await workflowService.describeNamespace({ namespace: 'default' });
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
    });
    await startCase(address);
    const pid = serverPid();
    await first.stop();
    expect(markOf(pid)).toBeUndefined();
    expect(exits).toEqual([]);

    const again = await create().start();
    expect(await caseStatus(again.address)).toBe('RUNNING');
  });

  test('shows its pages when asked to', async () => {
    const { uiUrl } = await create({ ui: { port: 0 } }).start();
    expect(uiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const page = await fetch(String(uiUrl));
    expect(page.status).toBe(200);
  });

  test('killed: the end is reported, and the next start has the open case', async () => {
    const { address } = await create().start();
    await startCase(address);
    process.kill(serverPid(), 'SIGKILL');
    await until(() => exits.length > 0);
    expect(exits).toEqual([{ server: 'Temporal', code: null, signal: 'SIGKILL' }]);
    const again = await create().start();
    expect(await caseStatus(again.address)).toBe('RUNNING');
  });

  test('busy ports are named, with the setting that changes them', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
    await expect(create({ port }).start()).rejects.toMatchObject({
      code: 'PortBusy',
      remedy: expect.stringContaining('ROLLCALL_TEMPORAL_PORT='),
    });
    await expect(create({ ui: { port } }).start()).rejects.toMatchObject({
      code: 'PortBusy',
      remedy: expect.stringContaining('ROLLCALL_TEMPORAL_UI_PORT='),
    });
    await new Promise((done) => other.close(done));
  });
});

test('the main process killed: both servers live on, and the next start stops them and goes on from their data', async () => {
  const support = new URL('../../tests/support/', import.meta.url);
  const file = (name: string) => fileURLToPath(new URL(name, support));
  const main = spawn(
    process.execPath,
    ['--import', file('registerTypescript.js'), file('embeddedServers.ts'), folder.path],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: main.stdout });
  const line = z.tuple([z.string()]).parse(await once(lines, 'line'))[0];
  const { address } = z.object({ url: z.string(), address: z.string() }).parse(JSON.parse(line));
  await startCase(address);
  const left = [join(folder.path, 'postgres'), dataDir()].map((dir) => readMark(join(dir, 'process.json'))?.pid ?? 0);
  main.kill('SIGKILL');
  await once(main, 'exit');
  lines.close();
  expect(left.map((pid) => markOf(pid) !== undefined)).toEqual([true, true]);

  const postgres = createEmbeddedPostgres({
    dataDir: join(folder.path, 'postgres'),
    log: (said_) => said.push(said_),
  });
  started.push(postgres);
  const [again] = await Promise.all([create().start(), postgres.start()]);
  expect(left.map((pid) => markOf(pid))).toEqual([undefined, undefined]);
  expect(said.filter((each) => each.includes('left behind'))).toHaveLength(2);
  expect(await caseStatus(again.address)).toBe('RUNNING');
});
