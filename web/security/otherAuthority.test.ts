/** Ids of another authority, on every page whose address or form takes one: nothing is there, and nothing changes. */
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ROLES, type Role } from '../../domain/inputs.js';
import { unlikeName } from '../../tests/support/children.js';
import { aPng } from '../../tests/support/files.js';
import type { Page } from '../page.js';
import { examplePath } from '../testing/exampleParameters.js';
import { begin } from '../testing/referralForm.js';
import { sendFiles } from '../testing/sendFiles.js';
import { useWeb, type Browser } from '../testing/webHarness.js';

const web = useWeb();
jest.setTimeout(240_000);

/** In every name that is Bradford's. Luton has none of it, and is shown none of it. */
const OURS = `Bradfordian-${unlikeName()}`;
let ids: Record<string, string> = {};
let token = '';

beforeAll(async () => {
  const { api, as, app } = web();
  const { people, authorities, tokens, documents } = api.register;
  await people.put('bradford', { person: 'only-here', name: OURS, email: 'only-here@bradford.example' });
  await people.setRoles('bradford', 'only-here', ['officer']);
  const contact = { email: 'only-here@bradford.example', phone: null, secure: false };
  await authorities.putContact('bradford', 'only-here', { ...contact, name: OURS });
  await authorities.putPartner('bradford', 'only-here', { ...contact, name: OURS });
  ({ token } = await tokens.issue(
    'bradford',
    { person: 'only-here' },
    { label: OURS, expiresAt: '2099-01-01T00:00:00Z' },
  ));
  const caseId = await api.refer({ child: { givenName: OURS, familyName: 'Example', dateOfBirth: '2014-03-02' } });
  await sendFiles(app, await as('manager'), `/cases/${caseId}/documents`, {}, [{ name: `${OURS}.png`, body: aPng() }]);
  const [document] = await documents.ofCase('bradford', caseId);
  const school = await as('referrer');
  const loaded = await school.upload('/referrals/file', {
    ...{ field: 'file', name: 'many.csv' },
    body: Buffer.from(`givenName;familyName;dateOfBirth\r\n${OURS};Example;4/5/2015`),
  });
  const officer = await as('officer');
  const search = await officer.submit('/search', { text: OURS });
  ids = {
    case: caseId,
    ...{ person: 'only-here', contact: 'only-here', partner: 'only-here' },
    document: document?.document ?? '',
    draft: await begin(school),
    file: loaded.location?.split('/').at(-1) ?? '',
    results: search.location?.split('/').at(-1) ?? '',
  };
  for (const [name, id] of Object.entries(ids)) expect({ name, found: id !== '' }).toEqual({ name, found: true });
});

const pages = (): Page[] =>
  web()
    .areas.flatMap((area) => [...area.pages])
    .filter(({ path }) => path.includes(':') && !path.includes(':link'));

/** With our ids, and not with the page's own examples. */
const pathWithOurs = (page: Page): string => examplePath({ path: page.path, example: { ...page.example, ...ids } }, {});

const tokenOf = async (browser: Browser): Promise<string> =>
  String((await browser.get('/session')).$('main input[name=_csrf]').attr('value'));

const standing = async () => {
  const { register } = web().api;
  const { people, authorities, tokens, record, documents, referralDrafts } = register;
  return JSON.stringify([
    await people.list('bradford'),
    await authorities.contacts('bradford'),
    await authorities.partners('bradford'),
    await tokens.list('bradford'),
    await record.heldSequence('bradford', ids.case ?? ''),
    await documents.ofCase('bradford', ids.case ?? ''),
    await referralDrafts.read('bradford', ids.draft ?? '', '2026-01-01T00:00:00Z'),
  ]);
};

describe('an id of another authority', () => {
  test('shows nothing on any page, to any role', async () => {
    for (const role of ROLES) {
      const browser = await web().as(role, 'luton');
      for (const page of pages()) {
        const { status, text } = await browser.get(pathWithOurs(page));
        const told = { page: page.id, role, status };
        expect({ ...told, failed: status >= 500, ours: text.includes(OURS) }).toEqual({
          ...{ ...told, failed: false },
          ours: false,
        });
      }
    }
  });

  test('takes nothing from any form, whoever sends it', async () => {
    const before = await standing();
    for (const role of ROLES) {
      const browser = await web().as(role, 'luton');
      const _csrf = await tokenOf(browser);
      for (const page of pages().filter(({ form }) => form !== null)) {
        const fields = { ...ANYTHING, _csrf };
        const { status, text } = await browser.post(pathWithOurs(page), fields);
        expect({ page: page.id, role, failed: status >= 500, ours: text.includes(OURS) }).toEqual({
          ...{ page: page.id, role, failed: false },
          ours: false,
        });
      }
    }
    expect(await standing()).toBe(before);
  });

  test('in a form or a query of its own page does nothing either', async () => {
    const before = await standing();
    const send = async (role: Role, path: string, fields: Record<string, string>) => {
      const browser = await web().as(role, 'luton');
      return browser.post(path, { ...fields, _csrf: await tokenOf(browser) });
    };
    await send('administrator', `/administration/tokens/revoke?token=${token}`, {});
    await send('administrator', '/messages', { message: `${ids.case ?? ''}.1` });
    await send('manager', '/overview/reassign', { cases: ids.case ?? '', to: 'officer-a' });
    await send('manager', '/overview/away', { who: 'only-here', to: 'only-here' });
    await send('officer', '/drafts', { path: `/cases/${ids.case ?? ''}/note`, text: 'A draft for a case of others' });
    const own = await web().api.services.intake.refer({
      authority: 'luton',
      body: { referrer: { kind: 'school' }, child: { givenName: unlikeName() }, facts: {} },
      by: { id: 'officer-a', role: 'officer' },
      at: '2026-11-01T09:00:00Z',
      idempotencyKey: 'of-luton',
    });
    const mine = String(Reflect.get(Object(own.body), 'case'));
    await send('officer', `/cases/${mine}/household`, { what: 'link', sibling: await referenceOfOurs() });
    expect((await web().api.register.households.of('luton', mine)) ?? null).toBeNull();
    expect(await standing()).toBe(before);
  });

  test('is there in its own, so that what is not found elsewhere was there to be found', async () => {
    const { as } = web();
    const administrator = await as('administrator');
    for (const path of ['people', 'contacts', 'partners'])
      expect((await administrator.get(`/administration/${path}/only-here`)).text).toContain(OURS);
    const officer = await as('officer');
    expect((await officer.get(`/cases/${ids.case ?? ''}/documents/${ids.document ?? ''}`)).status).toBe(200);
    const school = await as('referrer');
    expect((await school.get(`/referrals/file/${ids.file ?? ''}`)).text).toContain(OURS);
  });
});

const referenceOfOurs = async (): Promise<string> =>
  (await web().api.register.cases.findCase('bradford', ids.case ?? ''))?.reference ?? '';

/** Fields of many forms at once: which are a form's own does not matter where there is nothing to send it for. */
const ANYTHING = { name: 'Changed', email: 'changed@luton.example', what: 'leave', membership: 'ended', danger: 'no' };
