import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import { findInstance, openDataFolder, type DataFolder } from './dataFolder.js';
import { StartProblem } from './startProblem.js';

let folder: ReturnType<typeof temporaryFolder>;
let opened: DataFolder[];
const path = () => join(folder.path, 'data');
const instance = { apiUrl: 'http://127.0.0.1:3000', temporalAddress: '127.0.0.1:7233', temporalNamespace: 'default' };

beforeEach(() => {
  folder = temporaryFolder('folder');
  opened = [];
});

afterEach(() => {
  for (const each of opened) each.release();
  folder.remove();
});

function open(demo?: boolean, leastFreeBytes?: number): DataFolder {
  const each = openDataFolder({ path: path(), demo, ...(leastFreeBytes === undefined ? {} : { leastFreeBytes }) });
  opened.push(each);
  return each;
}

function problemOf(attempt: () => unknown): StartProblem {
  try {
    attempt();
  } catch (error) {
    if (error instanceof StartProblem) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Another process that opens the folder, tells whether it got it, and holds it until it is killed. */
async function elsewhere(): Promise<{ answer: string; kill(): Promise<void> }> {
  const file = (name: string) => fileURLToPath(new URL(`../../tests/support/${name}`, import.meta.url));
  const child = spawn(process.execPath, ['--import', file('registerTypescript.js'), file('holdFolder.ts'), path()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer = new Promise<string>((done) => createInterface({ input: child.stdout }).once('line', done));
  return {
    answer: await answer,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('openDataFolder', () => {
  test('makes a closed folder, a demo unless told otherwise, with its secrets; the next start finds the same', () => {
    const first = open();
    expect(first).toMatchObject({ fresh: true, kind: 'demo' });
    expect(first.secrets.payloadKeys).toMatch(/^folder:[A-Za-z0-9+/]{43}=$/);
    expect(statSync(path()).mode & 0o066).toBe(0);
    for (const file of ['secrets.json', 'folder.json', 'lock'])
      expect(statSync(join(path(), file)).mode & 0o777).toBe(0o600);
    first.release();

    const again = open();
    expect(again).toMatchObject({ fresh: false, kind: 'demo', secrets: first.secrets });
  });

  test('a demo and a real folder stay what they are', () => {
    open(false).release();
    const refused = problemOf(() => open(true));
    expect(refused).toMatchObject({ code: 'FolderUnusable' });
    expect(refused.message).toContain('holds real work');
    expect(open().kind).toBe('real');
  });

  test('a demo does not become real work either', () => {
    open(true).release();
    expect(problemOf(() => open(false)).message).toContain('holds a demonstration');
  });

  test('a folder whose marker is lost is not taken for a fresh one', () => {
    open(false).release();
    rmSync(join(path(), 'folder.json'));
    expect(problemOf(() => open(true)).message).toContain('folder.json');
  });

  test('a second start on the folder says where the first one is', () => {
    open().publish(instance);
    expect(findInstance(path())).toEqual(instance);
    const refused = problemOf(() => open());
    expect(refused).toMatchObject({ code: 'FolderInUse' });
    expect(refused.message).toContain(`process ${process.pid}, and answers at http://127.0.0.1:3000`);
  });

  test('released, the folder tells of no instance', () => {
    const held = open();
    held.publish(instance);
    held.release();
    expect(findInstance(path())).toBeUndefined();
  });

  test('a crash leaves neither a block nor an instance', async () => {
    const other = await elsewhere();
    expect(other.answer).toBe('open');
    expect(findInstance(path())).toMatchObject({ apiUrl: 'http://127.0.0.1:1' });
    expect(problemOf(() => open()).code).toBe('FolderInUse');
    await other.kill();
    expect(findInstance(path())).toBeUndefined();
    expect(open().fresh).toBe(false);
    expect(existsSync(join(path(), 'instance.json'))).toBe(false);
  });

  test('a lock whose process id belongs to another program by now is taken over, and so is a torn one', () => {
    open().release();
    writeFileSync(join(path(), 'lock'), JSON.stringify({ pid: process.pid, started: 'before the last boot' }));
    open().release();
    writeFileSync(join(path(), 'lock'), '{"pid":');
    expect(open().kind).toBe('demo');
  });

  test('of several that find a crashed lock at once, one gets the folder', async () => {
    open().release();
    writeFileSync(join(path(), 'lock'), JSON.stringify({ pid: process.pid, started: 'before the last boot' }));
    const others = await Promise.all([elsewhere(), elsewhere(), elsewhere()]);
    expect(others.map(({ answer }) => answer).sort()).toEqual(['FolderInUse', 'FolderInUse', 'open']);
    await Promise.all(others.map((each) => each.kill()));
  });

  test('a disk that is nearly full is said before anything is made', () => {
    const refused = problemOf(() => open(undefined, 1e18));
    expect(refused).toMatchObject({ code: 'DiskFull' });
    expect(refused.remedy).toContain('ROLLCALL_DATA=');
    expect(existsSync(join(path(), 'secrets.json'))).toBe(false);
  });

  test('a path that is a file is refused', () => {
    writeFileSync(path(), 'not a folder');
    expect(problemOf(() => open()).code).toBe('FolderUnusable');
  });

  test('lost or torn secrets are not made anew over open cases', () => {
    const first = open();
    first.release();
    const secrets = join(path(), 'secrets.json');
    writeFileSync(secrets, readFileSync(secrets, 'utf8').slice(0, 10));
    expect(problemOf(() => open()).message).toContain('secrets.json');
  });
});
