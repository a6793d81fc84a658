import { afterAll, describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page as Tab } from 'playwright-core';
import { focusedClasses } from '../../web/testing/browser.js';
import { examplePath } from '../../web/testing/exampleParameters.js';
import { whoOpens } from '../../web/testing/whoOpens.js';
import { useRunningSystem } from './support/runningSystem.js';
import { look } from './support/soundness.js';

const system = useRunningSystem();

/** Nobody's names, longer than any column, and unlike everything that the pages say by themselves. */
const CHILD = { givenName: 'Maximiliana-Theodora', familyName: 'Wolstenholme-Featherstonehaugh-Cholmondeley' };
const SCHOOL = 'St Bartholomew and All Angels Church of England Voluntary Aided Primary School';
const PARENT = 'Anastasia Wolstenholme-Featherstonehaugh';
const LONG_WORD = 'Averylongwordthatneverends'.repeat(5);

/** They end the session or leave for the identity provider. */
const OF_THE_SESSION = new Set(['signIn', 'callback', 'signOut', 'signedOut']);

const tabs = new Map<string, { page: Tab; context: BrowserContext }>();
/** A tab in which somebody is signed in; one for each person, kept open. */
async function tabOf(person: string | null): Promise<Tab> {
  const { open, signIn } = system();
  const kept = tabs.get(person ?? '');
  if (kept !== undefined) return kept.page;
  const made = await open();
  if (person !== null) await signIn(made.page, person);
  tabs.set(person ?? '', made);
  return made.page;
}
afterAll(async () => {
  for (const { context } of tabs.values()) await context.close();
});

const NAMES = [...CHILD.familyName.split('-'), CHILD.givenName, PARENT, 'Bartholomew', 'Anastasia'];
const nameIn = (text: string): string | undefined => NAMES.find((name) => text.includes(name));

/**
 * Opens a path and says what is wrong there; a file is not looked at. A register that is too busy to answer in its time says
 * so (503), which is sound but not the page: it is opened again, twice at most.
 */
async function visit(
  tab: Tab,
  path: string,
  expected = 200,
  again = 2,
): Promise<{ title: string; wrong: string[] } | null> {
  const answer = await tab.goto(`${system().url}${path}`).catch((error: unknown) => {
    if (error instanceof Error && /Download is starting|ERR_ABORTED/.test(error.message)) return null;
    throw error;
  });
  if (answer === null || !(answer.headers()['content-type'] ?? '').startsWith('text/html')) return null;
  if (answer.status() === 503 && again > 0) return visit(tab, path, expected, again - 1);
  const seen = await look(tab);
  if (answer.status() !== expected) seen.wrong.push(`answered ${answer.status()}`);
  const name = nameIn(seen.title);
  if (name !== undefined) seen.wrong.push(`${name} in the title`);
  return seen;
}

/** Visits several and answers those where something is wrong, so that one run says all. */
async function findingsOf(
  visits: readonly { who: string | null; path: string; status?: number }[],
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { who, path, status } of visits) {
    const seen = await visit(await tabOf(who), path, status);
    if (seen !== null && seen.wrong.length > 0) found[`${path} as ${who ?? 'nobody'}`] = seen.wrong;
  }
  return found;
}

async function refer(over: Record<string, unknown> = {}): Promise<string> {
  return system().send('oak-primary', '/v1/referrals', {
    referrer: { kind: 'school', name: SCHOOL, email: 'office@oak.example' },
    child: {
      ...CHILD,
      dateOfBirth: '2015-05-04',
      school: SCHOOL,
      addresses: [{ kind: 'last_known', lines: `Flat 12, ${LONG_WORD}, Invented Terrace`, postcode: 'BD1 1ZZ' }],
    },
    contacts: [{ role: 'parent', name: PARENT, phone: '07700 900123', relationship: 'mother and only carer' }],
    facts: { cp_plan: true, social_worker: true, last_attended: '2026-11-13' },
    ...over,
  });
}
const unlike = (letter: string) => ({
  child: { givenName: letter.repeat(9), familyName: letter.repeat(12), dateOfBirth: '2013-04-05' },
});

const LISTS = ['/my-work', '/worklist', '/drafts', '/search', '/messages'];
const OVERVIEWS = [
  '/overview',
  '/overview/decisions',
  '/overview/breaches',
  '/overview/team',
  '/overview/away',
  '/reports',
];
const OF_A_CASE = [
  '',
  '/checks',
  '/timeline',
  '/people',
  '/messages',
  '/documents',
  '/summary',
  '/household',
  '/outcome',
];

describe('every page', () => {
  let usual = '';
  let restricted = '';
  let ended = '';

  test('is sound while there is nothing to show', async () => {
    const found = await findingsOf([
      ...LISTS.map((path) => ({ who: 'officer-a', path })),
      ...OVERVIEWS.map((path) => ({ who: 'manager-m', path })),
      { who: 'dsl-d', path: '/concerns' },
      { who: 'school-o', path: '/my-referrals' },
    ]);
    expect(found).toEqual({});
  }, 120_000);

  test('is sound with a case that has long names, for the role that may open it, and has a title of its own', async () => {
    const { send, pages } = system();
    usual = await refer();
    const at = `/v1/enquiries/${usual}`;
    await send('manager-m', `${at}/assign`, { to: 'officer-a' });
    await send('officer-a', `${at}/recordCheck`, { check: 'BRA-C1', result: 'no_reply', note: `Rang. ${LONG_WORD}` });
    await send('officer-a', `${at}/recordCheck`, { check: 'BRA-C2', result: 'nothing_found', note: 'Not known there' });
    await send('officer-a', `${at}/raiseConcern`, { kind: 'forced_marriage', immediate: true, note: LONG_WORD });
    await send('officer-a', `${at}/note`, { text: `${LONG_WORD}\n\nand a second paragraph` });

    const titles = new Map<string, string>();
    const found: Record<string, string[]> = {};
    for (const page of pages.filter(({ id }) => !OF_THE_SESSION.has(id))) {
      const tab = await tabOf(whoOpens(page));
      const path = examplePath(page, { case: usual });
      const seen = await visit(tab, path);
      if (seen === null) continue;
      const { title, wrong } = seen;
      // One that leads on, for want of what its example names, shows another page.
      if (new URL(tab.url()).pathname === path) {
        const other = titles.get(title);
        if (other !== undefined) wrong.push(`has the title of ${other}: ${title}`);
        titles.set(title, page.id);
      }
      if (wrong.length > 0) found[page.id] = wrong;
    }
    expect(found).toEqual({});
    expect(titles.size).toBeGreaterThan(80);
  }, 420_000);

  test('of a case is sound when that is restricted, and when it has ended', async () => {
    const { send } = system();
    restricted = await refer(unlike('q'));
    await send('manager-m', `/v1/enquiries/${restricted}/recordFact`, { fact: 'restricted', value: true });
    ended = await refer(unlike('z'));
    await send('manager-m', `/v1/enquiries/${ended}/decideOutcome`, { outcome: 'died', note: LONG_WORD });
    const found = await findingsOf([
      ...OF_A_CASE.map((path) => ({ who: 'manager-m', path: `/cases/${restricted}${path}` })),
      { who: 'officer-a', path: `/cases/${restricted}`, status: 404 },
      ...OF_A_CASE.map((path) => ({ who: 'officer-a', path: `/cases/${ended}${path}` })),
      ...['', '/decisions', '/team/officer-a', '/reassign'].map((path) => ({
        who: 'manager-m',
        path: `/overview${path}`,
      })),
      { who: 'senior-s', path: '/worklist' },
      { who: 'school-o', path: '/my-referrals' },
      { who: 'school-o', path: '/my-work', status: 403 },
      { who: null, path: '/nowhere', status: 404 },
    ]);
    expect(found).toEqual({});
  }, 180_000);

  test('of the referral form is sound at each question, and with an error', async () => {
    const { url } = system();
    const tab = await tabOf(null);
    const found: Record<string, string[]> = {};
    const sound = async (where: string) => {
      const { wrong } = await look(tab);
      if (wrong.length > 0) found[where] = wrong;
    };
    await tab.goto(`${url}/refer`);
    await tab.getByRole('button', { name: 'Start now' }).click();
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.locator('.govuk-error-summary').waitFor();
    await sound('danger, with an error');
    await tab.getByLabel('No', { exact: true }).check();
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.getByLabel('I am a member of the public').check();
    const steps: string[] = [];
    while (!tab.url().endsWith('/check') && steps.length < 40) {
      const before = tab.url();
      const step = before.split('/').at(-1) ?? '';
      steps.push(step);
      await sound(step);
      for (const field of await tab.locator('main input[type=text]').all())
        if (step === 'name') await field.fill(CHILD.familyName);
      await tab.getByRole('button', { name: 'Continue' }).click();
      await tab.waitForURL((now) => now.href !== before);
    }
    await sound('check');
    expect(found).toEqual({});
    expect(steps).toEqual(expect.arrayContaining(['name', 'birth', 'people', 'contact']));
  }, 180_000);

  test('with a form that is sent empty says so in its title, takes the focus to the summary, and is sound', async () => {
    const { pages } = system();
    const own = await refer(unlike('x'));
    const found: Record<string, string[]> = {};
    const refused: string[] = [];
    for (const page of pages.filter(({ id, form }) => form !== null && !CHANGES_WHEN_EMPTY.has(id))) {
      const tab = await tabOf(whoOpens(page));
      const answer = await tab.goto(`${system().url}${examplePath(page, { case: own })}`);
      const button = tab.locator('main form[method=post] button[type=submit]').last();
      if (answer?.status() !== 200 || (await button.count()) === 0) continue;
      await Promise.all([tab.waitForEvent('load'), button.click()]);
      if (!(await tab.title()).startsWith('Error: ')) continue;
      refused.push(page.id);
      const focus = await focusedClasses(tab);
      const { wrong } = await look(tab);
      if (!focus.includes('govuk-error-summary')) wrong.push(`the focus is on ${focus}`);
      const nowhere = await tab.evaluate<string[]>(
        `[...document.querySelectorAll('.govuk-error-summary a')].map((one) => one.getAttribute('href'))
          .filter((href) => !href.startsWith('#') || document.getElementById(href.slice(1)) === null)`,
      );
      wrong.push(...nowhere.map((href) => `the summary leads to ${href}, which is not there`));
      if (wrong.length > 0) found[page.id] = wrong;
    }
    expect(found).toEqual({});
    expect(refused.length).toBeGreaterThan(20);
  }, 300_000);

  test('was shown without a complaint of the browser, and no address or title says a name', () => {
    const { complaints, addresses, titles } = system();
    expect(complaints).toEqual([]);
    expect([...addresses].filter((address) => nameIn(decodeURIComponent(address)) !== undefined)).toEqual([]);
    expect([...titles].filter((title) => nameIn(title) !== undefined)).toEqual([]);
    expect(addresses.size).toBeGreaterThan(100);
  });
});

/** Forms that do something with nothing in them, to whoever sends them. */
const CHANGES_WHEN_EMPTY = new Set(['signOut', 'session']);
