import type { Command } from 'commander';
import { start, type Started } from '../running/start.js';
import { runUntilStopped } from '../running/untilStopped.js';
import { welcome } from '../welcome.js';

export function registerStart(program: Command): void {
  program
    .command('start')
    .summary('bring up everything on this machine')
    .description(
      'Brings up PostgreSQL, Temporal, the worker, the API and a mail sink on one data folder, until Ctrl-C.',
    )
    .action(async () => {
      process.exitCode = await runUntilStopped(
        () => start(process.env),
        (started: Started) => process.stdout.write(welcome(started)),
      );
    });
}
