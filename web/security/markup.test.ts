/** Markup, formulas and templates typed into every free text of every form: wherever they come out, they are text. */
import { load, type CheerioAPI } from 'cheerio';
import { describe, expect, jest, test } from '@jest/globals';
import { ROLES, type Role } from '../../domain/inputs.js';
import type { Page } from '../page.js';
import { examplePath } from '../testing/exampleParameters.js';
import { createMailbox } from '../testing/mailbox.js';
import { begin, send } from '../testing/referralForm.js';
import { useWeb, type Browser, type PageReply } from '../testing/webHarness.js';

const web = useWeb();
jest.setTimeout(300_000);

/** Breaks out of an attribute and a textarea; runs as a formula and as a template. The shortest field takes it whole. */
const HOSTILE = `='"></textarea><b class=hostile><script>{{7777777*7}}`;
const RUN = '54444439';
/** What an address may hold of it. */
const HOSTILE_EMAIL = "{{7777777*7}}'@school.example";

/** Ends the session of whoever sends it, or asks the identity provider. */
const LEFT_OUT = new Set(['signOut', 'everyone', 'signIn', 'callback', 'signedOut']);

const pages = (): Page[] =>
  web()
    .areas.flatMap((area) => [...area.pages])
    .filter(({ id }) => !LEFT_OUT.has(id));

let seenAsText = 0;
function mustBeText(where: string, { text, status, $ }: Pick<PageReply, 'text' | 'status' | '$'>): void {
  const found = {
    where,
    failed: status >= 500,
    markup: $('.hostile, script:not([src]):not([nonce])').length,
    script: text.includes('<script>{{'),
    run: text.includes(RUN),
  };
  expect(found).toEqual({ where, failed: false, markup: 0, script: false, run: false });
  if ($('body').text().includes(HOSTILE) || $('[value*="class=hostile"]').length > 0) seenAsText += 1;
}

type Fields = Record<string, string | string[]>;

/** Everything that the form of a page asks for: hostile where it is free, else the first answer, or today's date. */
function filled($: CheerioAPI, form: ReturnType<CheerioAPI>, { choose }: { choose: boolean }): Fields {
  const fields: Fields = {};
  for (const element of form.find('input, textarea, select').toArray()) {
    const one = $(element);
    const name = one.attr('name');
    if (name === undefined || name === 'website') continue;
    const type = one.attr('type') ?? 'text';
    if (type === 'hidden') fields[name] = one.attr('value') ?? '';
    else if (element.tagName === 'select') {
      const options = one.find('option').toArray();
      const value = options.map((option) => $(option).attr('value') ?? '').find((option) => option !== '');
      if (choose) fields[name] = value ?? '';
    } else if (type === 'radio' || type === 'checkbox') {
      if (choose) fields[name] ??= one.attr('value') ?? 'on';
    } else if (type === 'file' || type === 'submit') continue;
    else if (/-(day|month|year)$/.test(name))
      fields[name] = { day: '1', month: '10', year: '2026' }[name.split('-').at(-1) ?? ''] ?? '';
    else if (/time$/i.test(name)) fields[name] = '';
    else if (/email/i.test(name) || type === 'email') fields[name] = HOSTILE_EMAIL;
    else if (/phone/i.test(name) || type === 'tel') fields[name] = '01632 960001';
    else fields[name] = HOSTILE;
  }
  return fields;
}

const whoSends = ({ form }: Page): Role =>
  (['manager', 'dsl', 'administrator', 'officer', 'senior', 'referrer', 'trainer'] as const).find(
    (role) => form?.may.roles?.includes(role) !== false,
  ) ?? 'manager';

const hostileCase = async (): Promise<string> => {
  const { api } = web();
  const caseId = await api.refer({
    referrer: { kind: 'school', name: HOSTILE, organisation: HOSTILE, email: HOSTILE_EMAIL },
    child: {
      givenName: HOSTILE,
      familyName: HOSTILE,
      otherNames: HOSTILE,
      dateOfBirth: '2015-05-04',
      school: HOSTILE,
      addresses: [{ lines: HOSTILE }],
    },
    contacts: [{ role: 'parent', name: HOSTILE, relationship: HOSTILE, email: HOSTILE_EMAIL }],
  });
  await api.post('officer', `/v1/enquiries/${caseId}/raiseConcern`, { kind: 'abuse', immediate: true, note: HOSTILE });
  return caseId;
};

/** Where what a form took is shown. */
const WHERE_IT_COMES_OUT = ['', '/timeline', '/summary'];
const CASE_PAGES = ['/checks', '/people', '/messages', '/documents', '/household', '/live'];

describe('hostile text', () => {
  const taken: string[] = [];

  test('in every field of every form comes back as text, and goes on as text', async () => {
    const browsers = new Map<Role, Browser>();
    const browserOf = async (role: Role): Promise<Browser> => {
      const found = browsers.get(role) ?? (await web().as(role));
      browsers.set(role, found);
      return found;
    };
    let lastCase = '';
    for (const page of pages().filter(({ form, path }) => form !== null && !path.includes(':draft'))) {
      const caseId = page.path.includes(':case') ? await hostileCase() : '';
      const browser = await browserOf(whoSends(page));
      const path = examplePath(page, { case: caseId });
      for (const choose of [false, true]) {
        const shown = await browser.get(path);
        mustBeText(page.id, shown);
        for (const element of shown.$('main form[method=post]').toArray()) {
          const form = shown.$(element);
          const sent = await browser.post(form.attr('action') ?? path, filled(shown.$, form, { choose }));
          mustBeText(`${page.id}, sent`, sent);
          if (sent.location?.startsWith('/') !== true) continue;
          taken.push(page.id);
          mustBeText(`${page.id}, afterwards`, await browser.get(sent.location));
        }
      }
      if (caseId === '') continue;
      lastCase = caseId;
      const manager = await browserOf('manager');
      for (const one of WHERE_IT_COMES_OUT)
        mustBeText(`${page.id} then ${one}`, await manager.get(`/cases/${caseId}${one}`));
    }
    const manager = await browserOf('manager');
    for (const one of CASE_PAGES) mustBeText(one, await manager.get(`/cases/${lastCase}${one}`));
    // Not vacuous: the forms were filled in well enough to be taken, and the text was there to be seen.
    expect(new Set(taken).size).toBeGreaterThan(20);
    expect(seenAsText).toBeGreaterThan(100);
  });

  test('that was kept is text in every list, for every role, and no formula in any file', async () => {
    for (const role of ROLES) {
      const browser = await web().as(role);
      for (const page of pages().filter(({ path }) => !path.includes(':'))) {
        const path = examplePath(page, {});
        const shown = await browser.get(path);
        const type = shown.headers['content-type'] ?? '';
        if (type.startsWith('text/csv')) mustHoldNoFormula(path, shown.text);
        // Any other file is an attachment, and no browser reads markup in it.
        else if (type.startsWith('text/html')) mustBeText(`${role} ${path}`, shown);
        else expect(shown.status === 302 || shown.status === 303 || isAttachment(shown)).toBe(true);
      }
    }
    const manager = await web().as('manager');
    for (const path of ['/reports/export?report=cases&format=csv', '/audit/export'])
      mustHoldNoFormula(path, (await manager.get(path)).text);
    const search = await manager.submit('/search', { text: HOSTILE });
    mustBeText('search', await manager.follow(search));
  });

  test('in the public form, from the first step to the mail, the status and the officer’s page', async () => {
    const mailbox = createMailbox();
    const { stranger, as } = web().another({ web: { mailer: mailbox } });
    const browser = stranger();
    const draft = await begin(browser);
    let step = 'danger';
    let kept = 0;
    for (let steps = 0; step !== 'check' && steps < 40; steps += 1) {
      const path = `/refer/form/${draft}/${step}`;
      const shown = await browser.get(path);
      mustBeText(path, shown);
      const form = shown.$('main form').last();
      const fields = filled(shown.$, form, { choose: true });
      let sent = await browser.post(path, step === 'danger' ? { ...fields, danger: 'no' } : fields);
      mustBeText(`${step}, sent`, sent);
      if (sent.status === 303) kept += 1;
      // What it does not take is left empty.
      else sent = await send(browser, path, step === 'who' ? { who: 'public' } : {});
      mustBeText(`${step}, again`, await browser.get(path));
      step = sent.location?.split('/').at(-1) ?? '';
    }
    expect(kept).toBeGreaterThan(5);
    mustBeText('check', await browser.get(`/refer/form/${draft}/check`));
    await send(browser, `/refer/form/${draft}/save`, { email: "o'brien@school.example" });
    for (const { html, subject, text } of mailbox.mails) {
      expect(load(html)('.hostile, script')).toHaveLength(0);
      expect(`${subject} ${text}`).not.toContain(HOSTILE);
    }
    expect(mailbox.mails).toHaveLength(1);
    mustBeText('worklist', await (await as('manager')).get('/worklist'));
  });
});

const isAttachment = ({ headers }: PageReply): boolean =>
  headers['content-disposition']?.startsWith('attachment') === true && headers['x-content-type-options'] === 'nosniff';

/** A cell that a spreadsheet would carry out. */
function mustHoldNoFormula(where: string, csv: string): void {
  expect(csv.length).toBeGreaterThan(0);
  expect({ where, formula: /(?:^|[,\n])"?[=+@-]/.exec(csv)?.[0] ?? null }).toEqual({ where, formula: null });
}
