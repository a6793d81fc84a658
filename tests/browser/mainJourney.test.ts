import { describe, expect, test } from '@jest/globals';
import type { Page as Tab } from 'playwright-core';
import { PHONE } from '../../web/testing/browser.js';
import { eventually } from '../hostile/support/topology.js';
import { activate, tabTo } from './support/keyboard.js';
import { useRunningSystem } from './support/runningSystem.js';

const system = useRunningSystem();

const OFFICE = 'office@oak.example';
const DAY = { day: '4', month: '5', year: '2015' };

const go = async (tab: Tab, button: string): Promise<void> => {
  await Promise.all([tab.waitForEvent('load'), tab.getByRole('button', { name: button, exact: true }).click()]);
};
const step = (tab: Tab): string => new URL(tab.url()).pathname.split('/').at(-1) ?? '';

/** Fills the referral form in as a school does, leaving what it does not know, and answers the reference. */
async function refer(tab: Tab, child: { givenName: string; familyName: string }): Promise<string> {
  await tab.goto(`${system().url}/refer`);
  await go(tab, 'Start now');
  for (let steps = 0; step(tab) !== 'check' && steps < 30; steps += 1) {
    const before = tab.url();
    switch (step(tab)) {
      case 'danger':
        await tab.getByLabel('No', { exact: true }).check();
        break;
      case 'who':
        await tab.getByLabel('I work for a school or college').check();
        break;
      case 'name':
        await tab.getByLabel('First names').fill(child.givenName);
        await tab.getByLabel('Family name').fill(child.familyName);
        break;
      case 'birth':
        for (const [part, value] of Object.entries(DAY))
          await tab.locator(`main input[name$="-${part}"]`).first().fill(value);
        break;
      case 'contact':
        await tab.getByLabel('Your e-mail address').fill(OFFICE);
        break;
      default:
    }
    await go(tab, 'Continue');
    if (tab.url() === before) throw new Error(`${before}: ${await tab.locator('.govuk-error-summary').innerText()}`);
  }
  await go(tab, 'Send referral');
  const [reference] = /[A-Z0-9]{8}/.exec(await tab.title()) ?? [];
  if (reference === undefined) throw new Error(`No reference: ${await tab.locator('main').innerText()}`);
  return reference;
}

/** Looks a child up by name, and opens the case. */
async function find(tab: Tab, familyName: string): Promise<string> {
  await tab.getByRole('link', { name: 'Search', exact: true }).first().click();
  await tab.getByRole('textbox').fill(familyName);
  await go(tab, 'Search');
  await tab.getByRole('link', { name: new RegExp(familyName) }).click();
  await tab.waitForURL(/\/cases\/[^/]+$/);
  return tab.url();
}

/** Records the first check that is still to be done. */
async function recordNext(tab: Tab, caseUrl: string, times: number): Promise<string> {
  await tab.goto(`${caseUrl}/checks`);
  const open = tab.locator('.govuk-task-list__link[href$="/record"]').nth(times);
  const title = await open.innerText();
  await open.click();
  await tab.getByLabel('Nothing found').check();
  await tab.getByLabel('Note', { exact: true }).fill('Asked, and they know nothing');
  await go(tab, 'Save');
  // The page waits for what was saved: its address says for which entry.
  expect(tab.url().replace(/\?seq=\d+$/, '')).toBe(caseUrl);
  return title;
}

const CHILDREN = {
  withScript: { givenName: 'Persimmonia', familyName: 'Thistlewaitely' },
  without: { givenName: 'Zébulonette', familyName: 'Quillfeatherby' },
  keyboard: { givenName: 'Marmaladia', familyName: 'Wolverstrandish' },
};

describe('from a school’s referral to its answer', () => {
  test.each([
    ['with script', true, CHILDREN.withScript],
    ['without script, on a phone', false, CHILDREN.without],
  ])(
    '%s',
    async (_name, script, child) => {
      const { open, signIn, mails, url } = system();
      const as = async (person: string) => {
        const { page } = await open(script ? {} : { script, viewport: PHONE });
        await signIn(page, person);
        return page;
      };

      const school = await as('school-o');
      const reference = await refer(school, child);
      expect(await school.getByText(reference).count()).toBeGreaterThan(0);

      const officer = await as('officer-a');
      const caseUrl = await find(officer, child.familyName);
      const recorded: string[] = [];
      for (let times = 0; times < 3; times += 1) recorded.push(await recordNext(officer, caseUrl, times));
      expect(new Set(recorded).size).toBe(3);

      await officer.goto(`${caseUrl}/raise-concern`);
      await officer.getByLabel('Neglect').check();
      await officer.getByLabel('What do you know?').fill(`${child.givenName} was seen alone at the station`);
      await go(officer, 'Raise the concern');
      await officer.getByRole('heading', { name: 'Concern raised' }).waitFor();

      const lead = await as('dsl-d');
      await lead.goto(`${url}/concerns`);
      await lead.getByRole('button', { name: new RegExp(`Acknowledge.*${reference}`) }).click();
      await lead.getByLabel('Who did you speak to?').fill('The duty social worker');
      await go(lead, 'Save');
      await lead.goto(`${url}/concerns`);
      await lead.getByRole('button', { name: new RegExp(`Resolve.*${reference}`) }).click();
      await lead.getByLabel('Why is it resolved?').fill('Seen at home, and safe');
      await go(lead, 'Resolve the concern');

      await officer.goto(`${caseUrl}/outcome`);
      await officer.getByRole('radio', { name: 'Located, on roll in Bradford' }).check();
      await go(officer, 'Save');

      const manager = await as('manager-m');
      await manager.goto(`${url}/overview/decisions`);
      await manager.getByRole('link', { name: new RegExp(`Decide.*${reference}`) }).click();
      await manager.getByRole('radio', { name: 'Located, on roll in Bradford' }).check();
      await manager.getByRole('radio', { name: 'Decide it' }).check();
      await go(manager, 'Save');
      await manager.goto(caseUrl);
      await manager.getByText('Closed', { exact: true }).first().waitFor();

      const told = await eventually(
        () => mails().filter(({ to, text }) => to.includes(OFFICE) && (text ?? '').includes(reference)),
        (found) => found.length >= 2,
        30_000,
      );
      expect(told.at(-1)?.subject).not.toBe(told[0]?.subject);
      await school.goto(`${url}/my-referrals`);
      expect(await school.getByText(reference).count()).toBeGreaterThan(0);
      for (const tab of [school, officer, lead, manager]) await tab.context().close();
    },
    150_000,
  );
});

describe('by keyboard alone', () => {
  test('an officer signs in, finds a case in the worklist, records a check, and is led to what was missing', async () => {
    const { open, signIn, url } = system();
    const school = await open();
    await signIn(school.page, 'school-o');
    await refer(school.page, CHILDREN.keyboard);
    await school.context.close();

    const { page, context } = await open();
    await page.goto(url);
    await page.keyboard.press('Tab');
    await expectFocusOn(page, 'Skip to main content');
    await activate(page, page.getByRole('link', { name: 'Sign in as Amira Holt' }));
    await page.waitForURL(`${url}/my-work`);
    await activate(page, page.getByRole('link', { name: 'Worklist', exact: true }));
    await page.waitForURL(`${url}/worklist`);
    await activate(page, page.getByRole('link', { name: new RegExp(CHILDREN.keyboard.familyName) }));
    await activate(page, page.getByRole('link', { name: 'Checks', exact: true }));
    await activate(page, page.locator('.govuk-task-list__link[href$="/record"]').first());

    // Past the header by the skip link.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await activate(page, page.getByRole('button', { name: 'Save', exact: true }));
    expect(await page.title()).toMatch(/^Error: /);
    await page.locator('.govuk-error-summary:focus').waitFor();
    await tabTo(page, page.locator('.govuk-error-summary a').first());
    await page.keyboard.press('Enter');
    await page.locator('main input:focus').waitFor();

    const wanted = page.getByLabel('Nothing found');
    await page.keyboard.press('Space');
    for (let presses = 0; presses < 10 && !(await wanted.isChecked()); presses += 1)
      await page.keyboard.press('ArrowDown');
    expect(await wanted.isChecked()).toBe(true);
    await tabTo(page, page.getByLabel('Note', { exact: true }));
    await page.keyboard.type('Telephoned the school, nothing known');
    await activate(page, page.getByRole('button', { name: 'Save', exact: true }));
    await page.waitForURL(/\/cases\/[^/]+$/);
    expect(await page.locator('.moj-alert--success').count()).toBe(1);
    await context.close();
  }, 120_000);
});

async function expectFocusOn(page: Tab, text: string): Promise<void> {
  expect(await page.locator(':focus').innerText()).toBe(text);
}

test('log, addresses, titles and the subjects of mails say none of the children’s names, and no browser complained', () => {
  const { log, addresses, titles, mails, complaints } = system();
  const names = Object.values(CHILDREN).flatMap(({ givenName, familyName }) => [givenName, familyName]);
  const sources = {
    log: log(),
    addresses: [...addresses].map(decodeURIComponent).join('\n'),
    titles: [...titles].join('\n'),
    subjects: mails()
      .map(({ subject }) => subject)
      .join('\n'),
  };
  for (const [source, text] of Object.entries(sources)) {
    expect({ source, empty: text.length < 100 }).toEqual({ source, empty: false });
    expect({ source, found: names.filter((name) => text.includes(name)) }).toEqual({ source, found: [] });
  }
  expect(complaints).toEqual([]);
});
