import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { systemCode } from './systemCode.js';

/** A process as it can be recognised later: process ids are used again, a start time is not. */
export interface ProcessMark {
  readonly pid: number;
  /** Opaque; equal for the same process and different for a later one with the same id. Empty where the system cannot say. */
  readonly started: string;
}

/** The start of a living process, or undefined when there is none with this id. A zombie counts as dead. */
function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the command in brackets and may hold spaces and brackets itself.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}/${fields[19] ?? ''}`;
    } catch {
      return undefined;
    }
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return undefined;
  }
  if (process.platform === 'win32') return '';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The command line of a living process, or an empty text when it cannot be read. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** The mark of a living process, or undefined when none has this id. */
export function markOf(pid: number): ProcessMark | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether the very process that was marked still lives. */
export function isAlive(mark: ProcessMark): boolean {
  return startOf(mark.pid) === mark.started;
}

function send(mark: ProcessMark, signal: NodeJS.Signals): void {
  try {
    if (isAlive(mark)) process.kill(mark.pid, signal);
  } catch {
    // It ended in between, which is what was wanted.
  }
}

/**
 * Asks a process to end by each signal in turn, waiting `waitMs` after each, and answers once it has gone. Works for a
 * child and for an orphan that an earlier run left.
 */
export async function endProcess(
  mark: ProcessMark,
  steps: readonly { signal: NodeJS.Signals; waitMs: number }[],
): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    send(mark, signal);
    const until = Date.now() + waitMs;
    while (Date.now() < until) {
      if (!isAlive(mark)) return true;
      await delay(10);
    }
  }
  return !isAlive(mark);
}

const Mark = z.object({ pid: z.number().int().positive(), started: z.string() });

/** A mark kept in a file, or undefined when there is none or it was half written when the machine went down. */
export function readMark(file: string): ProcessMark | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Mark.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
