import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, isAlive, markOf, readMark, type ProcessMark } from './processes.js';
import { StartProblem } from './startProblem.js';

/** How a server ended. */
export interface ServerExit {
  readonly server: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One line a person may read while the servers come up. */
export type Log = (line: string) => void;

export interface ServerProcessOptions {
  /** What people call it, for messages. */
  readonly name: string;
  /** Folder for `process.json` and `server.log`. */
  readonly folder: string;
  /** Signals that end it, mildest first. */
  readonly endBy: readonly { signal: NodeJS.Signals; waitMs: number }[];
  readonly log: Log;
  /** Told when the server ends although nobody asked it to. */
  readonly onExit?: ((exit: ServerExit) => void) | undefined;
}

export interface SpawnOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

export interface ServerProcess {
  /** Ends the server that an earlier run, ended by force, left behind. Answers whether there was one. */
  endOrphan(): Promise<boolean>;
  spawn(options: SpawnOptions): void;
  /** Says that the server answers: from now on its end is reported by `onExit`, before that by whoever waits for it. */
  ready(): void;
  running(): boolean;
  stop(): Promise<void>;
  /** The last lines the server wrote, for the message when it does not come up. */
  lastLines(): string;
}

const keepLogBytes = 5_000_000;

/**
 * One server as a child process. It runs in a process group of its own, so that Ctrl-C in a terminal reaches only the
 * main process, which then stops the servers in order. Its mark is kept in the folder, so that the next start
 * finds it should the main process be ended by force.
 */
export function createServerProcess({ name, folder, endBy, log, onExit }: ServerProcessOptions): ServerProcess {
  const markFile = join(folder, 'process.json');
  const logFile = join(folder, 'server.log');
  let mark: ProcessMark | undefined;
  let logStart = 0;
  let watched = false;

  const endWithUs = () => {
    try {
      if (mark !== undefined && isAlive(mark)) process.kill(mark.pid, endBy[0]?.signal ?? 'SIGTERM');
    } catch {
      // Already gone.
    }
  };

  async function end(target: ProcessMark): Promise<void> {
    if (await endProcess(target, [...endBy, { signal: 'SIGKILL', waitMs: 5_000 }])) return;
    throw new StartProblem(
      'ServerFailed',
      `${name} (process ${target.pid}) does not end, not even by SIGKILL.`,
      'It is probably waiting for a disk; look at the state of the machine and start again.',
    );
  }

  return {
    async endOrphan() {
      const left = readMark(markFile);
      const found = left !== undefined && isAlive(left);
      if (found) {
        log(`${name}: stopping the server that an earlier run left behind (process ${left.pid})`);
        await end(left);
      }
      rmSync(markFile, { force: true });
      return found;
    },

    spawn({ command, args, env, uid, gid }) {
      if (existsSync(logFile) && statSync(logFile).size > keepLogBytes) renameSync(logFile, `${logFile}.old`);
      const output = openSync(logFile, 'a', 0o600);
      logStart = statSync(logFile).size;
      watched = false;
      const child = spawn(command, args, {
        cwd: folder,
        detached: true,
        stdio: ['ignore', output, output],
        ...(env === undefined ? {} : { env }),
        ...(uid === undefined ? {} : { uid }),
        ...(gid === undefined ? {} : { gid }),
      });
      closeSync(output);
      child.once('error', (error) => writeFileSync(logFile, `${error.message}\n`, { flag: 'a' }));
      mark = child.pid === undefined ? undefined : markOf(child.pid);
      if (mark !== undefined) writeFileSync(markFile, JSON.stringify(mark), { mode: 0o600 });
      process.once('exit', endWithUs);
      child.once('exit', (code, signal) => {
        process.removeListener('exit', endWithUs);
        mark = undefined;
        rmSync(markFile, { force: true });
        if (watched) onExit?.({ server: name, code, signal });
      });
    },

    ready() {
      watched = true;
    },

    running: () => mark !== undefined,

    async stop() {
      watched = false;
      if (mark !== undefined) await end(mark);
      process.removeListener('exit', endWithUs);
      rmSync(markFile, { force: true });
      mark = undefined;
    },

    lastLines() {
      if (!existsSync(logFile)) return '';
      return readFileSync(logFile).subarray(logStart).toString('utf8').trim().split('\n').slice(-5).join('\n');
    },
  };
}
