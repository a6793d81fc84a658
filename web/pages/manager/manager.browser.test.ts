import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  accepted,
  addCase,
  assigned,
  breached,
  due,
  proposed,
  received,
  type Happened,
} from '../../../tests/support/register/happened.js';
import { axeFindings, DESKTOP, isTooWide, PHONE, ZOOMED } from '../../testing/browser.js';
import { useBrowser } from '../../testing/browserHarness.js';

const browser = useBrowser();
const PAGES = [
  '/overview',
  '/overview/decisions',
  '/overview/breaches',
  '/overview/team',
  '/overview/team/officer-a',
  '/overview/team/none',
  '/overview/away',
  '/overview/back',
  '/concerns',
  '/reports',
  '/reports?what=figures&round=true',
  '/reports?from-day=31&from-month=2&from-year=2026',
  '/reports?view=print',
  '/reports/return',
  '/reports/breaches',
  '/reports/data-quality',
  '/reports/columns',
  '/duties',
  '/duties/NAT-WT-LA',
  '/duties/NAT-WT-LA/done',
  '/duties/NAT-WT-LA/not-needed',
  '/duties/NAT-WT-LA/plan',
  '/duties/BRA-R1/plan',
];

beforeAll(async () => {
  const { register } = browser().api;
  const begun = [
    received('2026-10-01T10:12:00Z'),
    accepted('2026-10-02T10:13:00Z'),
    assigned('2026-10-02T11:00:00Z', 'officer-a'),
  ];
  const concern = (at: string): Happened => [
    at,
    {
      ...{ type: 'concernRaised', concern: 'concern-1', kind: 'fgm', immediate: true, rule: 'SYS-CONCERN' },
      ...{ taskDueAt: at, deputyAt: at, managerAt: at },
    },
    'officer-a',
  ];
  await addCase(
    register,
    [
      ...begun,
      due('2026-10-02T10:13:00Z', '2026-10-09'),
      breached('2026-10-10T00:00:00Z', '2026-10-09', '2026-10-12T08:00:00Z'),
      proposed('2026-10-12T10:00:00Z'),
    ],
    {
      child: {
        givenName: 'Maximiliana-Theodora',
        familyName: 'Wolstenholme-Featherstonehaugh-Cholmondeley',
        school: 'St Bartholomew and All Angels Church of England Primary School',
        dateOfBirth: '2015-05-04',
      },
    },
  );
  await addCase(register, [...begun.slice(0, 2), concern('2026-10-03T10:00:00Z')], { restricted: true });
  await addCase(register, [received('2026-10-05T10:12:00Z')]);
});

describe('those who look over all cases, in a browser', () => {
  // At a desk: tests/browser/everyPage.test.ts.
  test('on a phone axe finds nothing on any page, and nothing pushes the page aside', async () => {
    const { url, open, signIn } = browser();
    const { page, context } = await open({ viewport: PHONE });
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await signIn(page, 'manager-a');
    expect(page.url()).toBe(`${url}/overview`);
    for (const path of PAGES) {
      const answer = await page.goto(`${url}${path}`);
      expect({ path, status: answer?.status() }).toEqual({ path, status: 200 });
      expect({ path, findings: await axeFindings(page) }).toEqual({ path, findings: [] });
      expect({ path, tooWide: await isTooWide(page) }).toEqual({ path, tooWide: false });
      expect({ path, h1: await page.getByRole('heading', { level: 1 }).count() }).toEqual({ path, h1: 1 });
    }
    expect(errors).toEqual([]);
    await context.close();
  }, 180_000);

  test.each([
    ['with script', true, DESKTOP],
    ['without script, at 400% zoom', false, ZOOMED],
  ])('a senior officer gives a case to another, %s', async (_name, script, viewport) => {
    const { url, open, signIn, api } = browser();
    const caseId = await api.refer();
    const { page, context } = await open({ script, viewport });
    await signIn(page, 'senior-a');
    await page.goto(`${url}/overview/team/none`);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    await page.locator(`input[value="${caseId}"]`).check();
    await page.getByLabel('Who takes them?').selectOption('officer-a');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${url}/overview/reassign`);
    if (script) expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reassign' }).click();
    await page.waitForURL(`${url}/overview/reassigned`);
    if (script) expect(await axeFindings(page)).toEqual([]);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('1 case given to A officer');
    await page.goto(`${url}/cases/${caseId}/live`);
    if (script) expect(await axeFindings(page)).toEqual([]);
    expect(await page.getByRole('row', { name: /^Officer/ }).textContent()).toContain('A officer');
    await context.close();
  });

  test('the figures of a chart open as a table by keyboard alone', async () => {
    const { url, open, signIn } = browser();
    const { page, context } = await open();
    await signIn(page, 'manager-a');
    await page.goto(`${url}/overview`);
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('columnheader', { name: 'Ended' }).first().isVisible()).toBe(true);
    expect(await page.getByRole('img').first().getAttribute('aria-label')).toContain('Oct 2026: 3 received, 0 ended.');
    await context.close();
  });
});
