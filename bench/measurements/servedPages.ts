import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import { startServer } from '../../api/server.js';
import { createServices } from '../../api/services.js';
import type { Instant } from '../../domain/time.js';
import { createWeb } from '../../web/app.js';
import { readLanguage } from '../../web/language/language.js';
import { webFolder } from '../../web/packageFolder.js';
import { createWebServices } from '../../web/services.js';
import { sessionCookie } from '../../web/testing/sessionCookie.js';
import { AUTHORITY } from '../rollcall.js';
import type { SeededRegister } from './register.js';

export interface ServedPages {
  /** How long each of so many requests took, one after another, from the request to the last byte, in ms. */
  times: (path: string, requests: number) => Promise<number[]>;
  stop: () => Promise<void>;
}

/** The pages of a seeded register as they are served, for one person of the authority. */
export async function servePages(
  { db }: SeededRegister,
  temporal: Client,
  person: string,
  now: Instant,
): Promise<ServedPages> {
  const api = createServices({
    ...{ db, temporal, demo: true, now: () => now },
    // A page that fails says why.
    log: pino({ level: 'error' }, process.stderr),
    http: { requestsPerMinute: 0 },
  });
  let url = '';
  const web = createWebServices({
    ...{ api, authority: AUTHORITY, publicUrl: () => url, identity: null },
    sessionKeys: ['a key for the sessions of measurements'],
    languages: [readLanguage(webFolder)],
  });
  const server = await startServer(createWeb(web), { host: '127.0.0.1', port: 0 });
  ({ url } = server);
  const [name, value] = await sessionCookie(web, AUTHORITY, person);
  const headers = { Cookie: `${name}=${encodeURIComponent(value)}` };
  return {
    times: async (path, requests) => {
      const took: number[] = [];
      for (let n = 0; n < requests; n += 1) {
        const from = performance.now();
        const answer = await fetch(`${url}${path}`, { headers, redirect: 'manual' });
        await answer.arrayBuffer();
        took.push(performance.now() - from);
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      }
      return took;
    },
    stop: async () => {
      await server.stop();
      await api.stop();
    },
  };
}
