import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadLondon } from '../../config/calendars.js';
import { shippedFolder } from '../../config/shippedFiles.js';
import { printProblem as problemText, YamlProblems } from '../../config/yamlProblems.js';
import { londonDate } from '../../domain/calendar/london.js';
import { instantOf, type IsoDate } from '../../domain/time.js';
import { bankHolidayFile, checkCalendars, type CheckedCalendar } from '../calendar/checkCalendars.js';
import { ListUnreachable, publishedHolidays } from '../calendar/publishedHolidays.js';
import { refreshed, write, type Refreshed } from '../calendar/refreshBankHolidays.js';
import { calendarText, shownCalendar } from '../calendar/showCalendar.js';
import { shortDay } from '../../config/caseWords/words.js';
import { EXIT, printProblem, printResult } from '../output.js';

interface Options {
  json?: boolean;
  bankHolidays: string;
}

export function registerCalendar(program: Command): void {
  const calendar = program.command('calendar').summary('check, show and refresh the calendars').exitOverride();
  calendar
    .command('check')
    .summary('say what is wrong with calendars')
    .description('Checks calendars by id or file, alone and beside each other; all that ship, where none is named.')
    .argument('[calendar...]', 'ids such as r26, or files')
    .option('--bank-holidays <file>', 'the bank holidays to hold school years against', bankHolidayFile())
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((names: string[], options: Options) => ended(() => check(names, options)));
  calendar
    .command('show')
    .summary('draw a calendar and count its days')
    .argument('<calendar>', 'an id such as r26, or a file')
    .option('--bank-holidays <file>', 'the bank holidays to mark in a school year', bankHolidayFile())
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((name: string, options: Options) => ended(() => show(name, options)));
  calendar
    .command('refresh-bank-holidays')
    .summary('take over the bank holidays that GOV.UK publishes')
    .description('Reads https://www.gov.uk/bank-holidays.json, or a copy of it, and writes it into the calendar.')
    .requiredOption('--file <file>', 'the published list: a file, or an address that begins with http(s)://')
    .option('--calendar <file>', 'the calendar to refresh', bankHolidayFile())
    .option('--dry-run', 'say what would change and write nothing')
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((options: { file: string; calendar: string; dryRun?: boolean; json?: boolean }) =>
      ended(() => refresh(options)),
    );
}

/** Ends with the status that a command answers; what is wrong with a file is told with its places. */
async function ended(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof YamlProblems) && !(error instanceof ListUnreachable)) throw error;
    await printProblem(error.message);
    process.exitCode = error instanceof YamlProblems ? EXIT.malformed : EXIT.fault;
  }
}

const today = (): IsoDate => londonDate(loadLondon(), instantOf(Math.floor(Date.now() / 1000)));

/** The file of a calendar that is named by its id or by its path. */
function fileOf(name: string): string {
  const shipped = join(shippedFolder('calendars'), `${name}.yaml`);
  if (/^[a-z][a-z0-9-]*$/.test(name) && existsSync(shipped)) return shipped;
  if (existsSync(name)) return name;
  throw new YamlProblems([
    {
      file: name,
      line: 1,
      column: 1,
      path: '',
      message: `there is no such calendar: expected the path of a file, or ${shippedIds().join(', ')}`,
    },
  ]);
}

const shippedIds = (): string[] =>
  readdirSync(shippedFolder('calendars'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();

async function check(names: readonly string[], { json, bankHolidays }: Options): Promise<number> {
  const files = (names.length === 0 ? shippedIds() : names).map(fileOf);
  const checked = checkCalendars(files, { today: today(), bankHolidays });
  const sound = checked.every(({ problems }) => problems.length === 0);
  if (json === true) await printResult(JSON.stringify({ sound, calendars: checked }));
  else {
    await printResult(checked.map(checkedText).join('\n'));
    const problems = checked.flatMap((calendar) => calendar.problems);
    if (problems.length > 0) await printProblem(problems.map(problemText).join('\n'));
  }
  return sound ? EXIT.done : EXIT.malformed;
}

function checkedText({ file, id, kind, pupilDays, problems, notes }: CheckedCalendar): string {
  const days = pupilDays === null ? '' : `, ${pupilDays} pupil days`;
  const found = problems.length === 0 ? 'sound' : `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
  const name = { school: 'school year', working: 'working days', london: 'clock changes' }[kind];
  return [`${id ?? file} (${name}${days}): ${found}`, ...notes.map((note) => `  note: ${problemText(note)}`)].join(
    '\n',
  );
}

async function show(name: string, { json, bankHolidays }: Options): Promise<number> {
  const shown = shownCalendar(fileOf(name), bankHolidays);
  const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  await printResult(json === true ? JSON.stringify(shown) : calendarText(shown, colour));
  return EXIT.done;
}

async function refresh(options: { file: string; calendar: string; dryRun?: boolean; json?: boolean }): Promise<number> {
  const result = refreshed(options.calendar, await publishedHolidays(options.file), {
    from: options.file,
    today: today(),
  });
  const written = options.dryRun !== true;
  if (written) write(options.calendar, result.text);
  const { text: _text, ...changes } = result;
  await printResult(
    options.json === true
      ? JSON.stringify({ calendar: options.calendar, written, ...changes })
      : refreshedText(options.calendar, result, written),
  );
  return EXIT.done;
}

function refreshedText(calendar: string, { added, removed, kept, to }: Refreshed, written: boolean): string {
  const changed = [
    ...added.map(({ date, title }) => `  added    ${shortDay(date)}, ${title}`),
    ...removed.map((date) => `  removed  ${shortDay(date)}: the list no longer has it`),
    ...kept.map(({ date, why }) => `  kept     ${shortDay(date)}: not in the list, ${why}`),
    ...(to === null ? [] : [`  known to ${shortDay(to.is)}, was ${shortDay(to.was)}`]),
  ];
  return [
    `${calendar}: ${added.length} added, ${removed.length} removed, ${kept.length} kept that the list does not have`,
    ...changed,
    written
      ? 'Written. A running authority learns of each new day by POST /v1/calendar-changes, which moves open deadlines.'
      : 'Nothing was written.',
  ].join('\n');
}
