import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import supertest from 'supertest';
import type { Role } from '../domain/inputs.js';
import { reply, SEEDED, useApi, type Reply } from '../tests/support/api/apiHarness.js';
import type { Route } from './route.js';
import { createRoutes } from './routes.js';
import { DatabaseAway } from './services/databaseGuard.js';

const api = useApi();
jest.setTimeout(240_000);

/** Everyone who works here and may not know of a restricted case that is somebody else's. */
const SHUT_OUT: readonly Role[] = ['officer', 'senior', 'administrator', 'trainer', 'referrer', 'partner'];
const [givenName, familyName, lines] = SEEDED;

let caseId = '';
let reference = '';
let sibling = '';
beforeAll(async () => {
  const { refer, post, register } = api();
  caseId = await refer({ child: { givenName, familyName, dateOfBirth: '2014-02-03', addresses: [{ lines }] } });
  sibling = await refer();
  reference = (await register.cases.findCase('bradford', caseId))?.reference ?? '';
  await post('officer', '/v1/households', { cases: [caseId, sibling] });
  await post('officer', `/v1/enquiries/${caseId}/raiseConcern`, { kind: 'abuse', immediate: true, note: givenName });
  await post('officer', `/v1/enquiries/${caseId}/recordFact`, { fact: 'restricted', value: true });
  await register.cases.setRestricted('bradford', caseId, true);
  for (let tries = 0; tries < 50 && !(await isListedAsRestricted()); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
});

const isListedAsRestricted = async (): Promise<boolean> =>
  (await api().register.worklist.find('bradford', caseId))?.restricted === true;

const ask = (role: Role, route: Route): Promise<Reply> => {
  const path = route.path
    .replace(':case', caseId)
    .replace('/:id/retry', `/${caseId}.1/retry`)
    .replace(':id', 'bradford@1')
    .replace(':rule', 'BRA-R1');
  const request = supertest(api().app)
    [route.method](path)
    .set('Authorization', `Bearer ${api().token(role)}`);
  const body = typeof route.example === 'object' && route.example !== null ? route.example : {};
  return reply(route.method === 'get' ? request : request.set('Idempotency-Key', randomUUID()).send(body));
};

const routes = (): Route[] => createRoutes(api().services);
const isAboutIt = ({ path, id }: Route): boolean => path.includes(':case') || id === 'retryMessage';

describe('a restricted case', () => {
  test('is there for nobody else on any route about a case, and takes nothing from them', async () => {
    const before = await api().register.record.heldSequence('bradford', caseId);
    for (const route of routes().filter(isAboutIt))
      for (const role of SHUT_OUT.filter((one) => route.may.includes(one))) {
        // An administrator keeps all messages going, without learning whose they are.
        if (route.id === 'retryMessage' && role === 'administrator') continue;
        if (route.id === 'fastForward') continue;
        const { status, body, text } = await ask(role, route);
        expect([route.id, role, status, body.code]).toEqual([route.id, role, 404, 'not_found']);
        expect(text).not.toContain(reference);
      }
    expect(await api().register.record.heldSequence('bradford', caseId)).toBe(before);
  });

  test('is in no list, preview or report that they may have', async () => {
    for (const route of routes().filter((one) => !isAboutIt(one) && one.id !== 'adoptEverywhere'))
      for (const role of SHUT_OUT.filter((one) => route.may.includes(one))) {
        const { text } = await ask(role, route);
        // The id of a message holds the case's: with it an administrator tries the message again.
        const ids = route.id === 'listMessages' && role === 'administrator' ? [] : [caseId];
        for (const told of [...ids, reference, givenName, familyName, lines])
          expect({ route: route.id, role, told: text.includes(told) }).toEqual({ route: route.id, role, told: false });
      }
  });

  test('is not told of beside its siblings, and cannot be linked or written to through them', async () => {
    const { get, post } = api();
    expect((await get('officer', `/v1/enquiries/${sibling}/household`)).text).not.toContain(caseId);
    const linked = await post('officer', '/v1/households', { cases: [sibling, caseId] });
    expect([linked.status, linked.body.code]).toEqual([404, 'not_found']);
    const body = { check: 'BRA-C10', result: 'no_reply', cases: [{ case: sibling }, { case: caseId }] };
    const shared = await post('officer', `/v1/enquiries/${sibling}/household/recordCheck`, body);
    expect([shared.status, shared.body.errors?.[0]?.field]).toEqual([400, 'cases.1.case']);
  });

  test('is open to managers, leads and auditors, and to the officer to whom it is assigned', async () => {
    const { get, post } = api();
    for (const role of ['manager', 'dsl', 'auditor'] as const) {
      expect((await get(role, `/v1/enquiries/${caseId}`)).body.child.givenName).toBe(givenName);
      expect((await get(role, '/v1/enquiries')).text).toContain(caseId);
      expect((await get(role, '/v1/concerns')).text).toContain(caseId);
    }
    expect((await post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' })).status).toBe(200);
    for (let tries = 0; tries < 50; tries += 1) {
      if ((await get('officer', `/v1/enquiries/${caseId}`)).status === 200) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await get('officer', `/v1/enquiries/${caseId}`)).status).toBe(200);
    expect((await get('officer', '/v1/enquiries')).text).toContain(caseId);
    expect((await get('senior', '/v1/enquiries')).text).not.toContain(caseId);
  });

  test('stays shut while the register is away; a concern about it is taken all the same', async () => {
    const { another, token, get } = api();
    const { app, services } = another({});
    const send = (role: Role, input: string, body: object) =>
      reply(
        supertest(app)
          .post(`/v1/enquiries/${caseId}/${input}`)
          .set('Authorization', `Bearer ${token(role)}`)
          .set('Idempotency-Key', randomUUID())
          .send(body),
      );
    await get('senior', '/v1/tasks');
    // Tokens are remembered for a minute; from here on every question to the register fails.
    for (const role of ['senior', 'officer', 'manager'] as const)
      await supertest(app)
        .get('/v1/tasks')
        .set('Authorization', `Bearer ${token(role)}`);
    const gone = () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    services.guard.within = () => gone().catch(() => Promise.reject(new DatabaseAway()));
    expect((await send('senior', 'note', { text: 'Looked for' })).body.code).toBe('not_found');
    expect((await send('officer', 'note', { text: 'Theirs' })).status).toBe(200);
    expect((await send('senior', 'raiseConcern', { kind: 'abuse', immediate: true, note: 'Heard' })).status).toBe(200);
  });
});
