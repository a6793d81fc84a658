import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startLocalProvider, type LocalProvider } from '../localProvider/localProvider.js';
import { CALLBACK } from '../pages/session/signIn/signIn.js';
import { useWeb, type Browser } from '../testing/webHarness.js';
import { createIdentityProvider, type IdentitySettings } from './identityProvider.js';
import { personOf, rolesOf } from './personOf.js';

const web = useWeb();
const PUBLIC = 'https://rollcall.example';
const COOKIE = '__Host-rollcall';
const PEOPLE = [
  { id: 'amira', name: 'Amira Holt', roles: ['CME.Officer'], may: 'works', email: 'amira@council.example' },
  { id: 'guest', name: 'A guest', roles: ['Something.Else'], may: 'nothing' },
];
const MAP = new Map([
  ['CME.Officer', ['officer']],
  ['CME.Manager', ['manager', 'officer']],
]);

let provider: LocalProvider;
const rolesAtProvider = new Map<string, string[]>();
beforeAll(async () => {
  provider = await startLocalProvider({
    people: PEOPLE,
    publicUrl: PUBLIC,
    callbackPath: CALLBACK,
    // Entra's ways: a lasting id of its own, and app roles.
    claims: (id) => ({
      oid: `oid-${id}`,
      tid: 'tenant',
      ...(rolesAtProvider.has(id) ? { roles: rolesAtProvider.get(id) } : {}),
    }),
  });
});
afterAll(() => provider.stop());

const entra = (): IdentitySettings => ({
  issuer: provider.issuer,
  clientId: provider.clientId,
  subjectClaim: 'oid',
  roles: { claim: 'roles', map: MAP },
  insecure: true,
});
const site = () => web().another({ web: { identity: createIdentityProvider(entra) } });

/** Walks through the provider as a browser would, choosing a person; answers the way back to Rollcall. */
async function throughProvider(start: string, person: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  let body: URLSearchParams | undefined;
  for (let step = 0; step < 8; step += 1) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null) {
      url = new URL(location, url).href;
      body = undefined;
      if (url.startsWith(PUBLIC)) return url.slice(PUBLIC.length);
      continue;
    }
    expect(await answer.text()).toContain('Nobody here exists');
    body = new URLSearchParams({ person });
  }
  throw new Error('The provider did not send back');
}

const signIn = async (browser: Browser, person: string, path = '/sign-in') => {
  const leaving = await browser.get(path);
  return browser.get(await throughProvider(String(leaving.location), person));
};

describe('signing in', () => {
  test('by code, PKCE, state and nonce; the person is entered with the roles of the claims, under a new session id', async () => {
    const { stranger } = site();
    const browser = stranger();
    const leaving = await browser.get('/sign-in?returnTo=%2Fsession');
    expect(leaving.status).toBe(303);
    const asked = new URL(String(leaving.location));
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: `${PUBLIC}${CALLBACK}`,
    });
    const before = browser.cookies.get(COOKIE);
    const back = await browser.get(await throughProvider(asked.href, 'amira'));
    expect(back).toMatchObject({ status: 303, location: '/session' });
    expect(browser.cookies.get(COOKIE)).not.toBe(before);
    const { $ } = await browser.follow(back);
    expect($('main').text()).toContain('Amira Holt');
    expect($('main').text()).toContain('officer');
    const { register } = web().api;
    const person = await register.people.findBySubject('bradford', provider.issuer, 'oid-amira');
    expect(person).toMatchObject({ name: 'Amira Holt', email: 'amira@council.example', roles: ['officer'] });
    const [entry] = await register.audit.search('bradford', { action: 'session.signIn', person: person?.person ?? '' });
    expect(entry).toMatchObject({ allowed: true });
  });

  test('makes nobody else somebody: an id that was known before opens nothing afterwards', async () => {
    const { stranger } = site();
    const victim = stranger();
    // Whoever planted this session in the browser knows its id, and comes along with it.
    const leaving = await victim.get('/sign-in');
    const planted = victim.cookies.get(COOKIE) ?? '';
    expect((await victim.get(await throughProvider(String(leaving.location), 'amira'))).location).toBe('/');
    const attacker = stranger();
    attacker.cookies.set(COOKIE, planted);
    expect((await attacker.get('/my-work')).status).toBe(302);
    expect((await victim.get('/my-work')).status).toBe(200);
  });

  test('again gives the roles that the provider says now, to the same person', async () => {
    const { register } = web().api;
    rolesAtProvider.set('amira', ['CME.Manager']);
    const { stranger } = site();
    expect((await signIn(stranger(), 'amira')).location).toBe('/');
    const person = await register.people.findBySubject('bradford', provider.issuer, 'oid-amira');
    expect(person?.roles).toEqual(['manager', 'officer']);
    expect((await register.people.list('bradford')).filter(({ name }) => name === 'Amira Holt')).toHaveLength(1);
    rolesAtProvider.set('amira', []);
    const refused = await signIn(stranger(), 'amira');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('You have no role here');
    expect((await register.people.findBySubject('bradford', provider.issuer, 'oid-amira'))?.roles).toEqual([]);
    rolesAtProvider.delete('amira');
  });

  test('without a role that is known is refused, written down, and enters nobody', async () => {
    const { register } = web().api;
    const refused = await signIn(site().stranger(), 'guest');
    expect(refused.status).toBe(403);
    expect(await register.people.findBySubject('bradford', provider.issuer, 'oid-guest')).toBeNull();
    const [entry] = await register.audit.search('bradford', { action: 'session.signIn', allowed: false });
    expect(entry).toMatchObject({ person: null, detail: { code: 'no_role' } });
  });

  test('a code serves the browser that asked for it, once, with its own state', async () => {
    const { stranger } = site();
    const mine = stranger();
    const leaving = await mine.get('/sign-in');
    const back = await throughProvider(String(leaving.location), 'amira');
    // Somebody else's browser, and one with an attempt of its own, get nothing from it.
    expect((await stranger().get(back)).text).toContain('begun in another browser');
    const other = stranger();
    await other.get('/sign-in');
    expect((await other.get(back)).text).toContain('could not be trusted');
    expect((await mine.get(back.replace(/state=[^&]+/, 'state=forged'))).text).toContain('could not be trusted');
    // The attempt is spent.
    expect((await mine.get(back)).text).toContain('begun in another browser');
  });

  test.each(['https://evil.example/', '//evil.example', '/sign-out'])('never leads on to %s', async (returnTo) => {
    const { stranger } = site();
    const back = await signIn(stranger(), 'amira', `/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
    expect(back.location).toBe('/');
  });

  test('too many starts from one address are refused for a while; another address is not', async () => {
    const { stranger } = site();
    const statuses = [];
    for (let tries = 0; tries < 101; tries += 1)
      statuses.push((await stranger().get('/sign-in', { 'X-Forwarded-For': '192.0.2.7' })).status);
    expect(statuses.slice(0, 100).every((status) => status === 303)).toBe(true);
    expect(statuses[100]).toBe(429);
    expect((await stranger().get('/sign-in', { 'X-Forwarded-For': '192.0.2.8' })).status).toBe(303);
  });

  test('with the provider away says so', async () => {
    const identity = createIdentityProvider(() => ({ ...entra(), issuer: 'http://127.0.0.1:9' }));
    const { stranger } = web().another({ web: { identity } });
    const { status, text } = await stranger().get('/sign-in');
    expect(status).toBe(503);
    expect(text).toContain('Not available at the moment');
  });

  test('signed out, the provider’s own session can be ended too', async () => {
    const { as } = site();
    const officer = await as('officer');
    const out = await officer.submit('/session', {}, 'header form');
    const { $ } = await officer.follow(out);
    const end = new URL(String($('main a').attr('href')));
    expect(end.origin).toBe(provider.issuer);
    expect(end.searchParams.get('post_logout_redirect_uri')).toBe(`${PUBLIC}/`);
    expect(end.searchParams.has('id_token_hint')).toBe(false);
  });
});

describe('from claims to a person', () => {
  test('values of the role claim that are not configured mean nothing', () => {
    const roles = { claim: 'roles', map: MAP };
    expect(rolesOf({ roles: ['CME.Manager', 'Global Administrator'] }, roles)).toEqual(['officer', 'manager']);
    expect(rolesOf({ roles: 'CME.Officer' }, roles)).toEqual(['officer']);
    for (const claims of [{}, { roles: [{ a: 1 }] }, { roles: 'administrator' }, { groups: ['CME.Officer'] }])
      expect(rolesOf(claims, roles)).toEqual([]);
  });

  test('the same id at another issuer, or the same name and address, is somebody else', async () => {
    const { register } = web().api;
    const own = { issuer: 'https://one.example', clientId: 'x', subjectClaim: 'sub', roles: null };
    await register.people.put('bradford', {
      person: 'ada-b',
      name: 'Ada',
      email: 'ada@x.example',
      issuer: own.issuer,
      subject: '7',
    });
    await register.people.setRoles('bradford', 'ada-b', ['senior']);
    const of = (settings: IdentitySettings, claims: Record<string, unknown>) =>
      personOf(register, 'bradford', settings, claims);
    expect(await of(own, { sub: '7' })).toMatchObject({ admitted: { person: 'ada-b' } });
    expect(await of({ ...own, issuer: 'https://two.example' }, { sub: '7' })).toEqual({ refused: 'unknown' });
    expect(await of(own, { sub: '8', name: 'Ada', email: 'ada@x.example' })).toEqual({ refused: 'unknown' });
    expect(await of(own, { name: 'Ada' })).toEqual({ refused: 'no_subject' });
    await register.people.put('bradford', {
      person: 'ada-b',
      name: 'Ada',
      issuer: own.issuer,
      subject: '7',
      active: false,
    });
    expect(await of(own, { sub: '7' })).toEqual({ refused: 'left' });
  });
});
