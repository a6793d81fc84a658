/** What somebody may put into an address: nothing of it makes a page fail, and nothing of it is repeated as markup. */
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Role } from '../../domain/inputs.js';
import { examplePath } from '../testing/exampleParameters.js';
import { useWeb, type Browser } from '../testing/webHarness.js';
import type { Page } from '../page.js';

const web = useWeb();
jest.setTimeout(240_000);

const MARKUP = '%22%3E%3Cimg%20class=hostile%3E';
const HOSTILE = [
  '%00',
  '%0d%0aSet-Cookie:%20x=1',
  '..%2f..%2fetc%2fpasswd',
  "'%20or%20'1'='1",
  '__proto__',
  'constructor',
  '%3Cscript%3Ehostile()%3C%2Fscript%3E',
  MARKUP,
  '%F0%9F%92%A9',
  '%ED%A0%80',
  '-1',
  'x'.repeat(1_000),
];
/** Who between them may open every page. */
const WHO: readonly Role[] = ['manager', 'administrator', 'referrer', 'officer', 'dsl', 'trainer', 'auditor'];
/** What pages of ours take in their queries, and some that none takes. */
const QUERIES = ['list', 'state', 'page', 'officer', 'reference', 'cursor', 'from', 'to', 'format', 'seq', 'nothing'];

let caseId = '';
const browsers = new Map<Role, Browser>();
beforeAll(async () => {
  caseId = await web().api.refer();
  for (const role of WHO) browsers.set(role, await web().as(role));
});

const pages = (): Page[] =>
  web()
    .areas.flatMap((area) => [...area.pages])
    .filter(({ id }) => id !== 'callback');

/** The first of them who may open it. */
const whoOpens = ({ may }: Page): Role => WHO.find((role) => may.roles?.includes(role) !== false) ?? 'manager';

const opened = async (role: Role, path: string) => {
  const browser = browsers.get(role);
  if (browser === undefined) throw new Error(`Nobody is signed in as ${role}`);
  const { status, text, headers, $, location } = await browser.get(path);
  const told = { role, path: path.slice(0, 120), status };
  expect({ ...told, failed: status >= 500 }).toEqual({ ...told, failed: false });
  expect({ ...told, markup: $('.hostile, main script').length }).toEqual({ ...told, markup: 0 });
  expect(text).not.toContain('<script>hostile');
  expect(headers['set-cookie'] ?? '').not.toMatch(/x=1/);
  // A way on is one of ours, or the provider's.
  if (location !== undefined) expect(location).toMatch(/^\/(?![/\\])/);
};

describe('an address', () => {
  test('with anything for a parameter is answered with a page', async () => {
    for (const page of pages()) {
      const names = [...page.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
      for (const name of names)
        for (const value of HOSTILE) {
          const others = Object.fromEntries(names.map((one) => [one, caseId]));
          const path = examplePath({ path: page.path.replace(`:${name}`, '\u0001'), example: page.example }, others);
          await opened(whoOpens(page), path.replace('\u0001', value));
        }
    }
  });

  test('with anything in its query is answered with a page', async () => {
    for (const page of pages()) {
      const path = examplePath(page, { case: caseId });
      const all = (value: string) => QUERIES.map((name) => `${name}=${value}`).join('&');
      const role = whoOpens(page);
      for (const value of ['__proto__', MARKUP]) await opened(role, `${path}?${all(value)}`);
      await opened(role, `${path}?${all('1')}&${all('2')}`);
    }
    for (const name of QUERIES)
      for (const path of ['/worklist', '/audit', '/messages', '/reports', '/overview/team', '/policies', '/sign-in'])
        await opened('manager', `${path}?${name}=${MARKUP}`);
  });

  test('with a NUL in it is refused before anything else, and by the API', async () => {
    const { api, stranger } = web();
    for (const path of ['/cases/%00', '/assets/%00', '/my-work?list=%00', '/refer/resume/a%00b'])
      expect((await stranger().get(path)).status).toBe(400);
    for (const path of ['/v1/enquiries/%00', '/v1/policies/a%00b', '/v1/enquiries?officer=%00'])
      expect((await api.get('manager', path)).body.code).toBe('invalid_request');
    const answer = await api.post('officer', `/v1/enquiries/${caseId}/note`, { text: 'a\u0000b' });
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request' });
  });
});

test('what no keyboard types is taken out of what a form sent', async () => {
  const { as, api } = web();
  const officer = await as('officer');
  const sent = await officer.submit(`/cases/${caseId}/note`, { text: 'Seen\u0000 at\u0007 home\u009b\nToday' });
  expect(sent.status).toBe(303);
  const texts = await api.register.texts.ofCase('bradford', caseId);
  expect(texts.map(({ body }) => body)).toContain('Seen at home\nToday');
});
