import { randomUUID } from 'node:crypto';
import { describe, expect, jest, test } from '@jest/globals';
import supertest from 'supertest';
import { ROLES, type Role } from '../domain/inputs.js';
import { INPUT_NAMES } from '../workflows/messages.js';
import { reply, useApi } from '../tests/support/api/apiHarness.js';
import type { Route } from './route.js';
import { createRoutes } from './routes.js';

const api = useApi();
const routesOf = (): Route[] => createRoutes(api().services);

/** A request that the route's schemas let through, for a case or a message that is there. */
const pathOf = (route: Route, caseId: string): string =>
  route.path
    .replace(':case', caseId)
    .replace('/:id/retry', `/${caseId}.1/retry`)
    .replace(':id', 'bradford@1')
    .replace(':rule', 'BRA-R1');

const bodyOf = ({ example }: Route): object => (typeof example === 'object' && example !== null ? example : {});

const ask = (route: Route, token: string, caseId: string) => {
  const request = supertest(api().app)[route.method](pathOf(route, caseId)).set('Authorization', `Bearer ${token}`);
  return reply(route.method === 'get' ? request : request.set('Idempotency-Key', randomUUID()).send(bodyOf(route)));
};

/** Some hundreds of requests, on a machine that may be busy. */
jest.setTimeout(240_000);

describe('the route table', () => {
  test('has an entry for every input, each with a permission and an audit action of its own', () => {
    const routes = routesOf();
    for (const name of INPUT_NAMES.filter((one) => one !== 'calendarChanged'))
      expect(routes.map((route) => route.path)).toContain(`/v1/enquiries/:case/${name}`);
    expect(new Set(routes.map((route) => route.id)).size).toBe(routes.length);
    for (const route of routes) {
      expect(route.may.length).toBeGreaterThan(0);
      expect(route.audit.action).not.toBe('');
    }
  });

  test('is what every role meets: who may not is told so, and the refusal is in the audit', async () => {
    const caseId = await api().refer();
    for (const route of routesOf())
      for (const role of [...ROLES, 'nobody'] as const) {
        const may = role !== 'nobody' && route.may.includes(role);
        // What comes of it for those who may is the business of other tests; here only whether they are let through.
        if (may && route.method === 'post') continue;
        const answer = await ask(route, api().token(role), caseId);
        const outsider = role === 'referrer' || role === 'partner' || role === 'trainer';
        if (!may)
          expect([route.id, role, answer.status, answer.body.code]).toEqual([route.id, role, 403, 'not_allowed']);
        else if (outsider && route.id !== 'getPolicy') expect([200, 403, 404]).toContain(answer.status);
        else expect([route.id, role, answer.status]).toEqual([route.id, role, 200]);
      }
    const denied = await api().register.audit.search('bradford', { person: 'auditor-a', allowed: false, limit: 100 });
    expect(denied.map((entry) => entry.action)).toEqual(expect.arrayContaining(['note', 'decideOutcome', 'referral']));
    const seen = await api().register.audit.search('bradford', { person: 'auditor-a', allowed: true, limit: 100 });
    expect(seen).toContainEqual(
      expect.objectContaining({
        action: 'enquiry.view',
        object: { kind: 'enquiry', id: caseId },
        route: '/v1/enquiries/:case',
      }),
    );
  });

  test('lets every role that may do an input through to the case', async () => {
    for (const route of routesOf().filter((one) => one.method === 'post' && one.audit.param === 'case'))
      for (const role of route.may) {
        const caseId = await cheapCase(role);
        const answer = await ask(route, api().token(role), caseId);
        // Whatever the case says to it, it is not the permission that says no, but for rules beyond the role.
        const said = `${route.id} ${role} ${answer.status} ${answer.body.code ?? ''}`;
        const mayBeRefused = [
          ...['assign', 'staffAway', 'giveRollRemovalAdvice', 'fastForward', 'overrideGate'],
          // The designated lead ends the lead's own tasks only.
          'completeTask',
        ].includes(route.id);
        if (!mayBeRefused && role !== 'partner') expect(said).not.toMatch(/403|401|500|503/);
        else expect(said).not.toMatch(/401|500|503/);
      }
  });

  test('holds for another authority: its cases are not there, and nothing happens to them', async () => {
    const caseId = await api().refer();
    const before = await api().register.record.heldSequence('bradford', caseId);
    for (const route of routesOf().filter((one) => one.audit.param === 'case' || one.id === 'retryMessage')) {
      const role = route.may.find((one) => one !== 'referrer' && one !== 'partner') ?? 'manager';
      const answer = await ask(route, api().token(role, 'luton'), caseId);
      if (route.id === 'fastForward') expect(answer.status).toBe(403);
      else if (route.id === 'referral') expect(['not_found', 'invalid_request', undefined]).toContain(answer.body.code);
      else expect([route.id, answer.status, answer.body.code]).toEqual([route.id, 404, 'not_found']);
    }
    expect(await api().register.record.heldSequence('bradford', caseId)).toBe(before);
    const lists = await reply(
      supertest(api().app)
        .get('/v1/enquiries')
        .set('Authorization', `Bearer ${api().token('manager', 'luton')}`),
    );
    expect(JSON.stringify(lists.body)).not.toContain(caseId);
  });
});

/** A case that the role may know of. */
let shared: string | undefined;
const cheapCase = async (role: Role): Promise<string> => {
  if (role === 'referrer') return api().refer({}, randomUUID(), 'referrer');
  return (shared ??= await api().refer());
};
