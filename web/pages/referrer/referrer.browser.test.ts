import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { unlikeName } from '../../../tests/support/children.js';
import { axeFindings, DESKTOP, focusedClasses, isTooWide, PHONE, ZOOMED } from '../../testing/browser.js';
import { useBrowser } from '../../testing/browserHarness.js';

const browser = useBrowser();

/** Presses a button and waits for the page that it leads to. */
async function press(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).click()]);
}

const go = (page: Page) => press(page, 'Continue');

/** The step that is open. A redirect keeps the fragment of the link that led to a wrong field. */
const stepOf = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

/** Answers the whole public form; `look` is called on every page. */
async function fillInPublicForm(page: Page, family: string, look: (page: Page) => Promise<void>): Promise<void> {
  await page.goto(`${browser().url}/refer`);
  await look(page);
  await press(page, 'Start now');
  await look(page);
  await go(page);
  expect(await page.title()).toMatch(/^Error: Is a child in danger now/);
  await look(page);
  await page.getByLabel('Yes, a child may be in danger now').check();
  await go(page);
  await look(page);
  await press(page, 'I have called');
  await look(page);
  await page.getByLabel('I am a member of the public').check();
  await go(page);
  for (let steps = 0; stepOf(page) !== 'check'; steps += 1) {
    expect(steps).toBeLessThan(30);
    await look(page);
    switch (stepOf(page)) {
      case 'name':
        await page.getByLabel('First names').fill('Zoë');
        await page.getByLabel('Family name').fill(family);
        break;
      case 'birth':
        await page.getByLabel('Day').fill('31');
        await page.getByLabel('Month').fill('2');
        await page.getByLabel('Year').fill('2015');
        await go(page);
        await look(page);
        await page.getByRole('link', { name: 'Enter a real date' }).click();
        await page.getByLabel('Day').fill('4');
        break;
      case 'people':
        await page.getByLabel('Name', { exact: true }).fill('Mary O’Example');
        await press(page, 'Save and add another');
        expect(await page.getByRole('heading', { name: 'Mary O’Example' }).count()).toBe(1);
        await look(page);
        break;
      case 'contact':
        await page.getByLabel('Your e-mail address').fill('neighbour@home.example');
        break;
      default:
    }
    await go(page);
  }
  await look(page);
}

/** The link or the code of the newest mail to a mailbox. */
async function mailTo(to: string, after: number): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [mail] = browser()
      .mails()
      .slice(after)
      .filter((one) => JSON.stringify(one).includes(to));
    if (mail !== undefined) return mail.text ?? '';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No mail came to ${to}`);
}

describe('the public form', () => {
  test('from start to reference with script, and axe finds nothing on any of its pages', async () => {
    const { open } = browser();
    const { page, context } = await open();
    const family = unlikeName();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await fillInPublicForm(page, family, async (one) => {
      const path = new URL(one.url()).pathname.replace(/[0-9a-f]{32}/, ':draft');
      expect({ path, findings: await axeFindings(one) }).toEqual({ path, findings: [] });
      for (const viewport of [PHONE, ZOOMED]) {
        await one.setViewportSize(viewport);
        expect({ path, viewport, tooWide: await isTooWide(one) }).toEqual({ path, viewport, tooWide: false });
      }
      await one.setViewportSize(DESKTOP);
    });
    expect(await page.getByText(family).count()).toBe(1);
    await page.waitForTimeout(2_000);
    await press(page, 'Send referral');
    await page.getByRole('heading', { name: 'Referral sent' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    const reference = (await page.locator('.govuk-panel strong').textContent()) ?? '';
    const row = await browser().api.register.cases.findByReference('bradford', reference);
    expect(row).not.toBeNull();
    await page.goBack();
    await page.reload();
    expect(await page.locator('.govuk-panel strong').textContent()).toBe(reference);
    await context.close();
  }, 240_000);

  // Narrower than a phone; on one: tests/browser/mainJourney.test.ts.
  test('at 400% zoom, without script, it is the same', async () => {
    const { open } = browser();
    const { page, context } = await open({ script: false, viewport: ZOOMED });
    await fillInPublicForm(page, unlikeName(), () => Promise.resolve());
    await page.waitForTimeout(4_000);
    await press(page, 'Send referral');
    expect(await page.getByText('Your reference is').count()).toBe(1);
    await context.close();
  }, 240_000);

  test('can be left at any time for another page, but only where nobody has signed in', async () => {
    const { open, url, signIn } = browser();
    const { page, context } = await open();
    await page.goto(`${url}/refer`);
    await press(page, 'Start now');
    expect(await page.getByRole('button', { name: 'Exit this page' }).count()).toBe(1);
    await signIn(page, 'referrer-a');
    await page.goto(`${url}/refer`);
    await press(page, 'Start now');
    expect(await page.getByRole('button', { name: 'Exit this page' }).count()).toBe(0);
    await context.close();
  });
});

test.each([true, false])(
  'is saved in one browser and opened in another by the real mails, script: %s',
  async (script) => {
    const { open, url, mails } = browser();
    const to = `mary-${String(script)}@home.example`;
    const first = await open({ script });
    await first.page.goto(`${url}/refer`);
    await first.page.getByRole('button', { name: 'Start now' }).click();
    await first.page.getByLabel('No', { exact: true }).check();
    await go(first.page);
    await first.page.getByLabel('I am a member of the public').check();
    await go(first.page);
    await first.page.getByLabel('Family name').fill('Half-Written');
    await go(first.page);
    await first.page.getByRole('link', { name: 'Save and come back later' }).click();
    if (script) expect(await axeFindings(first.page)).toEqual([]);
    await first.page.getByLabel('Your e-mail address').fill(to);
    const before = mails().length;
    await first.page.getByRole('button', { name: 'Send me the link' }).click();
    await first.page.getByText('We have sent you a link').first().waitFor();
    const link = /http:\/\/\S+\/refer\/resume\/\S+/.exec(await mailTo(to, before))?.[0] ?? '';
    const second = await open({ script, viewport: PHONE });
    await second.page.goto(link);
    if (script) expect(await axeFindings(second.page)).toEqual([]);
    const beforeCode = mails().length;
    await second.page.getByRole('button', { name: 'Send me a code' }).click();
    await second.page.waitForURL(`${url}/refer/code`);
    if (script) expect(await axeFindings(second.page)).toEqual([]);
    const code = /code is (\d{6})/.exec(await mailTo(to, beforeCode))?.[1] ?? '';
    await second.page.getByLabel('Code', { exact: true }).fill(code === '123456' ? '654321' : '123456');
    await second.page.getByRole('button', { name: 'Open my form' }).click();
    await second.page.getByRole('link', { name: 'This is not the code' }).waitFor();
    await second.page.getByLabel('Code', { exact: true }).fill(code);
    await second.page.getByRole('button', { name: 'Open my form' }).click();
    await second.page.waitForURL(/\/birth$/);
    await second.page.getByRole('link', { name: 'Back', exact: true }).click();
    expect(await second.page.getByLabel('Family name').inputValue()).toBe('Half-Written');
    await first.context.close();
    await second.context.close();
  },
  120_000,
);

describe('a school', () => {
  test('sees its referrals and loads a file, and axe finds nothing', async () => {
    const { open, url, signIn, api } = browser();
    await api.refer({ facts: { first_absence: '2026-11-23', on_roll: true } }, undefined, 'referrer');
    const { page, context } = await open({ viewport: PHONE });
    await signIn(page, 'referrer-a');
    await page.goto(`${url}/my-referrals`);
    expect(await axeFindings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.getByRole('link', { name: 'Send several in one file' }).click();
    expect(await axeFindings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.getByRole('button', { name: 'Check the file' }).click();
    expect(await focusedClasses(page)).toContain('govuk-error-summary');
    expect(await axeFindings(page)).toEqual([]);
    const buffer = Buffer.from(`givenName,familyName,onRoll\nAnn,${unlikeName()},perhaps\nBen,${unlikeName()},no\n`);
    await page.locator('#file').setInputFiles({ name: 'many.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByText('1 to be mended first').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.getByRole('button', { name: 'Send what is ready (1)' }).click();
    await page.getByText('1 sent').waitFor();
    expect(await page.getByText('Reference').count()).toBeGreaterThan(0);
    await context.close();
  });

  test('chooses its own school by typing, and the status pages hold nothing that axe finds', async () => {
    const { open, url, signIn, api } = browser();
    const bradford = await api.register.authorities.get('bradford');
    if (bradford === null) throw new Error('There is no Bradford');
    const schools = [
      { id: 'oak', name: 'Oak Primary School' },
      { id: 'long', name: 'The Blessed Invented Saint Catholic Voluntary Academy' },
    ];
    await api.register.authorities.put({ ...bradford, settings: { ...bradford.settings, schools } });
    const { page, context } = await open();
    await signIn(page, 'referrer-a');
    await page.goto(`${url}/refer`);
    await press(page, 'Start now');
    await page.getByLabel('No', { exact: true }).check();
    await go(page);
    await page.getByLabel('I work for a school or college').check();
    await go(page);
    for (let steps = 0; stepOf(page) !== 'school'; steps += 1) {
      expect(steps).toBeLessThan(20);
      await go(page);
    }
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('combobox').fill('oak');
    await page.getByRole('option', { name: 'Oak Primary School' }).click();
    await go(page);
    await press(page, 'I know no more');
    await go(page);
    expect(await page.getByText('Oak Primary School').count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    for (const path of ['/referral-status', '/referral-status/link/none']) {
      await page.goto(`${url}${path}`);
      expect({ path, findings: await axeFindings(page) }).toEqual({ path, findings: [] });
    }
    await context.close();
  });
});
