import type { Command } from 'commander';

export function registerStart(program: Command): void {
  program
    .command('start')
    .summary('bring up everything on this machine')
    .description(
      'Brings up PostgreSQL, Temporal, the worker, the API and a mail sink on one data folder, until Ctrl-C.',
    )
    .action(async () => {
      // The servers' code is loaded for this command alone: the others answer at once.
      const [{ start }, { runUntilStopped }, { welcome }] = await Promise.all([
        import('../running/start.js'),
        import('../running/untilStopped.js'),
        import('../welcome.js'),
      ]);
      process.exitCode = await runUntilStopped(
        () => start(process.env),
        (started) => process.stdout.write(welcome(started)),
      );
    });
}
