import { LanguageInvalid } from '../../config/language/faults.js';
import { SettingsInvalid } from '../../config/settings.js';
import { ClientProblem } from '../client.js';
import { StartProblem } from '../embedded/startProblem.js';
import { EXIT } from '../output.js';
import { watchLastResort } from './lastResort.js';

/** Something that runs until it is told to stop. */
export interface Running {
  /** Resolves with the reason where a part ends by itself. */
  fallen: Promise<string>;
  stop: () => Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts something, says so, and runs until a signal, until a part of it falls or until something that nothing caught;
 * then stops it in order. A second signal ends the process at once. Answers the exit status: 0 for a stop that was
 * asked for.
 */
export async function runUntilStopped<T extends Running>(
  begin: () => Promise<T>,
  started: (running: T) => void,
): Promise<number> {
  let asked: (signal: string) => void = () => undefined;
  const signalled = new Promise<string>((told) => (asked = told));
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals > 1) process.exit(EXIT.fault);
    asked(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  let fell: (reason: string) => void = () => process.exit(EXIT.fault);
  const unwatch = watchLastResort(
    (text) => process.stderr.write(text),
    (reason) => fell(reason),
    () => process.exit(EXIT.fault),
  );
  try {
    const running = await begin();
    const unexpected = new Promise<string>((told) => (fell = told));
    started(running);
    const end = await Promise.race([
      signalled.then(() => ({ asked: true, reason: '' })),
      Promise.race([running.fallen, unexpected]).then((reason) => ({ asked: false, reason })),
    ]);
    process.stderr.write(end.asked ? 'Stopping…\n' : `rollcall: ${end.reason}. Stopping; the log says more.\n`);
    await running.stop();
    return end.asked ? EXIT.done : EXIT.fault;
  } catch (error) {
    const told = tellable(error);
    if (told === undefined) throw error;
    process.stderr.write(`rollcall: ${told}\n`);
    return EXIT.fault;
  } finally {
    unwatch();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

/** Runs something once. A problem that a person can mend is told with its remedy; answers the exit status. */
export async function orTell(run: () => Promise<void>): Promise<number> {
  try {
    await run();
    return EXIT.done;
  } catch (error) {
    const told = tellable(error);
    if (told === undefined) throw error;
    process.stderr.write(`rollcall: ${told}\n`);
    return EXIT.fault;
  }
}

function tellable(error: unknown): string | undefined {
  if (error instanceof StartProblem || error instanceof SettingsInvalid) return String(error);
  if (error instanceof ClientProblem || error instanceof LanguageInvalid) return error.message;
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'EADDRINUSE')
    return 'A port is taken by another program. Name another with ROLLCALL_PORT, ROLLCALL_MAIL_SINK_PORT or ROLLCALL_MAIL_SINK_WEB_PORT.';
  return code === 'ENOSPC' ? 'The disk is full. Make room and start again: nothing was lost.' : undefined;
}
