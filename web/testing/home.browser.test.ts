import { describe, expect, test } from '@jest/globals';
import { axeFindings, focusedClasses, isTooWide, PHONE, ZOOMED } from './browser.js';
import { useBrowser } from './browserHarness.js';

const browser = useBrowser();

describe('in a browser', () => {
  test('somebody new comes to the start page, signs in as an officer, and is at their work', async () => {
    const { url, open } = browser();
    const { page, context } = await open();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(url);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Sign in as A officer' }).click();
    await page.waitForURL(`${url}/my-work`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('My work');
    expect(await axeFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${url}/signed-out`);
    await page.goto(`${url}/my-work`);
    expect(page.url()).not.toContain('/my-work');
    await context.close();
  });

  test.each([
    ['on a phone', PHONE],
    ['at 400% zoom', ZOOMED],
  ])('%s, without script, a note is written', async (_name, viewport) => {
    const { url, open, signIn, api } = browser();
    const caseId = await api.refer();
    const { page, context } = await open({ script: false, viewport });
    await signIn(page, 'officer-a');
    await page.goto(`${url}/cases/${caseId}`);
    await page.getByRole('button', { name: 'Add a note' }).click();
    await page.getByRole('button', { name: 'Save note' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByRole('link', { name: 'Enter the note' }).count()).toBe(1);
    await page.getByRole('textbox').fill('Telephoned the school');
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.waitForURL(({ pathname }) => pathname === `/cases/${caseId}`);
    expect(await page.getByText('The note was saved.').count()).toBeGreaterThan(0);
    await context.close();
  });

  test('with script the error summary takes the focus, and axe finds nothing on any of the pages', async () => {
    const { url, open, signIn, api } = browser();
    const caseId = await api.refer();
    const { page, context } = await open({ viewport: PHONE });
    await signIn(page, 'officer-a');
    for (const path of [`/cases/${caseId}`, `/cases/${caseId}/note`, '/session', '/nowhere']) {
      await page.goto(`${url}${path}`);
      expect({ path, findings: await axeFindings(page) }).toEqual({ path, findings: [] });
      expect({ path, tooWide: await isTooWide(page) }).toEqual({ path, tooWide: false });
    }
    await page.goto(`${url}/cases/${caseId}/note`);
    await page.getByRole('button', { name: 'Save note' }).click();
    expect(await axeFindings(page)).toEqual([]);
    expect(await focusedClasses(page)).toContain('govuk-error-summary');
    await context.close();
  });

  test('five minutes before the end the page warns, and one press prolongs it', async () => {
    const { url, open, signIn } = browser();
    const { page, context } = await open();
    await page.clock.install();
    await signIn(page, 'officer-a');
    await page.goto(`${url}/my-work`);
    const warning = page.getByText('You will be signed out soon');
    expect(await warning.isVisible()).toBe(false);
    await page.clock.runFor(55 * 60_000 + 5_000);
    expect(await warning.isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    await warning.waitFor({ state: 'hidden' });
    await context.close();
  });
});
