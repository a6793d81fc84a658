import { expect, test } from '@jest/globals';
import { examplePath } from '../../testing/exampleParameters.js';
import { useWeb } from '../../testing/webHarness.js';

const web = useWeb();

/** Staying signed in and signing out are of one's own session; a search keeps its words there and changes nothing else. */
const OF_THE_SESSION = new Set(['signIn', 'callback', 'signOut', 'session', 'prolong', 'signedOut', 'search']);

test('an auditor can send no form of any page, and each try is recorded as refused', async () => {
  const { api, as, areas } = web();
  const caseId = await api.refer();
  const auditor = await as('auditor');
  const { $ } = await auditor.get('/auditing');
  const token = String($('header input[name=_csrf]').attr('value'));
  const forms = areas
    .flatMap((area) => [...area.pages])
    .filter(({ id, form }) => form !== null && form.may.roles !== null && !OF_THE_SESSION.has(id));
  expect(forms.length).toBeGreaterThan(10);
  const sends = forms.filter(({ form }) => form?.may.roles?.includes('auditor') === true);
  expect(sends.map(({ id }) => id)).toEqual([]);
  for (const page of forms) {
    const { status } = await auditor.post(examplePath(page, { case: caseId }), { _csrf: token });
    expect({ page: page.id, status }).toEqual({ page: page.id, status: 403 });
    const [entry] = await api.register.audit.search('bradford', { person: 'auditor-a', limit: 1 });
    expect(entry).toMatchObject({ action: page.form?.audit.action, allowed: false });
  }
}, 60_000);

test('what an auditor reads is open, a restricted case as well, and recorded', async () => {
  const { api, as } = web();
  const caseId = await api.refer();
  await api.register.cases.setRestricted('bradford', caseId, true);
  const auditor = await as('auditor');
  const start = await auditor.get('/');
  expect(start.location).toBe('/auditing');
  const { $ } = await auditor.follow(start);
  const paths = $('main li a')
    .toArray()
    .map((link) => $(link).attr('href') ?? '');
  expect(paths.length).toBeGreaterThan(9);
  for (const path of [...paths, `/cases/${caseId}`]) {
    expect({ path, status: (await auditor.get(path)).status }).toEqual({ path, status: 200 });
    const [entry] = await api.register.audit.search('bradford', { person: 'auditor-a', limit: 1 });
    expect(entry).toMatchObject({ allowed: true });
    expect(entry?.action).not.toBe('auditing.view');
  }
}, 60_000);
