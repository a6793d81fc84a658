import type { Command } from 'commander';
import { distributedSettings, migrateRegister, runApi, runWorker } from '../running/distributed.js';
import { orTell, runUntilStopped } from '../running/untilStopped.js';
import { printResult } from '../output.js';

/** The parts as processes of their own, against servers that the settings name. */
export function registerProcesses(program: Command): void {
  program
    .command('api')
    .summary('run the API alone, against the servers of the settings')
    .action(async () => {
      process.exitCode = await runUntilStopped(
        () => runApi(distributedSettings(process.env)),
        ({ url }) => process.stderr.write(`The API listens on ${url}.\n`),
      );
    });
  program
    .command('worker')
    .summary('run the worker alone, against the servers of the settings')
    .action(async () => {
      process.exitCode = await runUntilStopped(
        () => runWorker(distributedSettings(process.env)),
        () => process.stderr.write('The worker is polling.\n'),
      );
    });
  program
    .command('migrate')
    .summary('bring the register of the settings up to date')
    .action(async () => {
      process.exitCode = await orTell(async () => {
        const applied = await migrateRegister(distributedSettings(process.env));
        await printResult(applied.length === 0 ? 'Nothing to do.' : `Applied: ${applied.join(', ')}`);
      });
    });
}
