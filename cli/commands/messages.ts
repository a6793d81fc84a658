import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { ApiClient } from '../client.js';
import { printResult } from '../output.js';
import { accepted, viaApi, withClientOptions, type ApiOptions } from './apiCommand.js';
import { enquiryOf } from './enquiryOf.js';

const list = z.looseObject({
  messages: z.array(
    z.looseObject({
      id: z.string(),
      at: z.string(),
      rule: z.string(),
      title: z.string().optional(),
      purpose: z.string(),
      recipient: z.string(),
      channel: z.string().nullish(),
      state: z.string(),
      errorClass: z.string().nullish(),
    }),
  ),
});

export function registerMessages(program: Command): void {
  withClientOptions(
    program
      .command('messages')
      .summary('what was sent, why, and what waits')
      .argument('[enquiry]', 'of one enquiry: its reference or id')
      .addOption(
        new Option('--state <state>', 'only these').choices([
          'due',
          'claimed',
          'sent',
          'parked',
          'failed',
          'overtaken',
        ]),
      ),
  ).action((named: string | undefined, options: ApiOptions & { state?: string }) =>
    viaApi(options, 'officer', (client) => show(client, named, options)),
  );
  withClientOptions(
    program
      .command('retry')
      .summary('try a parked message again now')
      .argument('<message>', 'its id, as `messages` prints it'),
  ).action((id: string, options: ApiOptions) =>
    viaApi(options, 'officer', async (client) => {
      accepted(await client.post(`/v1/messages/${encodeURIComponent(id)}/retry`, {}), z.unknown());
      await printResult('It is tried again.');
    }),
  );
}

async function show(
  client: ApiClient,
  named: string | undefined,
  { state, json }: ApiOptions & { state?: string },
): Promise<void> {
  const path =
    named === undefined
      ? `/v1/messages${state === undefined ? '' : `?state=${state}`}`
      : `/v1/enquiries/${await enquiryOf(client, named)}/messages`;
  const answer = accepted(await client.get(path), list);
  const messages = answer.messages.filter((message) => state === undefined || message.state === state);
  if (json === true) return printResult(JSON.stringify({ messages }));
  await printResult(
    messages.length === 0
      ? 'No messages.'
      : messages
          .map(
            (m) =>
              `${m.at}  ${m.state.padEnd(9)} ${m.purpose.padEnd(15)} to ${m.recipient.padEnd(20)} ${m.rule} ${m.title ?? ''}${m.errorClass == null ? '' : ` (${m.errorClass})`}\n    ${m.id}`,
          )
          .join('\n'),
  );
}
