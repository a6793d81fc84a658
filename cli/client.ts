import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { readDemoTokens } from './demo/loadDemo.js';
import { findInstance } from './embedded/dataFolder.js';
import { dataFolderFor } from './running/dataFolderPath.js';

/** How a command reaches a running Rollcall, and as whom. */
export interface ClientOptions {
  /** Address of the API; the running instance of the data folder when absent. */
  url?: string;
  /** A bearer token. */
  token?: string;
  /** A person of the demonstration, by id (`officer-a`) or role (`officer`). */
  as?: string;
  /** The data folder of the running instance. */
  data?: string;
}

/** Something a person at the command line can mend. */
export class ClientProblem extends Error {
  override readonly name = 'ClientProblem';
}

export interface Answer {
  status: number;
  body: unknown;
}

/** Talks to the API of a running Rollcall. */
export interface ApiClient {
  get(path: string): Promise<Answer>;
  /** `key` makes the request safe to send again. */
  post(path: string, body: unknown, key?: string): Promise<Answer>;
}

/**
 * Finds the running Rollcall and a token for it: from the options, else ROLLCALL_URL and ROLLCALL_TOKEN, else the data
 * folder and the tokens of its demonstration.
 * @param role whom to act as where nothing is said
 * @throws ClientProblem with the remedy
 */
export function createClient(options: ClientOptions, role: string, env: NodeJS.ProcessEnv = process.env): ApiClient {
  const folder =
    options.data === undefined
      ? dataFolderFor({ dataFolder: env['ROLLCALL_DATA'] ?? '.rollcall' }, env)
      : resolve(options.data);
  const url = options.url ?? env['ROLLCALL_URL'] ?? findInstance(folder)?.apiUrl;
  if (url === undefined)
    throw new ClientProblem(
      `No Rollcall runs on ${folder}. Start it with: npm start. Or name another with --url or ROLLCALL_URL.`,
    );
  const token = options.token ?? env['ROLLCALL_TOKEN'] ?? demoToken(folder, options.as ?? role);
  return { get: (path) => send('GET', path), post: (path, body, key) => send('POST', path, body, key ?? randomUUID()) };

  async function send(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new ClientProblem(`Rollcall does not answer at ${String(url)}. Is it running? Start it with: npm start.`);
    }
    const text = await response.text();
    const parsed: unknown = text === '' ? null : JSON.parse(text);
    return { status: response.status, body: parsed };
  }
}

function demoToken(folder: string, who: string): string {
  const tokens = readDemoTokens(folder);
  const found = tokens.find((token) => token.id === who) ?? tokens.find((token) => token.roles.includes(who));
  if (found !== undefined) return found.token;
  const known = tokens.map((token) => token.id).join(', ');
  throw new ClientProblem(
    tokens.length === 0
      ? 'A token is needed: give --token, or set ROLLCALL_TOKEN.'
      : `The demonstration has nobody called ${who}. It has: ${known}.`,
  );
}
