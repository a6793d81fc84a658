import type { Command } from 'commander';
import { z } from 'zod';
import type { ApiClient } from '../client.js';
import { printResult } from '../output.js';
import { accepted, viaApi, withClientOptions, type ApiOptions } from './apiCommand.js';
import { enquiryOf } from './enquiryOf.js';

const moved = z.looseObject({ now: z.string() });

export function registerFastForward(program: Command): void {
  withClientOptions(
    program
      .command('fast-forward')
      .summary('move a demonstration enquiry forward in time')
      .description('With demonstration data only. Its reminders, breaches and escalations arrive in the mail sink.')
      .argument('<enquiry>', 'its reference or id')
      .requiredOption('--to <time>', 'where to, such as 2026-12-31T09:00 (Europe/London)'),
  ).action((named: string, options: ApiOptions & { to: string }) =>
    viaApi(options, 'trainer', (client) => forward(client, named, options)),
  );
}

async function forward(client: ApiClient, named: string, { to, json }: ApiOptions & { to: string }): Promise<void> {
  const id = await enquiryOf(client, named);
  const answer = accepted(await client.post(`/v1/enquiries/${id}/fastForward`, { to }), moved);
  await printResult(json === true ? JSON.stringify(answer) : `The enquiry's own time is ${answer.now} now.`);
}
