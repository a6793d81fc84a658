// Makes pictures of every page of a demonstration, at desktop and phone width, into an ignored folder:
// npm run screenshots [-- page-id …]
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page as Tab } from 'playwright-core';
import { parse } from 'yaml';
import { start } from '../../cli/running/start.js';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import { webFolder } from '../packageFolder.js';
import { DESKTOP, launchBrowser, PHONE } from './browser.js';
import { examplePath } from './exampleParameters.js';
import { whoOpens } from './whoOpens.js';

const OUT = join(webFolder, '..', '.rollcall-screenshots');
/** They end the session, leave for the identity provider, or answer with a file. */
const NOT_SHOWN = new Set(['signIn', 'signOut', 'reportExport']);

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
  const caseId = await aCase(url, started.tokens);
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
} finally {
  await browser.close();
  await started.stop();
  folder.remove();
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

/** Refers a child, and gives the case to the officer whose work is shown. */
async function aCase(url: string, tokens: readonly { id: string; token: string }[]): Promise<string> {
  const post = async (who: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': `screenshots-${path.length}-${who}`,
        Authorization: `Bearer ${tokens.find(({ id }) => id === who)?.token ?? ''}`,
      },
      body: JSON.stringify(body),
    });
    const read: unknown = await answer.json();
    if (!answer.ok || typeof read !== 'object' || read === null) throw new Error(`${path}: ${answer.status}`);
    return Object.fromEntries(Object.entries(read));
  };
  const referral: unknown = parse(readFileSync(join(webFolder, '../examples/bradford-referral.yaml'), 'utf8'));
  const { case: caseId } = await post('oak-primary', '/v1/referrals', referral);
  await post('manager-m', `/v1/enquiries/${String(caseId)}/assign`, { to: 'officer-a' });
  return String(caseId);
}
