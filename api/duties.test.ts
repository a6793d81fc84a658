import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { z } from 'zod';
import { ROLES, type Role } from '../domain/inputs.js';
import { reply, useApi } from '../tests/support/api/apiHarness.js';

let clock = '2026-11-27T09:30:00Z';
const api = useApi({ worker: false, now: () => clock });

const dutyShape = z.looseObject({
  rule: z.string(),
  often: z.string(),
  dated: z.string(),
  basis: z.string().nullable(),
  nextDue: z.string().nullable(),
  working: z.string().nullable(),
  why: z.string().optional(),
  open: z.array(z.looseObject({ occurrence: z.string(), due: z.string(), state: z.string(), for: z.string() })),
});
const pageShape = dutyShape.extend({
  occurrences: z.array(z.looseObject({ occurrence: z.string(), state: z.string(), note: z.string().nullable() })),
  history: z.array(z.looseObject({ type: z.string(), by: z.object({ id: z.string(), name: z.string().nullable() }) })),
});
const headers = (role: Role, key: string = randomUUID()) => ({
  Authorization: `Bearer ${api().token(role, 'luton')}`,
  'Idempotency-Key': key,
});
const get = (path: string, role: Role = 'officer') =>
  reply(
    supertest(api().app)
      .get(path)
      .set({ Authorization: `Bearer ${api().token(role, 'luton')}` }),
  );
const post = (path: string, body: object, role: Role = 'manager', key?: string) =>
  reply(supertest(api().app).post(`/v1/duties/${path}`).set(headers(role, key)).send(body));
const duties = async () => z.object({ duties: z.array(dutyShape) }).parse((await get('/v1/duties')).body).duties;
const duty = async (rule: string) => (await duties()).find((one) => one.rule === rule);
const page = async (rule: string) => pageShape.parse((await get(`/v1/duties/${rule}`)).body);

/** What the worker does every night. */
const look = async (at: string) => {
  clock = at;
  const { services, register } = api();
  const policy = await services.worlds.inForce('luton', at);
  if (policy === null) throw new Error('No policy');
  await register.duties.review(
    'luton',
    {
      duties: policy.service.duties,
      effectiveFrom: policy.compiled.effectiveFrom,
      defaults: policy.compiled.defaults,
      calendars: await services.worlds.calendars('luton'),
    },
    at,
  );
};

beforeAll(() => look('2026-11-27T00:05:00Z'));

describe('the duties of the service', () => {
  test('are listed with rule, source, how often and when next; what the text leaves undated has no date', async () => {
    const listed = await duties();
    expect(listed.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['LUT-R1', 'LUT-M1', 'LUT-Y2', 'NAT-RETURN']),
    );
    expect(await duty('LUT-R3')).toMatchObject({
      source: '§7',
      often: 'every month',
      dated: 'dated',
      basis: 'policy',
      nextDue: '2026-12-01',
      working: '75 months after 2020-09-01',
      open: [{ occurrence: '2026-12-01', due: '2026-12-01', state: 'open', for: 'manager' }],
    });
    expect(await duty('LUT-R1')).toMatchObject({ often: 'every year', nextDue: '2027-09-01', open: [] });
    expect(await duty('NAT-RETURN')).toMatchObject({ nextDue: '2027-02-19', often: 'three times a year' });
    expect(await duty('NAT-WT-LA')).toMatchObject({ nextDue: '2026-12-18', open: [{ occurrence: 'autumn 2026' }] });
    expect(await duty('LUT-R4')).toMatchObject({ dated: 'not_dated', basis: null, nextDue: null, open: [] });
    expect((await duty('LUT-R4'))?.why).toContain('a manager sets it');
    expect(await duty('LUT-Y2')).toMatchObject({ dated: 'standing', often: 'at all times', nextDue: null });
    const [entry] = await api().register.audit.search('luton', { action: 'duties.list', limit: 1 });
    expect(entry?.detail).toEqual({ rows: listed.length });
  });

  test('are done with a note, once for a key; the record says by whom', async () => {
    const key = randomUUID();
    const body = { note: 'November sent', evidence: 'Shared drive, 2026-11' };
    const first = await post('LUT-R3/done', body, 'officer', key);
    expect([first.status, first.body['state'], first.body['doneOn']]).toEqual([200, 'done', '2026-11-27']);
    expect(await post('LUT-R3/done', body, 'officer', key)).toMatchObject({ status: 200, body: first.body });
    expect((await post('LUT-R3/done', { note: 'Another' }, 'officer', key)).body.code).toBe('idempotency_key_reused');
    const again = await post('LUT-R3/done', { occurrence: '2026-12-01', note: 'Again' });
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
    const none = await post('LUT-R3/done', { note: 'Nothing is open' });
    expect([none.status, none.body.code]).toEqual([404, 'not_found']);
    const seen = await page('LUT-R3');
    expect(seen).toMatchObject({ nextDue: '2027-01-01', open: [] });
    expect(seen.history.map(({ type, by }) => [type, by.id])).toEqual([
      ['opened', 'system'],
      ['done', 'officer-a'],
    ]);
    expect(seen.occurrences).toMatchObject([{ occurrence: '2026-12-01', state: 'done', note: 'November sent' }]);
  });

  test('are late from the day after, also before the night’s look; not needed only with a reason', async () => {
    clock = '2026-12-19T08:00:00Z';
    expect((await duty('NAT-WT-LA'))?.open).toMatchObject([{ due: '2026-12-18', state: 'late' }]);
    expect((await post('NAT-WT-LA/not-needed', {})).body.errors).toEqual([{ field: 'reason', message: 'is missing' }]);
    const tomorrow = await post('NAT-WT-LA/done', { note: 'Met', doneOn: '2026-12-20' });
    expect(tomorrow.body.errors).toEqual([{ field: 'doneOn', message: 'lies after today' }]);
    const ended = await post('NAT-WT-LA/not-needed', { reason: 'Joined with the spring meeting' }, 'senior');
    expect([ended.status, ended.body['state']]).toEqual([200, 'not_needed']);
    expect((await duty('NAT-WT-LA'))?.open).toEqual([]);
  });

  test('get from the authority what the text leaves open, and nothing else', async () => {
    clock = '2027-01-11T09:00:00Z';
    const problems = async (path: string, body: object) => (await post(path, body)).body.errors;
    expect(await problems('LUT-R3/plan', { frequency: 'termly' })).toEqual([
      { field: 'frequency', message: 'is what the policy says: every month' },
    ]);
    expect(await problems('LUT-R4/plan', { firstDue: '2027-02-01' })).toEqual([
      { field: 'firstDue', message: 'needs a frequency beside it, or give the days as dates' },
    ]);
    expect(await problems('LUT-R4/plan', { frequency: { amount: 1, unit: 'year' }, firstDue: '2027-01-10' })).toEqual([
      { field: 'firstDue', message: 'lies before today' },
    ]);
    expect(await problems('LUT-R4/plan', {})).toHaveLength(1);
    expect((await post('LUT-Z9/plan', { for: 'senior' })).body.code).toBe('not_found');

    const planned = await post(
      'LUT-R4/plan',
      { frequency: { amount: 3, unit: 'month' }, firstDue: '2027-01-29', for: 'senior' },
      'administrator',
    );
    expect(planned.body).toMatchObject({
      often: 'every 3 months',
      basis: 'authority',
      nextDue: '2027-01-29',
      plan: { firstDue: '2027-01-29', changedBy: { id: 'administrator-a', name: 'A administrator' } },
      open: [{ due: '2027-01-29', for: 'senior', working: 'the first day, 2027-01-29' }],
    });
    // The census days are the authority's to set; 14 January and 29 days is 12 February.
    const census = await post('NAT-RETURN/plan', { dates: ['2027-01-14', '2027-05-20'] });
    expect(census.body).toMatchObject({ basis: 'authority', nextDue: '2027-02-12' });
    expect((await page('NAT-RETURN')).history.map(({ type }) => type)).toEqual(['planned']);
    // A month that the policy gives may still begin on a day of the authority's.
    expect((await post('LUT-R3/plan', { firstDue: '2027-02-05' })).body).toMatchObject({
      basis: 'policy',
      nextDue: '2027-02-05',
    });
  });

  test('are changed by those who may, and by nobody else', async () => {
    const may: Record<string, readonly Role[]> = {
      done: ['officer', 'senior', 'manager'],
      'not-needed': ['senior', 'manager'],
      plan: ['manager', 'administrator'],
    };
    const bodies: Record<string, object> = {
      done: { note: 'x' },
      'not-needed': { reason: 'x' },
      plan: { for: 'senior' },
    };
    for (const [verb, roles] of Object.entries(may))
      for (const role of ROLES) {
        const answer = await post(`LUT-R5/${verb}`, bodies[verb] ?? {}, role);
        // Nothing is open of an undated duty: whoever may, hears that.
        const wanted = !roles.includes(role) ? 403 : verb === 'plan' ? 200 : 404;
        expect([verb, role, answer.status]).toEqual([verb, role, wanted]);
      }
    const refused = await api().register.audit.search('luton', { action: 'duty.plan', allowed: false, limit: 50 });
    expect(new Set(refused.map(({ person }) => person))).toContain('officer-a');
  });
});
