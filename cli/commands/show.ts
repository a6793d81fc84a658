import type { Command } from 'commander';
import { z } from 'zod';
import type { ApiClient } from '../client.js';
import { printResult } from '../output.js';
import { accepted, viaApi, withClientOptions, type ApiOptions } from './apiCommand.js';
import { describeEnquiry, enquiryShape } from './describeEnquiry.js';
import { enquiryOf } from './enquiryOf.js';

export function registerShow(program: Command): void {
  withClientOptions(
    program
      .command('show')
      .summary('show one enquiry of a running Rollcall')
      .argument('<enquiry>', 'its reference or id'),
  ).action((named: string, options: ApiOptions) =>
    viaApi(options, 'officer', (client) => show(client, named, options)),
  );
}

async function show(client: ApiClient, named: string, { json }: ApiOptions): Promise<void> {
  const id = await enquiryOf(client, named);
  const answer = await client.get(`/v1/enquiries/${id}?live=1`);
  if (json === true) return printResult(JSON.stringify(accepted(answer, z.unknown())));
  await printResult(describeEnquiry(accepted(answer, enquiryShape)));
}
