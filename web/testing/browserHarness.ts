import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { createEmailChannel } from '../../activities/channels/email.js';
import { startServer, type RunningServer } from '../../api/server.js';
import { createMailSink } from '../../cli/mailSink/mailSink.js';
import type { SunkMessage } from '../../cli/mailSink/store.js';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import { createWeb } from '../app.js';
import { readLanguage } from '../language/language.js';
import { startLocalProvider, type LocalProvider } from '../localProvider/localProvider.js';
import { webFolder } from '../packageFolder.js';
import { CALLBACK } from '../pages/session/signIn/signIn.js';
import { createWebServices, type DemoPerson } from '../services.js';
import { createIdentityProvider, type IdentitySettings } from '../signIn/identityProvider.js';
import { useApi, type ApiHarness } from '../../tests/support/api/apiHarness.js';
import { launchBrowser, type OpenOptions, type RealBrowser } from './browser.js';
import type { BrowserContext, Page } from 'playwright-core';

export interface BrowserHarness {
  api: ApiHarness;
  url: string;
  open: (options?: OpenOptions) => Promise<{ context: BrowserContext; page: Page }>;
  /** The mails of the pages that came to a real mail server, oldest first. */
  mails: () => readonly SunkMessage[];
  /** Signs in through the real identity provider, by the link on the start page. */
  signIn: (page: Page, person: string) => Promise<void>;
}

const ISSUER = 'demonstration';

/** The pages as a demonstration serves them, with its identity provider, and a real Chromium before them. */
export function useBrowser(): () => BrowserHarness {
  const api = useApi({ demo: true });
  const stops: (() => Promise<void>)[] = [];
  let open: BrowserHarness | undefined;
  beforeAll(async () => {
    const harness = api();
    const people = await peopleOf(harness);
    const found: { settings?: IdentitySettings } = {};
    let url = '';
    const folder = temporaryFolder('browser-mail');
    stops.push(() => {
      folder.remove();
      return Promise.resolve();
    });
    const storeFile = join(folder.path, 'mail.jsonl');
    const sink = createMailSink({ smtpPort: 0, webPort: 0, host: '127.0.0.1', storeFile });
    const { smtpPort } = await sink.start();
    stops.push(() => sink.stop());
    const email = createEmailChannel({
      smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
      from: 'Rollcall <rollcall@rollcall.example>',
      tls: 'none',
      timeoutMs: 5_000,
    });
    const web = createWeb(
      createWebServices({
        api: harness.services,
        authority: 'bradford',
        publicUrl: () => url,
        sessionKeys: ['a key for the sessions of tests alone'],
        identity: createIdentityProvider(() => {
          if (found.settings === undefined) throw new Error('The provider has not started yet');
          return found.settings;
        }),
        languages: [readLanguage(webFolder)],
        demoPeople: people,
        mailer: { send: (mail) => email.send(mail), domain: 'rollcall.example' },
      }),
    );
    const server: RunningServer = await startServer(web, { host: '127.0.0.1', port: 0 });
    stops.push(server.stop);
    url = server.url;
    const provider: LocalProvider = await startLocalProvider({ people, publicUrl: url, callbackPath: CALLBACK });
    stops.push(provider.stop);
    const { issuer, clientId } = provider;
    found.settings = { issuer, clientId, issuerName: ISSUER, subjectClaim: 'sub', roles: null, insecure: true };
    const browser: RealBrowser = await launchBrowser();
    stops.push(browser.close);
    open = {
      api: harness,
      url,
      open: browser.open,
      mails: () => sink.messages(),
      signIn: async (page, person) => {
        await page.goto(`${url}/sign-in?as=${person}`);
        if (!page.url().startsWith(url)) throw new Error(`Not signed in as ${person}: ${page.url()}`);
      },
    };
  }, 120_000);
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });
  return () => {
    if (open === undefined) throw new Error('The browser is not open yet');
    return open;
  };
}

/** The harness's people, each known to the provider under their own id. */
async function peopleOf({ register }: ApiHarness): Promise<DemoPerson[]> {
  const staff = await register.people.list('bradford');
  for (const { person, name, email } of staff)
    await register.people.put('bradford', { person, name, email, issuer: ISSUER, subject: person });
  return staff.map(({ person, name, roles }) => ({ id: person, name, roles, may: 'is invented' }));
}
