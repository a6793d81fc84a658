import type { Command } from 'commander';
import { z } from 'zod';
import { ClientProblem, createClient, type ApiClient, type Answer, type ClientOptions } from '../client.js';
import { EXIT } from '../output.js';

/** Options of every command that talks to a running Rollcall. */
export function withClientOptions(command: Command): Command {
  return command
    .option('--as <who>', 'a person or role of the demonstration, such as officer-a')
    .option('--token <token>', 'a bearer token; else ROLLCALL_TOKEN')
    .option('--url <url>', 'address of the API; else ROLLCALL_URL or the running data folder')
    .option('--data <folder>', 'the data folder of the running Rollcall')
    .option('--json', 'print the answer as JSON');
}

export type ApiOptions = ClientOptions & { json?: boolean };

const problem = z.looseObject({
  code: z.string(),
  detail: z.string().optional(),
  title: z.string().optional(),
  errors: z.array(z.looseObject({ field: z.string(), message: z.string() })).optional(),
  blockedBy: z.array(z.looseObject({ rule: z.string(), why: z.string() })).optional(),
});

/** Runs a command against the API; a refusal or a problem of reaching it is told with its remedy, without a trace. */
export async function viaApi(
  options: ApiOptions,
  role: string,
  run: (client: ApiClient) => Promise<void>,
): Promise<void> {
  try {
    await run(createClient(options, role));
  } catch (error) {
    if (!(error instanceof ClientProblem)) throw error;
    process.stderr.write(`rollcall: ${error.message}\n`);
    process.exitCode = EXIT.malformed;
  }
}

/** The body of an accepted request. @throws ClientProblem with what the API said against it, field by field */
export function accepted<T>(answer: Answer, schema: z.ZodType<T>): T {
  if (answer.status < 400) return schema.parse(answer.body);
  const told = problem.safeParse(answer.body);
  if (!told.success) throw new ClientProblem(`The API answered ${answer.status}.`);
  const { code, detail, title, errors, blockedBy } = told.data;
  throw new ClientProblem(
    [
      `${detail ?? title ?? 'refused'} (${code})`,
      ...(errors ?? []).map(({ field, message }) => `  ${field}: ${message}`),
      ...(blockedBy ?? []).map(({ rule, why }) => `  ${rule}: ${why}`),
    ].join('\n'),
  );
}
