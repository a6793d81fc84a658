import type { Command } from 'commander';
import { EXIT, printProblem, printResult } from '../output.js';
import { COVERAGE_PAGE, reportCoverage, shippedPage } from '../policy/coverage.js';

export function registerPolicyCoverage(program: Command): void {
  policyCommand(program)
    .command('coverage')
    .summary('show which part of which pack holds each rule')
    .description(
      'Prints, for every rule of the closed list, the part of the pack that holds it and where it acts or is shown. Ends with status 2 where a rule has no home.',
    )
    .option('--write [file]', `write the page instead of printing it, into ${COVERAGE_PAGE} where no file is named`)
    .action(async ({ write }: { write?: string | true }) => {
      const { page, problems } = reportCoverage(write === true ? shippedPage() : write);
      if (page !== undefined) await printResult(page);
      if (problems.length > 0) await printProblem(problems.join('\n'));
      process.exitCode = problems.length > 0 ? EXIT.malformed : EXIT.done;
    });
}

/** The commands about policies share one parent, whichever of them is registered first. */
const policyCommand = (program: Command): Command =>
  program.commands.find((command) => command.name() === 'policy') ??
  program.command('policy').summary('check, explain, compare and test policies').exitOverride();
