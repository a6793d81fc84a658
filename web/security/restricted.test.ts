/** A restricted case, wherever cases are listed, counted, linked, exported or written to. */
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Role } from '../../domain/inputs.js';
import { aPng } from '../../tests/support/files.js';
import type { Page } from '../page.js';
import { examplePath } from '../testing/exampleParameters.js';
import { sendFiles } from '../testing/sendFiles.js';
import { useWeb, type Browser } from '../testing/webHarness.js';

const web = useWeb();
jest.setTimeout(240_000);

/** Everyone who may not know of a restricted case that is somebody else's. */
const SHUT_OUT = ['officer', 'senior', 'administrator', 'trainer', 'referrer', 'partner', 'nobody'] as const;
const CHILD = { givenName: 'Quintessa', familyName: 'Vandersloot', dateOfBirth: '2014-02-03' };
const ADDRESS = 'Persimmon House';
const PHONE = '01632 960777';
const TWIN = { givenName: 'Wilhelmina', familyName: 'Example-Twin', dateOfBirth: '2015-06-07' };

let restricted = '';
/** Restricted too, and proposed as a duplicate of the open one. */
let behind = '';
/** An open case: a sibling of the one, and perhaps the same child as the other. */
let open = '';
let secrets: string[] = [];
let proposal = '';

const settled = async (is: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 80 && !(await is()); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
};

beforeAll(async () => {
  const { api, as, app } = web();
  const { refer, post, register } = api;
  restricted = await refer({
    receivedAt: '2026-09-21T09:00',
    child: { ...CHILD, school: 'oak', addresses: [{ lines: ADDRESS }] },
    contacts: [{ role: 'parent', name: 'A parent', phone: PHONE, relationship: 'mother' }],
  });
  open = await refer({ child: TWIN });
  behind = await refer({ child: TWIN });
  const into = (input: string, body: object, role: Role = 'manager') =>
    post(role, `/v1/enquiries/${restricted}/${input}`, body);
  await into('assign', { to: 'manager-b' });
  await into('raiseConcern', { kind: 'abuse', immediate: true, note: `${CHILD.givenName} was seen` });
  await into('note', { text: `${CHILD.givenName} is at ${ADDRESS}` });
  await into('recordCheck', { check: 'BRA-C1', result: 'no_reply', note: PHONE });
  await post('manager', '/v1/households', { cases: [restricted, open] });
  await post('manager', '/v1/staff-absences', { who: 'manager-b', from: '2026-01-05T09:00', deputy: 'officer-a' });
  await sendFiles(app, await as('manager'), `/cases/${restricted}/documents`, {}, [
    { name: `${CHILD.givenName}.png`, body: aPng() },
  ]);
  for (const caseId of [restricted, behind]) {
    await post('manager', `/v1/enquiries/${caseId}/recordFact`, { fact: 'restricted', value: true });
    await settled(async () => (await register.worklist.find('bradford', caseId))?.restricted === true);
  }
  const references = await register.cases.references('bradford', [restricted, behind]);
  secrets = [CHILD.givenName, CHILD.familyName, ADDRESS, PHONE, ...references.values()];
  const events = await register.record.eventsOf('bradford', open);
  for (const event of events) if (event.type === 'duplicateProposed') proposal = event.proposal;
  expect(proposal).not.toBe('');
});

const pages = (): Page[] => web().areas.flatMap((area) => [...area.pages]);
const OF_THE_SESSION = new Set(['signIn', 'callback', 'signOut', 'signedOut', 'everyone']);

const mustNotTell = (where: object, text: string): void => {
  for (const secret of secrets)
    expect({ ...where, tells: text.includes(secret) ? secret : '' }).toEqual({ ...where, tells: '' });
};

describe('a restricted case', () => {
  test('is not there for anybody else, to read or to write to', async () => {
    const before = await web().api.register.record.heldSequence('bradford', restricted);
    for (const role of SHUT_OUT) {
      const browser = await web().as(role);
      const _csrf = String((await browser.get('/session')).$('main input[name=_csrf]').attr('value'));
      for (const page of pages().filter(({ path }) => path.includes(':case'))) {
        const path = examplePath(page, { case: restricted });
        const may = (of: Page['may']): boolean => role !== 'nobody' && of.roles?.includes(role) === true;
        const got = await browser.get(path);
        expect({ page: page.id, role, status: got.status }).toEqual({
          ...{ page: page.id, role },
          status: may(page.may) ? 404 : 403,
        });
        mustNotTell({ page: page.id, role }, got.text);
        if (page.form === null || role === 'nobody') continue;
        const sent = await browser.post(path, { _csrf });
        expect({ page: page.id, role, sent: sent.status }).toEqual({
          ...{ page: page.id, role },
          sent: may(page.form.may) ? 404 : 403,
        });
      }
    }
    expect(await web().api.register.record.heldSequence('bradford', restricted)).toBe(before);
  });

  test('is named on no other page, in no list, figure, message, audit entry or file', async () => {
    for (const role of SHUT_OUT) {
      const browser = await web().as(role);
      for (const page of pages().filter(({ id, path }) => !OF_THE_SESSION.has(id) && !path.includes(':case')))
        await tellsNothing(browser, role, examplePath(page, {}));
      for (const path of ELSEWHERE) await tellsNothing(browser, role, path);
    }
  });

  test('is not named beside its siblings and likenesses', async () => {
    for (const role of ['officer', 'senior'] as const) {
      const browser = await web().as(role);
      for (const page of pages().filter(({ path }) => path.includes(':case')))
        await tellsNothing(browser, role, examplePath(page, { case: open, proposal }));
      await tellsNothing(browser, role, `/cases/${open}/duplicates/${proposal}`);
    }
  });

  test('is not ended by somebody who takes an open case for the same child without seeing it', async () => {
    const { api, as } = web();
    const before = await api.register.record.heldSequence('bradford', behind);
    const officer = await as('officer');
    const sent = await officer.submit(`/cases/${open}/duplicates/${proposal}`, { same: 'yes' });
    expect([303, 409, 422]).toContain(sent.status);
    expect(await api.register.record.heldSequence('bradford', behind)).toBe(before);
  });

  test('is found by no search of theirs', async () => {
    for (const role of ['officer', 'senior'] as const)
      for (const text of [CHILD.givenName, 'Vander', '3 February 2014', PHONE, ...secrets.slice(-2)]) {
        const browser = await web().as(role);
        const { $ } = await browser.follow(await browser.submit('/search', { text }));
        expect({ role, text, links: $(`main a[href*="${restricted}"], main a[href*="${behind}"]`).length }).toEqual({
          ...{ role, text },
          links: 0,
        });
        const shown = $('main table, main ul').text();
        for (const secret of secrets.filter((one) => one !== text)) expect(shown).not.toContain(secret);
      }
  });

  test('is open to those for whom it is, so that what is not found elsewhere was there to be found', async () => {
    const dsl = await web().as('dsl');
    const { text } = await dsl.get(`/cases/${restricted}/people`);
    for (const secret of [CHILD.givenName, ADDRESS, PHONE]) expect(text).toContain(secret);
    const manager = await web().as('manager');
    expect((await manager.get('/overview/team/manager-b')).text).toContain(CHILD.familyName);
    expect((await manager.get('/reports/export?report=cases&format=csv')).text).toContain(secrets.at(-1) ?? '');
    expect((await manager.get('/concerns')).text).toContain(CHILD.familyName);
  });
});

/** With what addresses these lists come to say more. */
const ELSEWHERE = [
  '/overview/team/manager-b',
  '/worklist?list=overdue',
  '/worklist?list=closed',
  '/worklist?officer=manager-b',
  '/messages?state=sent',
  '/audit?who=manager-a',
  '/audit/export',
  '/reports?report=cases',
  '/reports/export?report=cases&format=csv',
  '/reports/export?report=cases&format=xlsx',
  '/reports/export?report=figures&format=csv',
  '/reports/data-quality',
];

async function tellsNothing(browser: Browser, role: string, path: string): Promise<void> {
  const { status, text, $ } = await browser.get(path);
  expect({ role, path, failed: status >= 500 }).toEqual({ role, path, failed: false });
  mustNotTell({ role, path }, text);
  const links = $(`a[href*="${restricted}"], a[href*="${behind}"]`).length;
  expect({ role, path, links }).toEqual({ role, path, links: 0 });
}
