import type { Command } from 'commander';
import { printResult } from '../output.js';

/** Loaded when one of these commands runs: the others answer at once. */
async function load() {
  const [distributed, untilStopped] = await Promise.all([
    import('../running/distributed.js'),
    import('../running/untilStopped.js'),
  ]);
  return { ...distributed, ...untilStopped };
}

/** The parts as processes of their own, against servers that the settings name. */
export function registerProcesses(program: Command): void {
  program
    .command('api')
    .summary('run the API alone, against the servers of the settings')
    .action(async () => {
      const { distributedSettings, runApi, runUntilStopped } = await load();
      process.exitCode = await runUntilStopped(
        () => runApi(distributedSettings(process.env)),
        ({ url }) => process.stderr.write(`The API listens on ${url}.\n`),
      );
    });
  program
    .command('worker')
    .summary('run the worker alone, against the servers of the settings')
    .action(async () => {
      const { distributedSettings, runWorker, runUntilStopped } = await load();
      process.exitCode = await runUntilStopped(
        () => runWorker(distributedSettings(process.env)),
        () => process.stderr.write('The worker is polling.\n'),
      );
    });
  program
    .command('migrate')
    .summary('bring the register of the settings up to date')
    .action(async () => {
      const { distributedSettings, migrateRegister, orTell } = await load();
      process.exitCode = await orTell(async () => {
        const applied = await migrateRegister(distributedSettings(process.env));
        await printResult(applied.length === 0 ? 'Nothing to do.' : `Applied: ${applied.join(', ')}`);
      });
    });
}
