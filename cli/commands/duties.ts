import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import type { ApiClient } from '../client.js';
import { printResult } from '../output.js';
import { accepted, viaApi, withClientOptions, type ApiOptions } from './apiCommand.js';

const occurrence = z.looseObject({ occurrence: z.string(), due: z.string(), state: z.string() });
const duty = z.looseObject({
  rule: z.string(),
  title: z.string(),
  source: z.string(),
  often: z.string(),
  for: z.string(),
  dated: z.string(),
  nextDue: z.string().nullable(),
  working: z.string().nullable(),
  why: z.string().optional(),
  open: z.array(occurrence),
});
const list = z.looseObject({ duties: z.array(duty) });

interface Naming extends ApiOptions {
  occurrence?: string;
}

/** The duties of the service that belong to no case. */
export function registerDuties(program: Command): void {
  const duties = withClientOptions(
    program.command('duties').summary('what the service owes: reports, meetings, termly and yearly routines'),
  ).action((options: ApiOptions) => viaApi(options, 'manager', (client) => show(client, options)));

  // The options of a subcommand are its own; those given before its name are the list's.
  const ending = (name: string, summary: string): Command =>
    withClientOptions(
      duties
        .command(name)
        .summary(summary)
        .argument('<rule>', 'the duty, such as LUT-R3')
        .option('--occurrence <name>', 'which one, as listed; else the one due first'),
    );
  ending('done', 'record that a duty was done')
    .requiredOption('--note <text>', 'what was done')
    .option('--on <day>', 'the day on which it was done; else today')
    .option('--evidence <text>', 'where the report or the minutes are kept')
    .action((rule: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Naming & { note: string; on?: string; evidence?: string }>();
      const { occurrence: which, note, on: doneOn, evidence } = options;
      return end(options, rule, 'done', { occurrence: which, note, doneOn, evidence });
    });
  ending('not-needed', 'say that an occurrence is not needed, and why')
    .requiredOption('--reason <text>', 'why')
    .action((rule: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Naming & { reason: string }>();
      return end(options, rule, 'not-needed', { occurrence: options.occurrence, reason: options.reason });
    });
  withClientOptions(
    duties
      .command('plan')
      .summary('set how often an undated duty falls, from when, on which days, and who does it')
      .argument('<rule>', 'the duty, such as LUT-R4')
      .option('--every <period>', 'such as 3-month, 2-week, 1-year, termly or monthly_in_term', every)
      .option('--first <day>', 'the day on which it is first due')
      .option('--dates <days>', 'the days, with commas between them: census days, for the national return')
      .addOption(
        new Option('--for <role>', 'who does it and is reminded').choices([
          ...['officer', 'senior', 'manager', 'dsl', 'administrator', 'team'],
        ]),
      ),
  ).action((rule: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<
      ApiOptions & { every?: unknown; first?: string; dates?: string; for?: string }
    >();
    const { every: frequency, first: firstDue, dates, for: who } = options;
    return viaApi(options, 'manager', async (client) => {
      const body = { frequency, firstDue, dates: dates?.split(','), for: who };
      const answer = accepted(await client.post(pathOf(rule, 'plan'), body), duty);
      await printResult(options.json === true ? JSON.stringify(answer) : inWords(answer));
    });
  });
}

const pathOf = (rule: string, verb: string): string => `/v1/duties/${encodeURIComponent(rule)}/${verb}`;

function every(text: string): unknown {
  if (text === 'termly' || text === 'monthly_in_term') return text;
  const [, amount, unit] = /^(\d+)-([a-z_]+)$/.exec(text) ?? [];
  if (unit === undefined)
    throw new InvalidArgumentError('Write it as 3-month, 2-week, 1-year, termly or monthly_in_term.');
  return { amount: Number(amount), unit };
}

function end(options: ApiOptions, rule: string, verb: string, body: object): Promise<void> {
  return viaApi(options, 'manager', async (client) => {
    const answer = accepted(await client.post(pathOf(rule, verb), body), occurrence);
    const words = answer.state === 'done' ? 'is recorded as done' : 'is marked as not needed';
    await printResult(options.json === true ? JSON.stringify(answer) : `${rule}, due on ${answer.due}, ${words}.`);
  });
}

async function show(client: ApiClient, { json }: ApiOptions): Promise<void> {
  const answer = accepted(await client.get('/v1/duties'), list);
  if (json === true) return printResult(JSON.stringify(answer));
  const dated = answer.duties.filter((one) => one.dated === 'dated');
  const undated = answer.duties.filter((one) => one.dated === 'not_dated');
  const standing = answer.duties.filter((one) => one.dated === 'standing');
  const part = (title: string, duties: typeof dated): string[] =>
    duties.length === 0 ? [] : [title, ...duties.map(inWords), ''];
  await printResult(
    [
      ...part('With a date', dated),
      ...part('Not dated: set one with `rollcall duties plan`', undated),
      ...part('At all times', standing),
    ]
      .join('\n')
      .trimEnd(),
  );
}

/** A duty, and a line for each occurrence that is open. */
function inWords({
  rule,
  title,
  source,
  often,
  for: who,
  dated,
  nextDue,
  working,
  why,
  open,
}: z.infer<typeof duty>): string {
  return [
    `  ${rule}  ${title} (${source})`,
    ...(dated === 'dated'
      ? [
          `      ${often}, by the ${who}; ${nextDue === null ? (why ?? 'no next day') : `next due ${nextDue}: ${working ?? ''}`}`,
        ]
      : []),
    ...open.map((one) => `      ${one.state.padEnd(4)}  ${one.occurrence}, due ${one.due}`),
  ].join('\n');
}
