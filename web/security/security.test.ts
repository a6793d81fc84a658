import { describe, expect, test } from '@jest/globals';
import { SEEDED } from '../../tests/support/api/apiHarness.js';
import { useWeb } from '../testing/webHarness.js';

const web = useWeb();
const COOKIE = '__Host-rollcall';

const tokenOf = async (browser: Awaited<ReturnType<ReturnType<typeof web>['as']>>): Promise<string> =>
  String((await browser.get('/session')).$('main input[name=_csrf]').attr('value'));

describe('the headers of a page', () => {
  test('allow our own script, style and form targets, frame nothing, keep nothing, and say no version', async () => {
    const { headers } = await web().stranger().get('/');
    const csp = headers['content-security-policy'] ?? '';
    const directives = new Map(
      csp.split(';').map((one) => [one.split(' ')[0] ?? '', one.split(' ').slice(1).join(' ')]),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toMatch(/^'self' 'nonce-[\w-]{24}'$/);
    for (const [name, value] of Object.entries({ 'style-src': "'self'", 'form-action': "'self'" }))
      expect(directives.get(name)).toBe(value);
    for (const name of ['base-uri', 'frame-ancestors']) expect(directives.get(name)).toBe("'none'");
    expect(csp).not.toMatch(/unsafe|http:|\*/);
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  test('have a nonce of their own in each answer, and only the template’s script carries it', async () => {
    const officer = await web().as('officer');
    const [first, second] = [await officer.get('/my-work'), await officer.get('/my-work')];
    const nonce = String(first.$('script[nonce]').attr('nonce'));
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    expect(second.headers['content-security-policy']).not.toContain(nonce);
    expect(first.$('script:not([src])')).toHaveLength(1);
    expect(first.$('[style], [onclick], [onload], style')).toHaveLength(0);
    expect(first.text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test('of an error page are the same', async () => {
    const { headers, status } = await web().stranger().get('/nowhere');
    expect(status).toBe(404);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('cookies and sessions', () => {
  test('the one cookie is tied to this host, closed to scripts, and holds nothing but an id', async () => {
    expect((await web().stranger().get('/')).headers).not.toHaveProperty('set-cookie');
    const { another } = web();
    const stranger = another({ web: { identity: neverThere } }).stranger();
    const leaving = await stranger.get('/sign-in');
    const [line = ''] = [leaving.headers['set-cookie'] ?? ''].flat();
    expect(line).toMatch(/^__Host-rollcall=s%3A[\w-]{32}\.[\w%]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(Buffer.byteLength(line)).toBeLessThan(4_096);
  });

  test('a session id that was not given out opens nothing', async () => {
    const { stranger } = web();
    const browser = stranger();
    browser.cookies.set(COOKIE, 's:chosen-by-an-attacker.c2lnbmF0dXJl');
    expect((await browser.get('/my-work')).status).toBe(302);
  });

  test('a role that changes counts from the next request on, under a new session id', async () => {
    const { api, as } = web();
    const { people } = api.register;
    await people.put('bradford', { person: 'mover-a', name: 'A mover' });
    await people.setRoles('bradford', 'mover-a', ['auditor']);
    const mover = await as('mover' as 'officer');
    expect((await mover.get('/my-work')).status).toBe(403);
    const before = mover.cookies.get(COOKIE);
    await people.setRoles('bradford', 'mover-a', ['officer']);
    expect((await mover.get('/my-work')).status).toBe(200);
    expect(mover.cookies.get(COOKIE)).not.toBe(before);
    const thief = web().stranger();
    thief.cookies.set(COOKIE, before ?? '');
    expect((await thief.get('/my-work')).status).toBe(302);
    await people.put('bradford', { person: 'mover-a', name: 'A mover', active: false });
    const gone = await mover.get('/my-work');
    expect(gone.location).toContain('ended=left');
  });

  test.each([
    ['after 60 minutes without a request', 60 * 60, [], 'idle'],
    [
      'after 12 hours, however busy',
      12 * 60 * 60,
      [40, 80, 120, 160, 200, 240, 280, 320, 360, 400, 440, 480, 520, 560, 600, 640, 680],
      'absolute',
    ],
  ])('somebody is signed out %s', async (_name, seconds, busyAtMinutes, ended) => {
    const { another } = web();
    let ahead = 0;
    const began = Date.now();
    const clock = () => new Date(began + ahead * 1000).toISOString().replace(/\.\d+Z/, 'Z');
    const { as } = another({ services: { now: clock } });
    const [officer, earlier] = [await as('officer'), await as('officer')];
    for (const minutes of busyAtMinutes) {
      ahead = minutes * 60;
      for (const one of [officer, earlier]) expect((await one.get('/my-work')).status).toBe(200);
    }
    ahead = seconds - 1;
    expect((await earlier.get('/my-work')).status).toBe(200);
    ahead = seconds + 1;
    const over = await officer.get('/my-work');
    expect(over.status).toBe(302);
    expect(over.location).toBe(`/sign-in?returnTo=%2Fmy-work&ended=${ended}`);
  });

  test('signing out ends it on the server and clears the browser', async () => {
    const { as, stranger } = web();
    const officer = await as('officer');
    const cookie = officer.cookies.get(COOKIE) ?? '';
    const out = await officer.submit('/my-work', {}, 'header form');
    expect(out).toMatchObject({ status: 303, location: '/signed-out' });
    expect(out.headers['clear-site-data']).toBe('"cookies", "storage"');
    expect(officer.cookies.has(COOKIE)).toBe(false);
    const thief = stranger();
    thief.cookies.set(COOKIE, cookie);
    expect((await thief.get('/my-work')).status).toBe(302);
  });

  test('an administrator signs everyone of the authority out, and nobody else’s people', async () => {
    const { as } = web();
    const [officer, elsewhere, administrator] = [
      await as('officer'),
      await as('officer', 'luton'),
      await as('administrator'),
    ];
    expect((await administrator.submit('/session/everyone', {})).location).toBe('/signed-out');
    expect((await officer.get('/my-work')).status).toBe(302);
    expect((await administrator.get('/session')).status).toBe(302);
    expect((await elsewhere.get('/my-work')).status).toBe(200);
  });

  test('what is typed after the session has ended comes back to be copied', async () => {
    const { api, stranger } = web();
    const caseId = await api.refer();
    const { status, $ } = await stranger().post(`/cases/${caseId}/note`, { text: 'An hour of work <i>typed</i>' });
    expect(status).toBe(403);
    expect($('h1').text()).toBe('You are signed out');
    expect($('.app-typed').text()).toBe('An hour of work <i>typed</i>');
  });
});

describe('forms', () => {
  test('need the session’s own token', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const [officer, other] = [await as('officer'), await as('officer')];
    const path = `/cases/${caseId}/note`;
    const stolen = await tokenOf(other);
    for (const fields of [{}, { _csrf: '' }, { _csrf: 'x' }, { _csrf: stolen }, { _csrf: [stolen, stolen] }]) {
      const { status, $ } = await officer.post(path, { ...fields, text: 'Forged' });
      expect(status).toBe(403);
      expect($('h1').text()).toBe('The form has expired');
    }
    expect((await officer.post(path, { _csrf: await tokenOf(officer), text: 'Genuine' })).status).toBe(303);
  });

  test('from another site are refused, with a token too', async () => {
    const { as } = web();
    const officer = await as('officer');
    const _csrf = await tokenOf(officer);
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await officer.post('/session', { _csrf }, { 'Sec-Fetch-Site': site })).status).toBe(403);
    expect((await officer.post('/session', { _csrf })).status).toBe(303);
  });

  test('with a field twice, or one that is not theirs, are refused', async () => {
    const { api, as } = web();
    const path = `/cases/${await api.refer()}/note`;
    const officer = await as('officer');
    const twice = await officer.submit(path, { text: ['one', 'two'] });
    expect(twice.status).toBe(422);
    expect(twice.$('.govuk-error-summary').text()).toContain('This field came twice');
    const more = await officer.submit(path, { text: 'one', by: 'manager-a' });
    expect(more.status).toBe(422);
    expect(more.$('.govuk-error-summary').text()).toContain('not known here');
  });

  test('larger than the limit are refused before they are read', async () => {
    const { api, as } = web();
    const officer = await as('officer');
    const { status, $ } = await officer.post(`/cases/${await api.refer()}/note`, {
      _csrf: await tokenOf(officer),
      text: 'x'.repeat(101 * 1024),
    });
    expect(status).toBe(413);
    expect($('h1').text()).toBe('That is too much at once');
  });

  test('show what was typed as text, never as markup', async () => {
    const { api, as } = web();
    const officer = await as('officer');
    const hostile = '</textarea><script>alert(1)</script>"\'{{ 7*7 }}';
    const path = `/cases/${await api.refer()}/note`;
    const { $, text } = await officer.submit(path, { text: hostile, other: hostile });
    expect($('textarea').text()).toBe(hostile);
    expect($('main script')).toHaveLength(0);
    expect(text).not.toContain('<script>alert(1)');
  });
});

describe('what goes wrong', () => {
  test('is told without detail: no stack, no path, no message of a library', async () => {
    const { another } = web();
    const broken = another({ services: {} });
    Object.assign(broken.web.api.register.worklistPages, {
      page: () => Promise.reject(new Error('secret detail of Quintessa Vandersloot')),
    });
    const officer = await broken.as('officer');
    const { status, text, $ } = await officer.get('/my-work');
    expect(status).toBe(500);
    expect($('h1').text()).toBe('Something went wrong on our side');
    expect($('code').text()).toMatch(/^[\w-]{36}$/);
    expect(text).not.toMatch(/secret|Error:|node_modules|at \w+ \(/);
    expect(web().api.logs()).not.toContain('secret detail');
  });

  test.each([
    ['/nowhere', 404],
    ['/%E0%A4%A', 404],
    ['/cases/no-such-case', 404],
    ['/cases/%E0%A4%A', 400],
    [`/cases/${'x'.repeat(80)}`, 404],
    ['/cases/..%2F..%2Fetc', 404],
    ['/assets/../package.json', 404],
    ['/look/ffffff.css', 404],
  ])('%s is %i', async (path, status) => {
    const officer = await web().as('officer');
    const reply = await officer.get(path);
    expect(reply.status).toBe(status);
    expect(reply.$('h1').length).toBe(1);
  });

  test('the register away is 503, and the page says that nothing is lost', async () => {
    const { another } = web();
    const away = another({ services: {} });
    const officer = await away.as('officer');
    const gone = () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    Object.assign(away.web.api.register.worklistPages, { page: gone });
    const { status, $ } = await officer.get('/my-work');
    expect(status).toBe(503);
    expect($('main').text()).toContain('nothing is lost');
  });
});

test('nothing personal is in an address, a title or a log', async () => {
  const { api, as } = web();
  const child = { givenName: SEEDED[0], familyName: SEEDED[1], dateOfBirth: '2014-02-03' };
  const caseId = await api.refer({ child });
  await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
  const officer = await as('officer');
  const work = await officer.get('/my-work');
  expect(work.text).toContain(SEEDED[0]);
  for (const path of ['/my-work', `/cases/${caseId}`, `/cases/${caseId}/note`]) {
    const { $ } = await officer.get(path);
    expect($('title').text()).not.toMatch(/Quintessa|Vandersloot|2014/);
    const addresses = $('a[href], form[action]')
      .toArray()
      .map((one) => $(one).attr('href') ?? $(one).attr('action'));
    expect(addresses.join(' ')).not.toMatch(/Quintessa|Vandersloot|2014/i);
  }
  await officer.submit(`/cases/${caseId}/note`, { text: `${SEEDED[0]} was seen` });
  for (const seeded of SEEDED) expect(api.logs()).not.toContain(seeded);
});

const neverThere = {
  settings: { issuer: 'https://issuer.example', clientId: 'rollcall', subjectClaim: 'sub', roles: null },
  begin: () =>
    Promise.resolve({ url: new URL('https://issuer.example/authorize'), state: 's', nonce: 'n', verifier: 'v' }),
  finish: () => Promise.reject(new Error('never')),
  endUrl: () => Promise.resolve(null),
};
