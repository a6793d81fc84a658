import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import type { BrowserContext, Page as Tab } from 'playwright-core';
import { z } from 'zod';
import { start, type Started } from '../../../cli/running/start.js';
import type { Page } from '../../../web/page.js';
import { launchBrowser, type OpenOptions } from '../../../web/testing/browser.js';
import { createApiClient } from '../../hostile/support/http.js';
import { temporaryFolder } from '../../support/temporaryFolder.js';

const Mails = z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string().nullable() }));
export type SunkMail = z.output<typeof Mails>[number];

export interface RunningSystem {
  readonly url: string;
  readonly pages: readonly Page[];
  /** Opens a tab whose addresses, titles and complaints are kept. */
  open: (options?: OpenOptions) => Promise<{ context: BrowserContext; page: Tab }>;
  /** Signs in through the demonstration's identity provider. */
  signIn: (page: Tab, person: string) => Promise<void>;
  /** Sends to the API as a person of the demonstration. @throws the answer where it is not taken */
  send: (as: string, path: string, body: object) => Promise<string>;
  /** What the mail server took so far. */
  mails: () => SunkMail[];
  log: () => string;
  /** Every address that was asked for, query and all. */
  readonly addresses: Set<string>;
  readonly titles: Set<string>;
  /** What browsers wrote in their consoles as errors, but for the status of an answer, which the test itself looks at. */
  readonly complaints: string[];
}

const OF_AN_ANSWER = /^Failed to load resource: the server responded with a status of (4\d\d|503) /;

/** All of Rollcall as `npm start` runs it, on a data folder of its own, and a real Chromium before it. */
export function useRunningSystem(): () => RunningSystem {
  const stops: (() => Promise<void> | void)[] = [];
  let system: RunningSystem | undefined;
  beforeAll(async () => {
    const folder = temporaryFolder('browser');
    stops.push(() => folder.remove());
    const started = await start({
      ...process.env,
      ROLLCALL_DATA: join(folder.path, 'data'),
      ROLLCALL_PORT: '0',
      ROLLCALL_MAIL_SINK_PORT: '0',
      ROLLCALL_MAIL_SINK_WEB_PORT: '0',
      ROLLCALL_TEMPORAL_UI_PORT: 'off',
      ROLLCALL_LOG_LEVEL: 'trace',
    });
    stops.push(started.stop);
    const browser = await launchBrowser();
    stops.push(browser.close);
    system = systemOf(started, browser.open, join(folder.path, 'data', 'mail.jsonl'));
  }, 180_000);
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  }, 60_000);
  return () => {
    if (system === undefined) throw new Error('The system does not run yet');
    return system;
  };
}

function systemOf(
  { apiUrl: url, pages, tokens, logFile }: Started,
  openBrowser: (options?: OpenOptions) => Promise<{ context: BrowserContext; page: Tab }>,
  mailFile: string,
): RunningSystem {
  const api = createApiClient(url, (id) => tokens.find((one) => one.id === id)?.token ?? '');
  const [addresses, titles, complaints] = [new Set<string>(), new Set<string>(), new Array<string>()];
  return {
    ...{ url, pages, addresses, titles, complaints },
    async open(options = {}) {
      const opened = await openBrowser(options);
      const { context } = opened;
      context.on('request', (request) => addresses.add(request.url()));
      context.on('console', (message) => {
        const from = message.page()?.url() ?? '';
        if (message.type() === 'error' && !OF_AN_ANSWER.test(message.text()))
          complaints.push(`${from}: ${message.text()}`);
      });
      context.on('weberror', (error) => complaints.push(error.error().message));
      opened.page.on('load', (tab) => {
        void tab.title().then(
          (title) => titles.add(title),
          () => undefined,
        );
      });
      return opened;
    },
    async signIn(page, person) {
      await page.goto(`${url}/sign-in?as=${person}`);
      if (!page.url().startsWith(url)) throw new Error(`Not signed in as ${person}: ${page.url()}`);
    },
    async send(as, path, body) {
      const answer = await api.post(path, body, { as, key: randomUUID() });
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      return answer.body.case;
    },
    mails: () =>
      Mails.parse(
        readFileSync(mailFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line): unknown => JSON.parse(line)),
      ),
    log: () => readFileSync(logFile, 'utf8'),
  };
}
