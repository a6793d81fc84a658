import { Option, type Command } from 'commander';
import { ROLES, type Role } from '../../domain/inputs.js';
import { addSeconds, instantOf } from '../../domain/time.js';
import { ClientProblem } from '../client.js';
import { EXIT, printResult } from '../output.js';
import type { Installation } from '../running/installation.js';

const DAY_SECONDS = 86_400;

/** Runs a command on the installation; it answers whether all is well. */
async function onInstallation(run: (installation: Installation) => Promise<boolean>): Promise<void> {
  const [{ openInstallation }, { orTell }] = await Promise.all([
    import('../running/installation.js'),
    import('../running/untilStopped.js'),
  ]);
  const outcome = { well: true };
  const status = await orTell(async () => {
    const installation = await openInstallation(process.env);
    try {
      outcome.well = await run(installation);
    } finally {
      await installation.close();
    }
  });
  process.exitCode = status === EXIT.done && !outcome.well ? EXIT.fault : status;
}

/** What an operator does now and then, on the register and the workflows directly. */
export function registerUpkeep(program: Command): void {
  program
    .command('rebuild')
    .summary('derive the lists again from the events of the register')
    .option('--dry-run', 'only compare: exit status 1 where something differs')
    .action(({ dryRun = false }: { dryRun?: boolean }) =>
      onInstallation(async ({ register }) => {
        let well = true;
        for (const { authority } of await register.authorities.list()) {
          const { cases, changed } = await register.rebuild.rebuildAll(authority, { dryRun });
          await printResult(`${authority}: ${cases} cases, ${changed.length} ${dryRun ? 'differ' : 'put right'}`);
          for (const id of changed) await printResult(`  ${id}`);
          if (dryRun && changed.length > 0) well = false;
        }
        return well;
      }),
    );

  program
    .command('reconcile')
    .summary('compare the register with the workflows, and start those that are missing')
    .option('--restored', 'the register was restored from an older copy: running cases write again what it lost')
    .action(({ restored = false }: { restored?: boolean }) =>
      onInstallation(async ({ register, client, worlds }) => {
        const { reconcileCases } = await import('../running/reconcile.js');
        let well = true;
        for (const { authority } of await register.authorities.list()) {
          const report = await reconcileCases({ register, client, worlds, authority, restored });
          await printResult(
            `${authority}: ${report.cases} cases, ${report.started} started again, ${report.confirmed} confirmed, ${report.rewritten} written again, ${report.failed.length} failed`,
          );
          for (const { caseId, error } of report.failed) await printResult(`  ${caseId}: ${error}`);
          for (const caseId of report.unknown)
            await printResult(`  ${caseId}: runs, and the register does not know it`);
          if (report.failed.length > 0 || report.unknown.length > 0) well = false;
        }
        return well;
      }),
    );

  const tokens = program.command('tokens').summary('tokens of people and of named systems');
  tokens
    .command('issue')
    .summary('issue a token; it is printed once, and only its hash is kept')
    .argument('<owner>', "a person's id, or a system's name with --system")
    .option('--authority <id>', 'the authority', 'bradford')
    .option('--system', 'the owner is a system')
    .addOption(new Option('--role <role...>', 'roles of the system, or of a person who is new').choices([...ROLES]))
    .option('--name <name>', 'the name of a person who is new')
    .option('--email <address>', 'the e-mail address of a person who is new')
    .option('--days <n>', 'how long it is valid', (text: string) => Number(text), 90)
    .action(
      (
        owner: string,
        options: {
          authority: string;
          system?: boolean;
          role?: Role[];
          name?: string;
          email?: string;
          days: number;
        },
      ) =>
        onInstallation(async ({ register }) => {
          const { authority, role = [], name, email, days } = options;
          if (options.system !== true && (await register.people.find(authority, owner)) === null) {
            if (name === undefined || role.length === 0)
              throw new ClientProblem(`There is nobody called ${owner}. Give --name and --role to add them.`);
            await register.people.put(authority, { person: owner, name, email: email ?? null });
            await register.people.setRoles(authority, owner, role);
          }
          const now = instantOf(Math.floor(Date.now() / 1_000));
          const { text } = await register.tokens.issue(
            authority,
            options.system === true ? { system: owner, roles: role } : { person: owner },
            { label: 'issued at the command line', expiresAt: addSeconds(now, Math.round(days * DAY_SECONDS)) },
          );
          await printResult(text);
          return true;
        }),
    );
  tokens
    .command('list')
    .summary('list the tokens of an authority')
    .option('--authority <id>', 'the authority', 'bradford')
    .action(({ authority }: { authority: string }) =>
      onInstallation(async ({ register }) => {
        for (const t of await register.tokens.list(authority))
          await printResult(
            `${t.token}  ${t.person ?? t.system ?? ''}  ${t.label}  ${t.revokedAt === null ? `until ${t.expiresAt}` : `revoked ${t.revokedAt}`}`,
          );
        return true;
      }),
    );
  tokens
    .command('revoke')
    .summary('end a token at once')
    .argument('<token>', 'its id, as `tokens list` prints it')
    .option('--authority <id>', 'the authority', 'bradford')
    .action((token: string, { authority }: { authority: string }) =>
      onInstallation(async ({ register }) => {
        const revoked = await register.tokens.revoke(authority, token, instantOf(Math.floor(Date.now() / 1_000)));
        await printResult(revoked ? 'Revoked.' : 'There is no such token in force.');
        return revoked;
      }),
    );
}
