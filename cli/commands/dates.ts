import { existsSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { loadCalendars } from '../../config/calendars.js';
import { AUTHORITYS_OWN_CALENDAR } from '../../config/scenario/read.js';
import { DATE_EXPECTED } from '../../config/scenario/wallTime.js';
import { YamlProblems } from '../../config/yamlProblems.js';
import { countFrom } from '../../domain/calendar/count.js';
import type { Calendars, Mode, Skipped, Unit } from '../../domain/calendar/types.js';
import { isIsoDate, type IsoDate } from '../../domain/time.js';
import { EXIT, printProblem, printResult } from '../output.js';

const UNITS = ['working_day', 'school_day', 'calendar_day', 'week', 'month'] as const satisfies readonly Unit[];
const MODES = ['after', 'inclusive'] as const satisfies readonly Mode[];

interface Options {
  from: IsoDate;
  add: number;
  unit: (typeof UNITS)[number];
  mode: Mode;
  school: string;
  json?: boolean;
}

export function registerDates(program: Command): void {
  program
    .command('dates')
    .summary('count days as a policy counts them')
    .description('Answers the question "what day is it then?" without a case.')
    .requiredOption('--from <date>', 'the day of the event', date)
    .requiredOption('--add <n>', 'how many to count', amount)
    .addOption(new Option('--unit <unit>', 'what to count').choices(UNITS).makeOptionMandatory())
    .addOption(
      new Option('--mode <mode>', 'the day of the event is day 0 (after) or day 1 (inclusive)')
        .choices(MODES)
        .makeOptionMandatory(),
    )
    .option('--school <id>', 'the school calendar', AUTHORITYS_OWN_CALENDAR)
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      process.exitCode = await answer(options);
    });
}

function date(text: string): IsoDate {
  if (!isIsoDate(text)) throw new InvalidArgumentError(DATE_EXPECTED);
  return text;
}

/** More than anybody counts, and few enough that every answer has four digits to its year. */
const MOST = 10_000;

function amount(text: string): number {
  const n = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (n < 0 || n > MOST) throw new InvalidArgumentError(`expected a whole number from 0 to ${MOST}`);
  return n;
}

async function answer({ from, add, unit, mode, school, json }: Options): Promise<number> {
  const calendars = calendarsFor(school);
  if (typeof calendars === 'string') {
    await printProblem(calendars);
    return EXIT.malformed;
  }
  if (add === 0 && mode === 'inclusive') {
    await printProblem('--add 0 cannot be inclusive: the day of the event is day 1');
    return EXIT.malformed;
  }
  const counted = countFrom(from, { amount: add, unit, mode }, calendars);
  if (!counted.ok) {
    const { calendar, needed } = counted.missing;
    await printProblem(`The calendar ${calendar} is not loaded for ${needed}: the count cannot go on beyond it.`);
    return EXIT.malformed;
  }
  const result = { from, amount: add, unit, mode, result: counted.date, skipped: counted.skipped };
  await printResult(json === true ? JSON.stringify(result) : inWords(result));
  return EXIT.done;
}

/** The calendars to count with, or what is wrong with the school calendar that was named. */
function calendarsFor(school: string): Calendars | string {
  if (/\.(ya?ml|json)$/.test(school) && !existsSync(school)) return `There is no calendar file ${school}.`;
  try {
    const calendars = loadCalendars({ school });
    return 'missing' in calendars.school ? `The calendar ${school} is not loaded.` : calendars;
  } catch (error) {
    if (error instanceof YamlProblems) return error.message;
    throw error;
  }
}

function inWords(counted: {
  from: string;
  amount: number;
  unit: Unit;
  mode: Mode;
  result: string;
  skipped: Skipped[];
}) {
  const { from, amount: n, unit, mode, result, skipped } = counted;
  const words = `${n} ${unit.replace('_', ' ')}${n === 1 ? '' : 's'} ${mode === 'after' ? 'after' : 'from and with'} ${from}`;
  return [`${result}: ${words}`, ...skipped.map(({ date: day, why }) => `  without ${day}, ${why}`)].join('\n');
}
