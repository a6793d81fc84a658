import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { ClientProblem, type ApiClient } from '../client.js';
import { printResult } from '../output.js';
import { accepted, viaApi, withClientOptions, type ApiOptions } from './apiCommand.js';

const referred = z.looseObject({ case: z.string(), reference: z.string(), status: z.string(), joined: z.boolean() });

/** A scenario file, of which the referral is taken, or a referral by itself. */
const file = z.union([
  z.looseObject({ referral: z.record(z.string(), z.unknown()) }),
  z.record(z.string(), z.unknown()),
]);

export function registerRefer(program: Command): void {
  withClientOptions(
    program
      .command('refer')
      .summary('refer a child to a running Rollcall')
      .argument('<file>', 'a referral in YAML or JSON, or a scenario, of which the referral is taken')
      .option('--key <key>', 'makes the referral safe to send again: the same key gets the first answer'),
  ).action((path: string, options: ApiOptions & { key?: string }) =>
    viaApi(options, 'referrer', (client) => refer(client, path, options)),
  );
}

async function refer(client: ApiClient, path: string, options: { key?: string; json?: boolean }): Promise<void> {
  const body = readReferral(path);
  const answer = accepted(await client.post('/v1/referrals', body, options.key), referred);
  if (options.json === true) return printResult(JSON.stringify(answer));
  await printResult(
    [
      answer.joined
        ? `The child has an enquiry already: this referral joined ${answer.reference}.`
        : `Received as ${answer.reference}. The enquiry is ${answer.status}.`,
      `Look at it with: npx rollcall show ${answer.reference}`,
    ].join('\n'),
  );
}

/** A live referral is received now: the time that a scenario gives is left out. */
function readReferral(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ClientProblem(`${path} cannot be read.`);
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new ClientProblem(`${path} is not YAML: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  const read = file.safeParse(value);
  if (!read.success) throw new ClientProblem(`${path} holds no referral.`);
  const referral = 'referral' in read.data ? z.record(z.string(), z.unknown()).parse(read.data['referral']) : read.data;
  const { receivedAt: _receivedAt, ...body } = referral;
  return body;
}
