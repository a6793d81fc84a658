import { describe, expect, test } from '@jest/globals';
import { ROLES, type Role } from '../domain/inputs.js';
import type { Page } from './page.js';
import { policyWords } from './security/policyWords.js';
import { examplePath } from './testing/exampleParameters.js';
import { useWeb } from './testing/webHarness.js';

const web = useWeb();
const pages = (): Page[] => web().areas.flatMap((area) => [...area.pages]);

/** Pages that end or change the session of whoever opens them, or wait for the identity provider. */
const OF_THE_SESSION = new Set(['signIn', 'callback', 'signOut', 'signedOut']);
/** What a page may answer that lets somebody in: it shows something, or it leads on. */
const LET_IN = [200, 302, 303, 422];

describe('every page', () => {
  test('has an id and a path of its own, a permission, an audit event and a title', () => {
    const all = pages();
    expect(all.length).toBeGreaterThan(8);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ path }) => path)).size).toBe(all.length);
    for (const page of all) {
      expect(policyWords(page.may, web().web.language)).toMatch(/^(Anyone|Only )/);
      expect(page.audit.action).toMatch(/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)?$/);
      expect(page.form?.audit.action ?? 'none').toMatch(/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)?$/);
      expect({ id: page.id, title: web().web.language.has(`${page.id}.title`) }).toEqual({ id: page.id, title: true });
      if (page.path.includes(':case')) expect(page.may.ofCase).toBeDefined();
    }
  });

  test('is opened by the roles of its policy and refused to all others, and the audit says which', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    for (const role of [...ROLES, 'nobody'] as (Role | 'nobody')[]) {
      const browser = await as(role);
      for (const page of pages().filter(({ id }) => !OF_THE_SESSION.has(id))) {
        const path = examplePath(page, { case: caseId });
        const { status } = await browser.get(path);
        const may = page.may.roles === null || (role !== 'nobody' && page.may.roles.includes(role));
        const told = { page: page.id, role, status };
        if (may) expect({ ...told, ok: LET_IN.includes(status) }).toEqual({ ...told, ok: true });
        else expect(told).toEqual({ ...told, status: 403 });
        const [entry] = await api.register.audit.search('bradford', { person: `${role}-a`, limit: 1 });
        expect(entry).toMatchObject({ action: page.audit.action, route: page.path, allowed: may });
      }
    }
  }, 120_000);

  test('sends nobody’s form: without its token, and for a role that may not, nothing happens', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const auditor = await as('auditor');
    for (const page of pages().filter(({ form }) => form !== null)) {
      const path = examplePath(page, { case: caseId });
      const bare = await (await as('manager')).post(path, {});
      expect({ page: page.id, status: bare.status }).toEqual({ page: page.id, status: 403 });
      if (page.form?.may.roles?.includes('auditor') === true || page.form?.may.roles === null) continue;
      const { $ } = await auditor.get('/session');
      const token = String($('header input[name=_csrf]').attr('value'));
      const { status } = await auditor.post(path, { _csrf: token });
      expect({ page: page.id, status }).toEqual({ page: page.id, status: 403 });
    }
  }, 120_000);

  test('signed out leads to the sign-in and back, except where anyone may', async () => {
    const { api, stranger } = web();
    const caseId = await api.refer();
    for (const page of pages().filter(({ id }) => !OF_THE_SESSION.has(id))) {
      const path = examplePath(page, { case: caseId });
      const { status, location } = await stranger().get(path);
      if (page.may.roles === null)
        expect({ page: page.id, ok: LET_IN.includes(status) }).toEqual({ page: page.id, ok: true });
      else
        expect({ status, location }).toEqual({
          status: 302,
          location: `/sign-in?returnTo=${encodeURIComponent(path)}`,
        });
    }
  });

  test('about a case is not found for another authority, whatever the role', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    for (const role of ROLES) {
      const browser = await as(role, 'luton');
      for (const page of pages().filter(({ path }) => path.includes(':case'))) {
        const { status } = await browser.get(examplePath(page, { case: caseId }));
        const may = page.may.roles?.includes(role) === true;
        expect({ page: page.id, role, status }).toEqual({ page: page.id, role, status: may ? 404 : 403 });
      }
    }
  }, 120_000);

  test('about a restricted case opens for named people only', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    await api.register.cases.setRestricted('bradford', caseId, true);
    const statusFor = async (role: Role) => (await (await as(role)).get(`/cases/${caseId}`)).status;
    expect(await statusFor('officer')).toBe(404);
    expect(await statusFor('senior')).toBe(404);
    expect(await statusFor('manager')).toBe(200);
    expect(await statusFor('dsl')).toBe(200);
    expect(await statusFor('auditor')).toBe(200);
    await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
    expect(await statusFor('officer')).toBe(200);
  });
});
