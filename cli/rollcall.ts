/** The `rollcall` command: a list of commands, each in a file of its own. */
import { Command, CommanderError } from 'commander';
import { registerCalendar } from './commands/calendar.js';
import { registerDates } from './commands/dates.js';
import { registerDo } from './commands/do.js';
import { registerDuties } from './commands/duties.js';
import { registerEnquiries } from './commands/enquiries.js';
import { registerFastForward } from './commands/fastForward.js';
import { registerLanguage } from './commands/language.js';
import { registerMessages } from './commands/messages.js';
import { registerPolicy } from './commands/policy.js';
import { registerProcesses } from './commands/processes.js';
import { registerPolicyCoverage } from './commands/policyCoverage.js';
import { registerRefer } from './commands/refer.js';
import { registerSchemas } from './commands/schemas.js';
import { registerShow } from './commands/show.js';
import { registerSimulate } from './commands/simulate.js';
import { registerStart } from './commands/start.js';
import { registerUpkeep } from './commands/upkeep.js';
import { EXIT } from './output.js';

const program = new Command('rollcall')
  .description('Enquiries into children missing education, under a local authority’s own policy.')
  .exitOverride();

const commands = [
  registerStart,
  registerRefer,
  registerEnquiries,
  registerShow,
  registerDo,
  registerMessages,
  registerDuties,
  registerFastForward,
  registerSimulate,
  registerPolicy,
  registerPolicyCoverage,
  registerDates,
  registerCalendar,
  registerSchemas,
  registerLanguage,
  registerProcesses,
  registerUpkeep,
];
for (const register of commands) register(program);
for (const command of program.commands) command.exitOverride();

// A reader that has seen enough (`rollcall … | head`) ends the command without an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.malformed;
  else {
    const told = error instanceof Error ? error.message : String(error);
    process.stderr.write(`rollcall: this should not have happened: ${told}\n`);
    process.exitCode = EXIT.fault;
  }
}
