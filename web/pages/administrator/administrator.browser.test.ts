import { describe, expect, test } from '@jest/globals';
import { axeFindings, focusedClasses, isTooWide, PHONE, ZOOMED } from '../../testing/browser.js';
import { useBrowser } from '../../testing/browserHarness.js';

const browser = useBrowser();

const PAGES: Readonly<Record<string, readonly string[]>> = {
  'administrator-a': [
    '/administration',
    '/administration/people',
    '/administration/people/new',
    '/administration/people/officer-a',
    '/administration/authority',
    '/administration/contacts',
    '/administration/contacts/safeguarding-contact',
    '/administration/partners/new',
    '/administration/calendars',
    '/administration/calendars/r26',
    '/administration/calendars/england?year=2027',
    '/administration/calendars/england/change',
    '/administration/calendars/england/preview?change=addClosureDay&date=2027-01-04',
    '/administration/templates',
    '/administration/templates/acknowledgement',
    '/administration/templates/breach-senior?reference=NOSUCH22',
    '/administration/tokens',
    '/administration/tokens/new',
    '/administration/system',
    '/messages',
    '/messages?state=parked',
    '/audit',
    '/audit?from-day=40',
    '/policies',
    '/policies/load',
    '/policies/bradford@1',
    '/policies/bradford@1?section=deadlines',
    '/policies/bradford@1/changes',
  ],
  'manager-a': ['/policies/bradford@1/adopt'],
  'auditor-a': ['/auditing', '/administration/people/officer-a', '/administration/authority'],
  'trainer-a': ['/training', '/training/told'],
  nobody: ['/help', '/help/accessibility', '/help/privacy', '/help/cookies'],
};

describe('the pages of the set-up', () => {
  test.each(Object.entries(PAGES))(
    'axe finds nothing on those of %s, and none is wider than a phone',
    async (who, paths) => {
      const { url, open, signIn, api } = browser();
      await api.refer();
      const { page, context } = await open({ viewport: PHONE });
      if (who !== 'nobody') await signIn(page, who);
      for (const path of paths) {
        await page.goto(`${url}${path}`);
        expect({ path, findings: await axeFindings(page) }).toEqual({ path, findings: [] });
        expect({ path, tooWide: await isTooWide(page) }).toEqual({ path, tooWide: false });
      }
      await context.close();
    },
    120_000,
  );

  test('errors take the focus, and a policy that is wrong is said with line and column', async () => {
    const { url, open, signIn } = browser();
    const { page, context } = await open();
    await signIn(page, 'administrator-a');
    await page.goto(`${url}/administration/people/new`);
    await page.getByRole('button', { name: 'Add person' }).click();
    expect(await focusedClasses(page)).toContain('govuk-error-summary');
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${url}/policies/load`);
    await page.setInputFiles('#pack', {
      name: 'mine.yaml',
      mimeType: 'text/yaml',
      buffer: Buffer.from('pack: bradford\nno: 1\n'),
    });
    await page.getByRole('button', { name: 'Check it' }).click();
    expect(await page.getByText('Line 2, column 1').count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    await context.close();
  }, 60_000);

  test.each([
    ['on a phone', true, PHONE],
    ['at 400% zoom, without script', false, ZOOMED],
  ])(
    '%s a closure day is asked for, looked at and confirmed by keyboard and press',
    async (_name, script, viewport) => {
      const { url, open, signIn } = browser();
      const { page, context } = await open({ script, viewport });
      await signIn(page, 'administrator-a');
      await page.goto(`${url}/administration/calendars/england`);
      await page.getByRole('button', { name: 'Change a day' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('radio', { name: 'The council is closed' }).focus();
      await page.keyboard.press('Space');
      const day = script ? '29' : '30';
      for (const [label, text] of [
        ['Day', day],
        ['Month', '12'],
        ['Year', '2027'],
      ] as const)
        await page.getByRole('textbox', { name: label, exact: true }).fill(text);
      await page.getByRole('button', { name: 'See what would move' }).click();
      expect(
        await page
          .getByText(`The council would be closed on ${script ? 'Wednesday 29' : 'Thursday 30'} December 2027.`)
          .count(),
      ).toBe(1);
      await page.getByRole('button', { name: 'Confirm the change' }).click();
      await page.waitForURL(`${url}/administration/calendars/england`);
      expect(await page.getByText(`2027-12-${day} became a closure day`).count()).toBeGreaterThan(0);
      await context.close();
    },
    60_000,
  );
});
