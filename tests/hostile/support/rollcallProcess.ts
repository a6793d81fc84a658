import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../../cli/packageRoot.js';

/** A `rollcall` command as a process of its own, run from the sources. */
export interface RollcallProcess {
  readonly pid: number;
  /** What it printed so far, both streams in the order of their arrival. */
  output(): string;
  /** Ends it by SIGKILL and answers once it is gone. */
  kill(): Promise<void>;
  /** Asks it to stop; its exit status. By force after 30 s, and then null. */
  stop(): Promise<number | null>;
  /** Its exit status once it has ended by itself; null for a signal. */
  readonly exited: Promise<number | null>;
}

const READY_MS = 90_000;
const STOP_MS = 30_000;

/**
 * Starts `rollcall` with these words.
 * @param env beside the environment of the tests; an empty value takes a variable away
 * @param ready what it prints once it works; without it the answer comes at once
 * @throws what it printed, where it ended or took too long before it was ready
 */
export async function startRollcall(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  ready?: RegExp,
): Promise<RollcallProcess> {
  const loader = join(packageRoot, 'tests/support/registerTypescript.js');
  const child = spawn(process.execPath, ['--import', loader, join(packageRoot, 'cli/rollcall.ts'), ...words], {
    cwd: packageRoot,
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let look: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      look();
    });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const running: RollcallProcess = {
    pid: child.pid ?? 0,
    output: () => printed,
    exited,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const code = await exited;
      clearTimeout(force);
      return code;
    },
  };
  if (ready === undefined) return running;
  await new Promise<void>((resolve, reject) => {
    const said = (what: string): void => reject(new Error(`rollcall ${words.join(' ')} ${what}:\n${printed}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      said('was not ready in time');
    }, READY_MS);
    look = () => {
      if (!ready.test(printed)) return;
      clearTimeout(timer);
      resolve();
    };
    look();
    void exited.then((code) => {
      clearTimeout(timer);
      said(`ended with ${code ?? 'a signal'}`);
    });
  });
  return running;
}
