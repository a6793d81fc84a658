import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aPdf } from '../../../tests/support/files.js';
import { axeFindings, isTooWide, PHONE } from '../../testing/browser.js';
import { useBrowser } from '../../testing/browserHarness.js';

const browser = useBrowser();

/** What axe finds and whether the page is wider than the screen; a page without script can only be measured by the eye. */
async function sound(page: Page, where: string): Promise<void> {
  expect({ where, findings: await axeFindings(page) }).toEqual({ where, findings: [] });
  expect({ where, tooWide: await isTooWide(page) }).toEqual({ where, tooWide: false });
}

describe('an officer', () => {
  test.each([
    ['with script', true],
    ['without script, on a phone', false],
  ])(
    '%s records a check, another attempt with a file, and raises a concern',
    async (_name, script) => {
      const { url, open, signIn, api } = browser();
      const caseId = await api.refer();
      const { page, context } = await open(script ? {} : { script, viewport: PHONE });
      await signIn(page, 'officer-a');
      await page.goto(`${url}/cases/${caseId}/checks/BRA-C1/record`);
      if (script) await sound(page, 'the form');

      // Three interactions: the answer, the note, the button.
      await page.getByLabel('No reply').check();
      await page.getByLabel('Note', { exact: true }).fill('Nobody answered, twice');
      await page.getByRole('button', { name: 'Save and record another attempt' }).click();
      await page.getByText('Recorded so far: 1').waitFor();
      expect(await page.locator('.moj-alert').textContent()).toContain('Saved.');

      await page.getByRole('button', { name: 'Save', exact: true }).click();
      expect(await page.title()).toMatch(/^Error: /);
      if (script) await sound(page, 'with an error');

      await page.getByLabel('Information found').check();
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: aPdf() });
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.waitForURL(({ pathname }) => pathname === `/cases/${caseId}`);

      await page.goto(`${url}/cases/${caseId}/documents`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'letter.pdf' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('letter.pdf');
      if (script) await sound(page, 'the documents');

      await page.goto(`${url}/cases/${caseId}/raise-concern`);
      if (script) await sound(page, 'the concern');
      await page.getByLabel('Neglect').check();
      await page.getByLabel('What do you know?').fill('No food in the house');
      await page.getByRole('button', { name: 'Raise the concern' }).click();
      await page.getByRole('heading', { name: 'Concern raised' }).waitFor();
      if (script) await sound(page, 'the concern raised');
      await page.getByRole('button', { name: 'Record whom I spoke to' }).click();
      await page.getByLabel('Who did you speak to?').fill('Duty social worker');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.waitForURL(({ pathname }) => pathname === `/cases/${caseId}`);
      await context.close();
    },
    120_000,
  );

  test('with script has what was typed kept each minute, and finds it after closing the window', async () => {
    const { url, open, signIn, api } = browser();
    const caseId = await api.refer();
    const { page, context } = await open();
    await page.clock.install();
    await signIn(page, 'officer-a');
    const path = `${url}/cases/${caseId}/raise-concern`;
    await page.goto(path);
    await page.getByLabel('What do you know?').fill('She was at the bus station');
    await page.clock.runFor(61_000);
    await page.getByText('A draft of what you typed is kept.').waitFor();
    await page.close();
    const again = await context.newPage();
    await again.goto(path);
    expect(await again.getByLabel('What do you know?').inputValue()).toBe('She was at the bus station');
    await sound(again, 'with a draft');
    await context.close();
  }, 60_000);

  test('sees theirs beside what was typed, and every other page of the area is sound at a phone’s width', async () => {
    const { url, open, signIn, api } = browser();
    const caseId = await api.refer({ facts: { cp_plan: true, social_worker: true } });
    const { page, context } = await open({ viewport: PHONE });
    await signIn(page, 'manager-a');
    await page.goto(`${url}/cases/${caseId}/checks/BRA-C2/record`);
    await api.post('officer', `/v1/enquiries/${caseId}/recordCheck`, {
      check: 'BRA-C2',
      result: 'no_reply',
      note: 'Rang three times',
    });
    await page.getByLabel('Nothing found').check();
    await page.getByLabel('Note', { exact: true }).fill('A_word_of_more_than_a_hundred_letters_'.repeat(4));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.app-beside').getByText('Rang three times').waitFor();
    await sound(page, 'somebody was faster');
    await page.getByRole('button', { name: 'Add what I wrote as a note instead' }).click();
    await page.waitForURL(({ pathname }) => pathname === `/cases/${caseId}`);
    for (const path of PAGES) {
      await page.goto(`${url}/cases/${caseId}/${path}`);
      await sound(page, path);
    }
    await context.close();
  }, 180_000);
});

const PAGES = [
  'checks/BRA-C10/not-needed',
  'checks/BRA-C5/ask',
  'checks/BRA-C5/reply',
  'add-check',
  'record-fact',
  'record-fact/ehcp',
  'record-fact/last_attended',
  'record-fact/return_reason',
  'restricted',
  'attendance',
  'serve-notice',
  'accept',
  'reject',
  'duplicates/proposal-1',
  'assign',
  'away',
  'tasks/assignCase/SYS-ASSIGN',
  'outcome',
  'override',
  'roll-removal',
  'adopt-policy',
  'adopt-policy/bradford@1',
  'reopen',
  'household',
  'household/record-check',
  'delivery',
];
