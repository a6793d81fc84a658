import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { aReferral, reply, useApi } from '../tests/support/api/apiHarness.js';
import { unlikeName } from '../tests/support/children.js';

const api = useApi();

describe('a referral', () => {
  test('starts an enquiry that can be read, from the register and live', async () => {
    const { post, get } = api();
    const sent = await post('referrer', '/v1/referrals', aReferral({ facts: { cp_plan: true, social_worker: true } }));
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({
      joined: false,
      status: 'open',
      reference: expect.stringMatching(/^[A-Z0-9]{8}$/),
    });
    const read = await get('officer', `${sent.headers.location ?? ''}?seq=${sent.body.seq}&live=1`);
    expect(read.status).toBe(200);
    expect(read.body).toMatchObject({
      status: 'open',
      risk: 'priority',
      behind: false,
      live: { available: true, status: 'open' },
    });
    expect(read.body.deadlines).toContainEqual(
      expect.objectContaining({ rule: 'BRA-D1', title: expect.any(String), source: expect.any(String), state: 'open' }),
    );
    expect(read.body.timeline[0]).toMatchObject({ type: 'referralReceived', seq: 1 });
    expect(read.body.live.deadlines).toEqual(read.body.deadlines);
  });

  test('ten times at once is one case and one answer, and so it is after a restart', async () => {
    const { token, app, another, db, post } = api();
    const key = randomUUID();
    const body = aReferral();
    const send = (to: typeof app) =>
      reply(
        supertest(to)
          .post('/v1/referrals')
          .set('Authorization', `Bearer ${token('referrer')}`)
          .set('Idempotency-Key', key)
          .send(body),
      );
    const second = another({}).app;
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => send(index % 2 === 0 ? app : second)));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    const restarted = await send(another({}).app);
    expect(restarted.text).toBe(answers[0]?.text);
    const cases = await db.selectFrom('subjects').selectAll().where('given_name', '=', body.child.givenName).execute();
    expect(cases).toHaveLength(1);
    const other = await post('referrer', '/v1/referrals', aReferral(), key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('of the same UPN joins; several at once make one case', async () => {
    const { post, get } = api();
    const child = { givenName: unlikeName(), familyName: unlikeName(), upn: `A${Math.floor(Math.random() * 1e12)}` };
    const answers = await Promise.all(
      ['referrer' as const, 'officer' as const, 'senior' as const].map((role) =>
        post(role, '/v1/referrals', aReferral({ child })),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 201]);
    expect(new Set(answers.map((answer) => answer.body.case)).size).toBe(1);
    const seq = Math.max(...answers.map((answer) => answer.body.seq));
    const read = await get('officer', `/v1/enquiries/${answers[0]?.body.case ?? ''}?seq=${seq}`);
    expect(read.body.referrers).toHaveLength(3);
    expect(read.body.timeline.filter((event) => event.type === 'referralJoined')).toHaveLength(2);
  });

  test('of a similar child starts its own case and is proposed on the earlier one; confirmed, it ends as a duplicate', async () => {
    const { post, get } = api();
    const child = { givenName: unlikeName(), familyName: unlikeName(), dateOfBirth: '2014-02-03' };
    const first = await post('officer', '/v1/referrals', aReferral({ child }));
    const second = await post('referrer', '/v1/referrals', aReferral({ child, facts: { cp_plan: true } }));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.case).not.toBe(first.body.case);
    const earlier = await get('officer', `/v1/enquiries/${first.body.case}?live=1`);
    expect(earlier.body.live.tasks).toContainEqual(expect.objectContaining({ kind: 'decideDuplicate' }));
    expect(earlier.body.referrers).toHaveLength(2);
    const confirmed = await post('manager', `/v1/enquiries/${first.body.case}/confirmDuplicate`, {});
    expect(confirmed.status).toBe(200);
    const later = await get('officer', `/v1/enquiries/${second.body.case}?live=1`);
    expect(later.body.live.status).toBe('closed');
  });

  test('that the case refuses leaves nothing behind', async () => {
    const { post, db } = api();
    const child = { givenName: unlikeName() };
    const refused = await post('officer', '/v1/referrals', aReferral({ child, facts: { no_such_fact: true } }));
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_request']);
    expect(refused.body.errors).toEqual([{ field: 'facts.no_such_fact', message: expect.any(String) }]);
    expect(await db.selectFrom('subjects').selectAll().where('given_name', '=', child.givenName).execute()).toEqual([]);
  });

  test('is kept word for word, whatever signs it holds', async () => {
    const { post, get } = api();
    const names = ["O'Neill-Ní Bhriain", 'محمد', "Robert'); DROP TABLE cases;--", '{{7*7}}<b>', '山田'];
    for (const givenName of names) {
      const sent = await post(
        'officer',
        '/v1/referrals',
        aReferral({ child: { givenName: `${givenName} ${unlikeName()}` } }),
      );
      expect(sent.status).toBe(201);
      const read = await get('officer', `/v1/enquiries/${sent.body.case}?seq=1`);
      expect(read.body.child.givenName).toMatch(givenName.slice(0, 4));
      const text = `${givenName}\n"quoted" \\ %s $1 --`;
      await post('officer', `/v1/enquiries/${sent.body.case}/note`, { text });
      const after = await get('officer', `/v1/enquiries/${sent.body.case}?seq=${sent.body.seq + 1}`);
      expect(after.body.timeline.at(-1)).toMatchObject({ type: 'noteAdded', text });
    }
  });
});
