import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeFindings, isTooWide, PHONE, ZOOMED } from '../../testing/browser.js';
import { useBrowser } from '../../testing/browserHarness.js';

const browser = useBrowser();
const LONG_SCHOOL = 'The Worshipful Company of Ironmongers Academy of Bradford and Keighley';

/** A case with all that a page can show: long names, a concern, a withheld address, checks done and left. */
async function fullCase(): Promise<string> {
  const { api } = browser();
  const caseId = await api.refer({
    referrer: { kind: 'school', name: LONG_SCHOOL, email: 'office@oak.example', organisation: LONG_SCHOOL },
    child: {
      givenName: 'Maximiliana-Bartholomea',
      familyName: `Featherstonehaugh-${crypto.randomUUID().replaceAll(/[^a-f]/g, '')}`,
      dateOfBirth: '2015-05-04',
      school: LONG_SCHOOL,
      addresses: [{ kind: 'last_known', lines: 'A refuge', withheld: true }],
    },
    contacts: [{ role: 'parent', name: 'A parent', phone: '07700 900123', safeToContact: false }],
    facts: { cp_plan: true, social_worker: true },
  });
  await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
  await api.post('officer', `/v1/enquiries/${caseId}/recordCheck`, {
    check: 'BRA-C1',
    result: 'nothing_found',
    note: 'Looked',
  });
  await api.post('officer', `/v1/enquiries/${caseId}/note`, { text: 'A note\nof two lines' });
  await api.post('officer', `/v1/enquiries/${caseId}/raiseConcern`, {
    kind: 'welfare',
    immediate: false,
    note: 'Seen alone',
  });
  return caseId;
}

const PARTS = ['', '/checks', '/timeline', '/people', '/messages', '/summary'];

describe('an officer at work', () => {
  // At a desk: tests/browser/everyPage.test.ts.
  test('axe finds nothing on any page on a phone, and nothing is wider than the screen', async () => {
    const { url, open, signIn } = browser();
    const caseId = await fullCase();
    const { page, context } = await open({ viewport: PHONE });
    const errors = consoleErrors(page);
    await signIn(page, 'officer-a');
    const paths = [
      '/my-work',
      '/worklist',
      '/worklist?list=closed',
      '/worklist?officer=me&stage=triage',
      '/search',
      ...PARTS.map((part) => `/cases/${caseId}${part}`),
    ];
    for (const path of paths) {
      await page.goto(`${url}${path}`);
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      expect({ path, findings: await axeFindings(page) }).toEqual({ path, findings: [] });
      expect({ path, tooWide: await isTooWide(page) }).toEqual({ path, tooWide: false });
      expect({ path, h1: await page.locator('h1').count() }).toEqual({ path, h1: 1 });
    }
    expect(errors).toEqual([]);
    await context.close();
  }, 180_000);

  test.each([
    ['with script', true],
    ['without script', false],
  ])(
    'finds a child, opens the case, asks why a date is what it is, and looks at each part, %s',
    async (_name, script) => {
      const { url, open, signIn, api } = browser();
      const caseId = await fullCase();
      const reference = (await api.register.cases.findCase('bradford', caseId))?.reference ?? '';
      const { page, context } = await open({ script });
      await signIn(page, 'officer-a');
      await page.goto(`${url}/search`);
      await page.getByRole('textbox').fill(reference);
      await page.getByRole('button', { name: 'Search' }).click();
      expect(page.url()).toMatch(/\/search\/[0-9a-f-]{36}$/);
      await page.getByRole('link', { name: /Maximiliana/ }).click();
      await page.waitForURL(({ pathname }) => pathname === `/cases/${caseId}`);
      const why = page.locator('#deadlines + .app-scroll details').first();
      await why.locator('summary').click();
      expect(await why.textContent()).toContain('5 working days');
      for (const part of ['Checks', 'Timeline', 'People and addresses', 'Messages and letters']) {
        await page.getByRole('navigation', { name: 'Pages of this case' }).getByRole('link', { name: part }).click();
        expect(await page.locator('[aria-current=page]', { hasText: part }).count()).toBe(1);
      }
      await context.close();
    },
  );

  test.each([
    ['with script, all by one press', true],
    ['without script, on a phone', false],
  ])('a senior officer selects cases on the worklist and gives them away, %s', async (_name, script) => {
    const { url, open, signIn, api } = browser();
    const stage = '/worklist?list=unassigned&sort=received&order=down';
    const caseId = await api.refer();
    const { page, context } = await open(script ? {} : { script, viewport: PHONE });
    await signIn(page, 'senior-a');
    await page.goto(`${url}${stage}`);
    if (script) {
      // The box is drawn by the label, over the input.
      await page.locator('#checkboxes-all').check({ force: true });
      const boxes = page.locator('tbody input[name=cases]');
      expect(await page.locator('tbody input[name=cases]:checked').count()).toBe(await boxes.count());
      expect(await axeFindings(page)).toEqual([]);
    } else {
      await page.locator(`tr:has(a[href="/cases/${caseId}"]) input`).check({ force: true });
    }
    await page.getByRole('button', { name: 'Assign selected cases' }).click();
    await page.waitForURL(`${url}/worklist/assign`);
    if (script) expect(await axeFindings(page)).toEqual([]);
    if (script) expect(await isTooWide(page)).toBe(false);
    await page.getByLabel('Who takes them?').selectOption('officer-a');
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.waitForURL(`${url}/overview/reassigned`);
    expect(await page.locator('h1').textContent()).toMatch(/^\d+ cases? given to A officer$/);
    if (script) expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Back to the worklist' }).click();
    expect(page.url()).toBe(`${url}${stage}`);
    await context.close();
  });

  test('at 400% zoom the worklist is filtered, sorted and opened', async () => {
    const { url, open, signIn } = browser();
    const caseId = await fullCase();
    const { page, context } = await open({ viewport: ZOOMED });
    await signIn(page, 'officer-a');
    await page.goto(`${url}/worklist`);
    await page.locator('#quick-officer').selectOption('me');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/officer=me/);
    await page.getByRole('link', { name: 'Received' }).click();
    expect(await page.locator('th[aria-sort=descending]').count()).toBe(1);
    expect(await isTooWide(page)).toBe(false);
    await page.locator(`a[href="/cases/${caseId}"]`).first().click();
    await page.waitForURL(({ pathname }) => pathname === `/cases/${caseId}`);
    await context.close();
  });

  test('by keyboard alone goes from the worklist into a case and to its next action, and sees where they are', async () => {
    const { url, open, signIn } = browser();
    const caseId = await fullCase();
    const { page, context } = await open();
    await signIn(page, 'officer-a');
    await page.goto(`${url}/worklist?officer=me&sort=received&order=down`);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('Skip to main content');
    await page.keyboard.press('Enter');
    await tabTo(page, (at) => at.href.endsWith(`/cases/${caseId}`));
    await page.keyboard.press('Enter');
    await page.waitForURL(({ pathname }) => pathname === `/cases/${caseId}`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const walked = await tabTo(page, (at) => at.href.endsWith('/acknowledge'));
    // What is urgent comes before the parts of the case, and those before the next action.
    const order = [
      'Raise a concern',
      'More actions',
      'Overview',
      'Checks',
      'Timeline',
      'Documents',
      'Acknowledge the concern',
    ];
    const places = order.map((text) => walked.findIndex((one) => one.includes(text)));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    await context.close();
  });
});

interface Focus {
  text: string;
  href: string;
  visible: boolean;
}

async function where(page: Page): Promise<Focus> {
  const [text, href, visible] = await page.evaluate<[string, string, boolean]>(`(() => {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 221, 0)';
    return [one.textContent.trim(), one.getAttribute('href') ?? '', box.width > 0 && box.height > 0 && marked];
  })()`);
  return { text, href, visible };
}

const focused = async (page: Page): Promise<string> => (await where(page)).text;

/** Presses Tab until it is there; every stop on the way has to show that it has the focus. */
async function tabTo(page: Page, found: (at: Focus) => boolean): Promise<string[]> {
  const walked: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await where(page);
    walked.push(at.text);
    expect({ at: at.text, visible: at.visible }).toEqual({ at: at.text, visible: true });
    if (found(at)) return walked;
  }
  throw new Error(`Not reached by the keyboard; walked over ${walked.join(' | ')}`);
}

function consoleErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}
