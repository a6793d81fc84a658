import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { aReferral, reply, useApi, type Reply } from '../tests/support/api/apiHarness.js';
import { readTime } from './schemas/time.js';

const api = useApi({ worker: false });

const raw = (body: string, type = 'application/json') =>
  reply(
    supertest(api().app)
      .post('/v1/referrals')
      .set('Authorization', `Bearer ${api().token('officer')}`)
      .set('Content-Type', type)
      .send(body),
  );

const fieldsOf = ({ body }: Reply) => (body.errors ?? []).map(({ field }) => field);
const child = (over: object) => aReferral({ child: { givenName: 'A', ...over } });

describe('a body', () => {
  test.each([
    ['is no JSON', '{"child": '],
    ['is a word', 'null-ish'],
    ['is a number', '7'],
    ['has two values', '{}{}'],
  ])('that %s is refused', async (_what, body) => {
    const answer = await raw(body);
    expect([answer.status, answer.body.code, fieldsOf(answer)]).toEqual([400, 'invalid_request', ['body']]);
  });

  test('of 5 MB, of another type, compressed in an unknown way: refused with its own code', async () => {
    expect((await raw(JSON.stringify({ x: 'y'.repeat(5_000_000) }))).body).toMatchObject({
      status: 413,
      code: 'too_large',
    });
    expect((await raw('a=b', 'application/x-www-form-urlencoded')).body.code).toBe('unsupported_media_type');
    expect((await raw('<x/>', 'text/xml')).body.code).toBe('unsupported_media_type');
    expect((await raw('{}', 'application/json; charset=klingon')).body.code).toBe('unsupported_media_type');
  });

  test('with names that every object has is refused, at any depth', async () => {
    expect(fieldsOf(await raw('{"__proto__": {"admin": true}}'))).toEqual(['__proto__']);
    expect(fieldsOf(await raw('{"facts": {"__proto__": true}}'))).toEqual(['facts.__proto__']);
    expect(fieldsOf(await raw('{"child": {"constructor": {"prototype": 1}}}'))).toContain('child.constructor');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test('nested too deep or holding too much is refused', async () => {
    const deep = await raw(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`);
    expect([deep.status, deep.body.code]).toEqual([400, 'invalid_request']);
    const wide = await raw(`{"facts": {${Array.from({ length: 9_000 }, (_, i) => `"f${i}":1`).join(',')}}}`);
    expect(wide.status).toBe(400);
  });
});

describe('fields', () => {
  const refused = async (body: object): Promise<string[]> => {
    const answer = await api().post('officer', '/v1/referrals', body);
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request' });
    return fieldsOf(answer);
  };

  test('that are not known are named, all at once', async () => {
    expect(await refused({ ...aReferral(), hair: 1, child: { colour: 'x', givenName: 'A' } })).toEqual([
      'child.colour',
      'hair',
    ]);
  });

  test('with dates that do not exist, or births in the future, are named', async () => {
    for (const dateOfBirth of [
      '2015-02-30',
      '2015-13-01',
      '15-02-03',
      '2015-2-3',
      '0000-00-00',
      '9999-99-99',
      'yesterday',
      '',
    ])
      expect(await refused(child({ dateOfBirth }))).toEqual(['child.dateOfBirth']);
    expect(await refused(child({ dateOfBirth: '2190-01-01' }))).toEqual(['child.dateOfBirth']);
    expect(await refused(aReferral({ receivedAt: '2190-01-01T09:00' }))).toEqual(['receivedAt']);
    expect(await refused(aReferral({ receivedAt: '2026-03-29T01:30' }))).toEqual(['receivedAt']);
    expect(await refused(aReferral({ facts: { last_attended: '2026-02-30' } }))).toEqual(['facts.last_attended']);
  });

  test('with control characters, line breaks, lone surrogates, only spaces or too much text are named', async () => {
    for (const givenName of [
      'A\u0000B',
      'A\u0007',
      'A\nB',
      'A\r\nBcc: x@y.example',
      '\u009b',
      '\ud800',
      '   ',
      '',
      'x'.repeat(101),
    ])
      expect(await refused(child({ givenName }))).toEqual(['child.givenName']);
  });

  test('of contact details cannot carry a header', async () => {
    const referrer = { kind: 'school', name: 'Oak' };
    for (const email of [
      'a@b.example\r\nBcc: c@d.example',
      'a@b',
      '"x" <a@b.example>',
      'a b@c.example',
      'a@b.example,c@d.example',
    ])
      expect(await refused(aReferral({ referrer: { ...referrer, email } }))).toEqual(['referrer.email']);
    expect(await refused(aReferral({ referrer: { ...referrer, phone: '1; drop' } }))).toEqual(['referrer.phone']);
    expect(await refused(aReferral({ referrer: { kind: 'friend' } }))).toEqual(['referrer.kind']);
  });

  test('with facts of the wrong type, facts that a referral cannot state, and forms that are not there are named', async () => {
    expect(await refused(aReferral({ facts: { cp_plan: 'yes', csa: true, valueof: true, ehcp: true } }))).toEqual([
      'facts.cp_plan',
      'facts.csa',
      'facts.valueof',
    ]);
    expect(await refused(aReferral({ facts: { toString: true } }))).toEqual(['facts.toString']);
    expect(await refused(aReferral({ form: 'BRA-F99' }))).toEqual(['form']);
  });
});

describe('a request', () => {
  test('with a parameter given twice, unknown or out of range is refused', async () => {
    const { get } = api();
    const wrong = async (query: string) => fieldsOf(await get('officer', `/v1/enquiries?${query}`));
    expect(await wrong('status=open&status=closed')).toEqual(['status']);
    expect(await wrong('limit=1&limit=2')).toEqual(['limit']);
    expect(await wrong('limit=0')).toEqual(['limit']);
    expect(await wrong('limit=1000')).toEqual(['limit']);
    expect(await wrong('status=lost')).toEqual(['status.0']);
    expect(await wrong('colour=red')).toEqual(['colour']);
    expect(await wrong('status[$ne]=open')).toEqual(['status[$ne]']);
    expect(await wrong('__proto__=x')).toEqual(['__proto__']);
    expect(await wrong("officer=x' or 1=1--")).toEqual(['officer']);
  });

  test('to an address that is malformed or not there is answered as a problem', async () => {
    const { get, app } = api();
    expect((await get('officer', '/v1/enquiries/not-a-case')).body.errors).toEqual([
      { field: 'case', message: expect.any(String) },
    ]);
    expect((await get('officer', '/v1/enquiries/%E0%A4%A')).body.code).toBe('invalid_request');
    expect((await get('officer', `/v1/enquiries/${randomUUID()}`)).body.code).toBe('not_found');
    expect((await get('officer', '/v1/nothing')).body.code).toBe('not_found');
    expect((await reply(supertest(app).get('/nothing'))).body.code).toBe('not_found');
    expect((await api().post('officer', `/v1/enquiries/${randomUUID()}/note`, { text: 'x' })).body.code).toBe(
      'not_found',
    );
    expect((await api().post('officer', `/v1/enquiries/${randomUUID()}/deleteEverything`, {})).body.code).toBe(
      'not_found',
    );
  });

  test('without a good token is not let in', async () => {
    const { app, token } = api();
    const good = token('officer');
    const other = good.endsWith('A') ? 'B' : 'A';
    const headers = [
      undefined,
      'Bearer',
      'Bearer x',
      `Basic ${good}`,
      `Bearer ${good.slice(0, -1)}${other}`,
      `bearer	${good}`,
    ];
    for (const header of headers) {
      const request = supertest(app).get('/v1/tasks');
      const answer = await reply(header === undefined ? request : request.set('Authorization', header));
      expect([header, answer.status, answer.body.code]).toEqual([header, 401, 'not_signed_in']);
    }
  });

  test('with a key that is no key is refused; one with signs is taken', async () => {
    const answer = await api().post('officer', '/v1/referrals', aReferral(), 'a b');
    expect(fieldsOf(answer)).toEqual(['Idempotency-Key']);
    expect(fieldsOf(await api().post('officer', '/v1/referrals', aReferral(), 'k'.repeat(201)))).toEqual([
      'Idempotency-Key',
    ]);
  });
});

describe('a time', () => {
  test.each([
    ['2026-12-21T10:12', '2026-12-21T10:12:00Z'],
    ['2026-06-21T10:12', '2026-06-21T09:12:00Z'],
    ['2026-06-21T10:12:30.5', '2026-06-21T09:12:30Z'],
    ['2026-10-25T01:30', '2026-10-25T00:30:00Z'],
    ['2026-10-25T01:30+00:00', '2026-10-25T01:30:00Z'],
    ['2026-12-21T10:12-05:00', '2026-12-21T15:12:00Z'],
    ['2026-12-21T10:12Z', '2026-12-21T10:12:00Z'],
  ])('%s is %s', (text, at) => expect(readTime(text)).toEqual({ ok: true, at }));

  test.each([
    '2026-03-29T01:30',
    '2026-02-30T10:00',
    '2026-12-21T24:00',
    '2026-12-21T10:60',
    '2026-12-21',
    '2026-12-21T10:12+19:00',
  ])('%s does not exist', (text) => expect(readTime(text)).toMatchObject({ ok: false }));
});
