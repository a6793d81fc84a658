import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { isAlive, markOf, readMark } from './processes.js';
import { StartProblem } from './startProblem.js';
import { systemCode } from './systemCode.js';

/** Where a running Rollcall can be reached, for the commands that talk to it. */
export interface Instance {
  readonly apiUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl?: string | undefined;
  readonly mailUrl?: string | undefined;
  /** With the password: the file is readable by its owner alone. */
  readonly databaseUrl?: string | undefined;
}

/** Made once for a folder and kept in it, readable by its owner alone. */
export interface FolderSecrets {
  /** The payload keyring as the codec reads it (`id:base64`), 32 random bytes. Lost keys make every open case unreadable. */
  readonly payloadKeys: string;
}

export interface DataFolder {
  readonly path: string;
  /** A folder is a demonstration's or real work's for ever. */
  readonly kind: 'demo' | 'real';
  /** Whether this start made it. */
  readonly fresh: boolean;
  readonly secrets: FolderSecrets;
  readonly postgresDir: string;
  readonly temporalDir: string;
  /** Says where the running Rollcall is reached; taken away again by `release`. */
  publish(instance: Instance): void;
  /** Lets another start have the folder. */
  release(): void;
}

export interface OpenDataFolderOptions {
  readonly path: string;
  /** What the settings ask for; undefined takes the folder as it is and makes a fresh one a demo. */
  readonly demo: boolean | undefined;
  /** Least free space, in bytes; 300 MB when absent. */
  readonly leastFreeBytes?: number;
}

const Marker = z.object({ kind: z.enum(['demo', 'real']), format: z.literal(1), createdAt: z.string() });
const Secrets = z.object({ payloadKeys: z.string() });
const Published = z.object({
  apiUrl: z.string(),
  temporalAddress: z.string(),
  temporalNamespace: z.string(),
  temporalUiUrl: z.string().optional(),
  mailUrl: z.string().optional(),
  databaseUrl: z.string().optional(),
});
const defaultLeastFreeBytes = 300_000_000;

const files = (path: string) => ({
  lock: join(path, 'lock'),
  marker: join(path, 'folder.json'),
  secrets: join(path, 'secrets.json'),
  instance: join(path, 'instance.json'),
});

/**
 * Takes the one folder that holds everything, for this process alone, and makes it when it is missing.
 * @throws StartProblem `FolderInUse` when another Rollcall runs on it, `FolderUnusable`, `DiskFull`
 */
export function openDataFolder(options: OpenDataFolderOptions): DataFolder {
  const path = resolve(options.path);
  const at = files(path);
  makeFolder(path);
  assertSpace(path, options.leastFreeBytes ?? defaultLeastFreeBytes);
  takeLock(path, at.lock);
  const release = () => {
    rmSync(at.instance, { force: true });
    rmSync(at.lock, { force: true });
  };
  try {
    rmSync(at.instance, { force: true }); // What a crashed run left would send commands to nobody.
    const fresh = !existsSync(at.marker);
    const kind = fresh ? markFolder(path, at.marker, options.demo ?? true) : readKind(path, at.marker, options.demo);
    return {
      path,
      kind,
      fresh,
      secrets: readSecrets(path, at.secrets),
      postgresDir: join(path, 'postgres'),
      temporalDir: join(path, 'temporal'),
      publish: (instance) => writeWhole(at.instance, instance),
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Where the Rollcall that runs on a folder is reached, or undefined when none runs on it. */
export function findInstance(path: string): Instance | undefined {
  const at = files(resolve(path));
  const owner = readMark(at.lock);
  if (owner === undefined || !isAlive(owner) || !existsSync(at.instance)) return undefined;
  return Published.safeParse(JSON.parse(readFileSync(at.instance, 'utf8'))).data;
}

/** The payload keys of a folder, or undefined where it has none yet. */
export function findPayloadKeys(path: string): string | undefined {
  const { secrets } = files(resolve(path));
  return existsSync(secrets) ? Secrets.parse(JSON.parse(readFileSync(secrets, 'utf8'))).payloadKeys : undefined;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // As root, the server's unprivileged user has to pass through; what is inside is closed to others file by file.
    chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    const probe = join(path, `.probe-${process.pid}`);
    writeFileSync(probe, 'writable');
    rmSync(probe);
  } catch (error) {
    if (isFull(error)) throw diskFull(path, 0, 0);
    throw new StartProblem(
      'FolderUnusable',
      `The data folder ${path} cannot be used (${systemCode(error) || String(error)}).`,
      'Name a folder that you may write to: ROLLCALL_DATA=/path/to/folder',
    );
  }
}

function assertSpace(path: string, least: number): void {
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  if (free < least) throw diskFull(path, free, least);
}

function diskFull(path: string, free: number, least: number): StartProblem {
  const megabytes = (bytes: number) => `${Math.floor(bytes / 1_000_000)} MB`;
  return new StartProblem(
    'DiskFull',
    least === 0
      ? `The disk of the data folder ${path} is full.`
      : `The disk of the data folder ${path} has ${megabytes(free)} free; Rollcall needs ${megabytes(least)} to start.`,
    'Free some space, or name a folder on another disk: ROLLCALL_DATA=/path/to/folder',
  );
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemCode(error));
}

/** The lock names a process by its id and its start, so that a lock left by a crash is recognised and taken over. */
function takeLock(path: string, lock: string): void {
  const mark = markOf(process.pid) ?? { pid: process.pid, started: '' };
  const mine = `${lock}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(mine, JSON.stringify(mark), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        // A link appears whole, with its content, and fails when the name is taken.
        linkSync(mine, lock);
        return;
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error;
      }
      const owner = readMark(lock);
      if (owner !== undefined && isAlive(owner)) throw inUse(path, owner.pid);
      moveStaleLock(lock, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw inUse(path, undefined);
}

/** Takes a dead process's lock away; should another start have taken the folder in between, puts its lock back. */
function moveStaleLock(lock: string, aside: string): void {
  try {
    renameSync(lock, aside);
    const owner = readMark(aside);
    if (owner !== undefined && isAlive(owner)) linkSync(aside, lock);
  } catch {
    // Another start was quicker; the next attempt sees what it did.
  } finally {
    rmSync(aside, { force: true });
  }
}

function inUse(path: string, pid: number | undefined): StartProblem {
  const instance = findInstance(path);
  const where = instance === undefined ? '' : `, and answers at ${instance.apiUrl}`;
  return new StartProblem(
    'FolderInUse',
    `Rollcall already runs on ${path}${pid === undefined ? '' : ` (process ${pid}${where})`}.`,
    'Use that one, stop it first, or start another on a folder of its own: ROLLCALL_DATA=/path/to/folder',
  );
}

function markFolder(path: string, marker: string, demo: boolean): 'demo' | 'real' {
  // Without its marker a folder with data has lost what says whether the people in it are real.
  if (existsSync(join(path, 'postgres')) || existsSync(join(path, 'secrets.json')))
    throw new StartProblem(
      'FolderUnusable',
      `The data folder ${path} holds data, but not the file folder.json that says whether they are a demonstration's.`,
      'Restore that file from a copy, or name a fresh folder: ROLLCALL_DATA=/path/to/folder',
    );
  const kind = demo ? 'demo' : 'real';
  writeWhole(marker, { kind, format: 1, createdAt: new Date().toISOString() });
  return kind;
}

function readKind(path: string, marker: string, demo: boolean | undefined): 'demo' | 'real' {
  const read = parsed(Marker, path, marker);
  if (demo !== undefined && demo !== (read.kind === 'demo'))
    throw new StartProblem(
      'FolderUnusable',
      read.kind === 'demo'
        ? `The data folder ${path} holds a demonstration; it cannot be used for real work.`
        : `The data folder ${path} holds real work; it cannot become a demonstration.`,
      'Unset ROLLCALL_DEMO to use it as it is, or name a fresh folder: ROLLCALL_DATA=/path/to/folder',
    );
  return read.kind;
}

function readSecrets(path: string, file: string): FolderSecrets {
  if (!existsSync(file)) {
    if (existsSync(join(path, 'temporal')))
      throw new StartProblem(
        'FolderUnusable',
        `The data folder ${path} has lost its file secrets.json, without which its open cases cannot be read.`,
        'Restore that file from a copy, or name a fresh folder: ROLLCALL_DATA=/path/to/folder',
      );
    writeWhole(file, { payloadKeys: `folder:${randomBytes(32).toString('base64')}` });
  }
  return parsed(Secrets, path, file);
}

function parsed<T>(schema: z.ZodType<T>, path: string, file: string): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartProblem(
      'FolderUnusable',
      `The file ${file} cannot be read, or is from another version of Rollcall.`,
      `Restore it from a copy, or name a folder other than ${dirname(file) === path ? path : file}: ROLLCALL_DATA=/path/to/folder`,
    );
  }
}

/** Writes a file whole or not at all, readable by its owner alone. */
function writeWhole(file: string, value: unknown): void {
  const making = `${file}.${process.pid}`;
  writeFileSync(making, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(making, file);
}
