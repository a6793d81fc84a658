// Makes pictures of every page of a demonstration, at desktop and phone width, into an ignored folder:
// npm run screenshots [-- page-id …]
// npm run screenshots -- --readme makes those that the README shows, in docs/pictures/.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page as Tab } from 'playwright-core';
import { start } from '../../cli/running/start.js';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import { webFolder } from '../packageFolder.js';
import { DESKTOP, launchBrowser, PHONE } from './browser.js';
import { exampleCases } from './exampleCases.js';
import { examplePath } from './exampleParameters.js';
import { whoOpens } from './whoOpens.js';

const OUT = join(webFolder, '..', '.rollcall-screenshots');
const README = join(webFolder, '..', 'docs', 'pictures');
/** They end the session, leave for the identity provider, or answer with a file. */
const NOT_SHOWN = new Set(['signIn', 'signOut', 'reportExport']);

const forReadme = process.argv.includes('--readme');
const wanted = new Set(process.argv.slice(2));
const folder = temporaryFolder('screenshots');
const started = await start({
  ...process.env,
  ROLLCALL_DATA: join(folder.path, 'data'),
  ROLLCALL_PORT: '0',
  ROLLCALL_MAIL_SINK_PORT: '0',
  ROLLCALL_MAIL_SINK_WEB_PORT: '0',
  ROLLCALL_TEMPORAL_UI_PORT: 'off',
});
const browser = await launchBrowser();
try {
  const url = started.apiUrl;
  const caseId = await exampleCases(url, started.tokens);
  if (forReadme) await picturesOfReadme(url, caseId);
  else await picturesOfEveryPage(url, caseId);
} finally {
  await browser.close();
  await started.stop();
  folder.remove();
}

async function picturesOfEveryPage(url: string, caseId: string): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const tabs = new Map<string | null, Tab>();
  for (const page of started.pages.filter(({ id }) => !NOT_SHOWN.has(id) && (wanted.size === 0 || wanted.has(id)))) {
    const who = whoOpens(page);
    const tab = tabs.get(who) ?? (await browser.open()).page;
    if (!tabs.has(who) && who !== null) await tab.goto(`${url}/sign-in?as=${who}`);
    tabs.set(who, tab);
    if (!(await isShown(tab, `${url}${examplePath(page, { case: caseId })}`))) continue;
    for (const [width, viewport] of [
      ['desktop', DESKTOP],
      ['phone', PHONE],
    ] as const) {
      await tab.setViewportSize(viewport);
      await tab.screenshot({ path: join(OUT, `${page.id}-${width}.png`), fullPage: true });
    }
  }
  process.stdout.write(`Pictures of the pages are in ${OUT}\n`);
}

/** False for an address that answers with a file. */
async function isShown(tab: Tab, address: string): Promise<boolean> {
  try {
    await tab.goto(address);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('Download is starting')) return false;
    throw error;
  }
}

async function picturesOfReadme(url: string, caseId: string): Promise<void> {
  mkdirSync(README, { recursive: true });
  const picture = async (name: string, who: string | null, path: string): Promise<void> => {
    const { page, context } = await browser.open();
    if (who !== null) await page.goto(`${url}/sign-in?as=${who}`);
    await page.goto(`${url}${path}`);
    await page.screenshot({ path: join(README, `${name}.png`) });
    await context.close();
  };
  await picture('case', 'officer-a', `/cases/${caseId}`);
  await picture('worklist', 'senior-s', '/worklist');
  await picture('refer', null, '/refer');
  process.stdout.write(`The README's pictures are in ${README}\n`);
}
