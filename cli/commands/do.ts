import type { Command } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { ClientProblem, type ApiClient } from '../client.js';
import { printResult } from '../output.js';
import { accepted, viaApi, withClientOptions, type ApiOptions } from './apiCommand.js';
import { enquiryOf } from './enquiryOf.js';

const taken = z.looseObject({
  seq: z.number(),
  status: z.string(),
  events: z.array(z.looseObject({ type: z.string(), rule: z.string().optional() })).default([]),
});

export function registerDo(program: Command): void {
  withClientOptions(
    program
      .command('do')
      .summary('do something to an enquiry: any input of the scenario format')
      .argument('<enquiry>', 'its reference or id')
      .argument('<input>', 'such as recordCheck, raiseConcern, decideOutcome')
      .argument('[fields...]', 'its fields, as check=BRA-C1 result=nothing_found')
      .option('--key <key>', 'makes it safe to send again'),
  )
    .addHelpText(
      'after',
      '\nExample: rollcall do BCDF7349 recordCheck check=BRA-C1 result=nothing_found --as officer-a',
    )
    .action((named: string, input: string, fields: string[], options: ApiOptions & { key?: string }) =>
      viaApi(options, 'officer', (client) => act(client, named, input, fields, options)),
    );
}

async function act(
  client: ApiClient,
  named: string,
  input: string,
  fields: string[],
  options: { key?: string; json?: boolean },
): Promise<void> {
  const id = await enquiryOf(client, named);
  const body = Object.fromEntries(fields.map(field));
  const path = `/v1/enquiries/${id}/${encodeURIComponent(input)}`;
  const answer = accepted(await client.post(path, body, options.key), taken);
  if (options.json === true) return printResult(JSON.stringify(answer));
  await printResult(
    [
      `Taken (event ${answer.seq}). The enquiry is ${answer.status}.`,
      ...answer.events.map((e) => `  ${e.type}${e.rule === undefined ? '' : ` [${e.rule}]`}`),
    ].join('\n'),
  );
}

/** `result=nothing_found`; values are read as YAML, so that `true`, `12` and lists can be written. Dates stay text. */
function field(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at <= 0) throw new ClientProblem(`${text} is no field: write it as name=value.`);
  const raw = text.slice(at + 1);
  return [text.slice(0, at), /^\d{4}-\d{2}-\d{2}/.test(raw) ? raw : parse(raw)];
}
