import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { ApiClient } from '../client.js';
import { printResult } from '../output.js';
import { accepted, viaApi, withClientOptions, type ApiOptions } from './apiCommand.js';

const page = z.looseObject({
  enquiries: z.array(
    z.looseObject({
      reference: z.string(),
      status: z.string(),
      risk: z.string().nullish(),
      nextDue: z.string().nullish(),
      lateSince: z.string().nullish(),
      openConcerns: z.number().default(0),
    }),
  ),
  cursor: z.string().nullish(),
});

export function registerEnquiries(program: Command): void {
  withClientOptions(
    program
      .command('enquiries')
      .summary('list the enquiries of a running Rollcall')
      .addOption(
        new Option('--status <status>', 'only these').choices(['received', 'open', 'inactive', 'closed', 'rejected']),
      )
      .option('--late', 'only those with a missed deadline')
      .option('--officer <id>', 'only those of an officer'),
  ).action((options: ApiOptions & { status?: string; late?: boolean; officer?: string }) =>
    viaApi(options, 'officer', (client) => list(client, options)),
  );
}

async function list(
  client: ApiClient,
  { status, late, officer, json }: ApiOptions & { status?: string; late?: boolean; officer?: string },
): Promise<void> {
  const query = new URLSearchParams({
    ...(status === undefined ? {} : { status }),
    ...(late === true ? { late: 'true' } : {}),
    ...(officer === undefined ? {} : { officer }),
  });
  const answer = accepted(await client.get(`/v1/enquiries?${query.toString()}`), page);
  if (json === true) return printResult(JSON.stringify(answer));
  await printResult(
    answer.enquiries.length === 0
      ? 'No enquiries.'
      : answer.enquiries
          .map(
            (e) =>
              `${e.reference}  ${e.status.padEnd(8)} ${(e.risk ?? '').padEnd(9)} next due ${e.nextDue ?? '-'}${e.lateSince == null ? '' : `, late since ${e.lateSince}`}${e.openConcerns > 0 ? `, ${e.openConcerns} open concern(s)` : ''}`,
          )
          .join('\n'),
  );
}
