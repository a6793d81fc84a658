import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { addDays } from '../domain/time.js';
import { enquiryWorkflowId } from '../workflows/messages.js';
import { aReferral, reply, useApi } from '../tests/support/api/apiHarness.js';
import { unlikeName } from '../tests/support/children.js';

const api = useApi();

describe('an input', () => {
  test('is answered with its events, and its text is kept apart from them', async () => {
    const { refer, post, get, register } = api();
    const caseId = await refer();
    const answer = await post('officer', `/v1/enquiries/${caseId}/recordCheck`, {
      check: 'BRA-C1',
      result: 'nothing_found',
      note: 'Not known to the school',
      evidence: 'Telephone call',
    });
    expect(answer.status).toBe(200);
    expect(answer.body.events).toContainEqual(expect.objectContaining({ type: 'checkRecorded', rule: 'BRA-C1' }));
    const read = await get('officer', `/v1/enquiries/${caseId}?seq=${answer.body.seq}`);
    expect(read.body.timeline).toContainEqual(
      expect.objectContaining({
        type: 'checkRecorded',
        note: 'Not known to the school',
        by: { id: 'officer-a', name: 'A officer' },
      }),
    );
    expect(read.body.checks).toContainEqual(
      expect.objectContaining({ id: 'BRA-C1', state: 'done', title: expect.any(String) }),
    );
    expect(JSON.stringify(await register.record.eventsOf('bradford', caseId))).not.toContain('Not known');
  });

  test('under the same key counts once: at once, after a restart, and with the first answer', async () => {
    const { refer, token, app, another, register } = api();
    const caseId = await refer();
    const key = randomUUID();
    const send = (to: typeof app, text: string) =>
      reply(
        supertest(to)
          .post(`/v1/enquiries/${caseId}/note`)
          .set('Authorization', `Bearer ${token('officer')}`)
          .set('Idempotency-Key', key)
          .send({ text }),
      );
    const answers = await Promise.all([send(app, 'Called'), send(app, 'Called'), send(another({}).app, 'Called')]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect((await send(another({}).app, 'Called')).text).toBe(answers[0].text);
    const other = await send(app, 'Something else');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect((await register.texts.ofCase('bradford', caseId)).map(({ body }) => body)).toEqual(['Called']);
  });

  test('that the case refuses says why, and leaves no text behind', async () => {
    const { refer, post, register } = api();
    const caseId = await refer({ facts: { cp_plan: true, social_worker: true } });
    const key = randomUUID();
    const shut = await post(
      'manager',
      `/v1/enquiries/${caseId}/decideOutcome`,
      { outcome: 'not_traced', note: 'Gone' },
      key,
    );
    expect(shut.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(shut.body).toMatchObject({ status: 409, code: 'gate_closed' });
    expect(shut.body.blockedBy).toContainEqual(expect.objectContaining({ rule: 'BRA-O4' }));
    expect(await register.texts.ofCase('bradford', caseId)).toEqual([]);
    const unknown = await post('officer', `/v1/enquiries/${caseId}/recordCheck`, {
      check: 'BRA-NONE',
      result: 'nothing_found',
    });
    expect([unknown.status, unknown.body.code, unknown.body.field]).toEqual([404, 'not_found', 'check']);
    const none = await post('manager', `/v1/enquiries/${caseId}/decideOutcome`, { outcome: 'no-such' });
    expect([none.status, none.body.code]).toEqual([422, 'no_such_outcome']);
    const shape = await post('officer', `/v1/enquiries/${caseId}/recordCheck`, {
      check: 'BRA-C1',
      result: 'not_applicable',
    });
    expect(shape.body.errors).toEqual([{ field: 'note', message: expect.stringContaining('missing') }]);
  });

  test('two managers decide at once: one wins, the other is told', async () => {
    const { refer, post } = api();
    const caseId = await refer();
    const answers = await Promise.all([
      post('manager', `/v1/enquiries/${caseId}/decideOutcome`, { outcome: 'died' }),
      post('manager-b', `/v1/enquiries/${caseId}/decideOutcome`, { outcome: 'duplicate' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
    const loser = answers.find((answer) => answer.status === 422);
    expect(loser?.body).toMatchObject({ code: 'invalid', detail: expect.stringContaining('ended') });
  });

  test('for an enquiry whose run has ended starts it again from the record, and not blank', async () => {
    const { refer, post, get, client, register } = api();
    const caseId = await refer();
    const closed = await post('manager', `/v1/enquiries/${caseId}/decideOutcome`, { outcome: 'died' });
    expect(closed.status).toBe(200);
    await get('manager', `/v1/enquiries/${caseId}?seq=${closed.body.seq}`);
    await client.workflow.getHandle(enquiryWorkflowId('bradford', caseId)).terminate('the run is over');
    const live = await get('manager', `/v1/enquiries/${caseId}?live=1`);
    expect(live.body.status).toBe('closed');
    const note = await post('officer', `/v1/enquiries/${caseId}/note`, { text: 'A letter came back' });
    expect(note.status).toBe(200);
    expect(note.body.seq).toBeGreaterThan(closed.body.seq);
    const reopened = await post('manager', `/v1/enquiries/${caseId}/reopen`, { reason: 'It was another child' });
    expect(reopened.body).toMatchObject({ status: 'open' });
    await get('manager', `/v1/enquiries/${caseId}?seq=${reopened.body.seq}`);
    expect((await register.record.stateOf('bradford', caseId))?.status).toBe('open');
  });

  test('of a referral after the end opens the next episode', async () => {
    const { post, get } = api();
    const child = {
      givenName: unlikeName(),
      familyName: unlikeName(),
      dateOfBirth: '2014-02-03',
      upn: `B${Date.now()}`,
    };
    const first = await post('officer', '/v1/referrals', aReferral({ child }));
    const at = `/v1/enquiries/${first.body.case}`;
    const closed = await post('manager', `${at}/decideOutcome`, { outcome: 'died' });
    await get('manager', `${at}?seq=${closed.body.seq}`);
    const again = await post('referrer', '/v1/referrals', aReferral({ child }));
    expect([again.status, again.body.case]).toEqual([200, first.body.case]);
    const read = await get('officer', `${at}?seq=${again.body.seq}`);
    expect(read.body).toMatchObject({ episode: 2, status: 'open' });
  });

  test('names people of the authority only', async () => {
    const { refer, post } = api();
    const caseId = await refer();
    const stranger = await post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'nobody-else' });
    expect([stranger.status, stranger.body.field]).toEqual([422, 'to']);
    const assigned = await post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
    expect(assigned.status).toBe(200);
    const oneself = await post('manager', `/v1/enquiries/${caseId}/overrideGate`, {
      action: 'inactive',
      second: 'manager-a',
      reason: 'x',
    });
    expect([oneself.status, oneself.body.code]).toEqual([422, 'invalid']);
    const policy = await post('manager', `/v1/enquiries/${caseId}/adoptPolicy`, { policy: 'bradford@99' });
    expect([policy.status, policy.body.code]).toEqual([404, 'not_found']);
    const path = await post('manager', `/v1/enquiries/${caseId}/adoptPolicy`, { policy: '../../etc/x.yaml' });
    expect([path.status, path.body.errors?.[0]?.field]).toEqual([400, 'policy']);
  });

  test('a concern is raised, acknowledged and resolved; the list shows the open ones first', async () => {
    const { refer, post, get } = api();
    const caseId = await refer();
    const at = `/v1/enquiries/${caseId}`;
    const raised = await post('referrer', `${at}/raiseConcern`, {
      kind: 'welfare',
      immediate: false,
      note: 'Not seen',
    });
    expect([raised.status, raised.body.code]).toEqual([404, 'not_found']);
    const own = await post('officer', `${at}/raiseConcern`, { kind: 'welfare', immediate: true, note: 'Not seen' });
    expect(own.status).toBe(200);
    await get('dsl', `${at}?seq=${own.body.seq}`);
    const listed = await get('dsl', '/v1/concerns?state=open');
    expect(listed.body.concerns).toContainEqual(
      expect.objectContaining({ case: caseId, kind: 'welfare', resolvedAt: null }),
    );
    const spoken = { spokenTo: 'Duty social worker', reference: 'SC/1' };
    expect((await post('dsl', `${at}/acknowledgeConcern`, spoken)).status).toBe(200);
    const resolved = await post('dsl', `${at}/resolveConcern`, { reason: 'Seen and safe' });
    expect(resolved.status).toBe(200);
    const read = await get('dsl', `${at}?seq=${resolved.body.seq}`);
    expect(read.body.timeline).toContainEqual(expect.objectContaining({ type: 'concernAcknowledged', ...spoken }));
  });
});

describe('a referrer', () => {
  test('sees the progress of its own referrals and of no other', async () => {
    const { refer, get, post } = api();
    const mine = await refer({}, randomUUID(), 'referrer');
    const theirs = await refer();
    const read = await get('referrer', `/v1/enquiries/${mine}`);
    expect(Object.keys(read.body).sort()).toEqual(['case', 'progress', 'reference', 'referredAt']);
    expect((await get('referrer', `/v1/enquiries/${theirs}`)).body.code).toBe('not_found');
    const list = await get('referrer', '/v1/enquiries');
    expect(list.body.enquiries.map((one) => one.case)).toContain(mine);
    expect(list.body.enquiries.map((one) => one.case)).not.toContain(theirs);
    const concern = { kind: 'neglect', immediate: false, note: 'Came to school hungry' };
    expect((await post('referrer', `/v1/enquiries/${mine}/raiseConcern`, concern)).status).toBe(200);
  });
});

describe('lists', () => {
  test('page through enquiries by cursor, and filter them', async () => {
    const { refer, get, post } = api();
    const one = await refer();
    const two = await refer();
    const given = await post('manager', `/v1/enquiries/${one}/assign`, { to: 'officer-a' });
    await get('officer', `/v1/enquiries/${one}?seq=${given.body.seq}`);
    const last = await post('officer', `/v1/enquiries/${two}/note`, { text: 'x' });
    await get('officer', `/v1/enquiries/${two}?seq=${last.body.seq}`);
    const seen: string[] = [];
    let path = '/v1/enquiries?sort=received&limit=2';
    for (let pages = 0; pages < 30; pages += 1) {
      const page = await get('officer', path);
      expect(page.status).toBe(200);
      seen.push(...page.body.enquiries.map((row) => row.case ?? ''));
      if (page.body.cursor === null) break;
      path = `/v1/enquiries?sort=received&limit=2&cursor=${page.body.cursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining([one, two]));
    const assigned = await get('officer', '/v1/enquiries?officer=officer-a&status=open,received&stage=enquiries');
    expect(assigned.body.enquiries).toContainEqual(
      expect.objectContaining({ case: one, assignee: { id: 'officer-a', name: 'A officer' } }),
    );
    // What is due on a day is due before the next one, and not before the day itself.
    const urgent = await refer({ facts: { cp_plan: true, social_worker: true } });
    const noted = await post('officer', `/v1/enquiries/${urgent}/note`, { text: 'x' });
    const due = (await get('officer', `/v1/enquiries/${urgent}?seq=${noted.body.seq}`)).body.deadlines
      .map((deadline) => String(deadline.due))
      .sort()[0];
    const before = async (day: string) =>
      (await get('officer', `/v1/enquiries?limit=100&dueBefore=${day}`)).body.enquiries.map((row) => row.case);
    expect(await before(addDays(due ?? '', 1))).toContain(urgent);
    expect(await before(due ?? '')).not.toContain(urgent);
    const wrong = await get('officer', '/v1/enquiries?cursor=bm90aGluZw');
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'cursor']);
  });

  test('show messages, tasks, people, policies and absences', async () => {
    const { refer, get, post } = api();
    const caseId = await refer();
    const messages = await get('officer', `/v1/enquiries/${caseId}/messages`);
    expect(messages.body.messages).toContainEqual(expect.objectContaining({ rule: 'SYS-ACK', recipient: 'referrer' }));
    const id = messages.body.messages[0]?.id ?? '';
    expect((await post('officer', `/v1/messages/${id}/retry`, {})).body.code).toBe('invalid');
    expect((await get('manager', '/v1/messages?state=parked')).body.messages).not.toContainEqual(
      expect.objectContaining({ case: caseId }),
    );
    expect((await get('officer', '/v1/tasks')).body.tasks).toContainEqual(expect.objectContaining({ case: caseId }));
    expect((await get('administrator', '/v1/people')).body.people).toContainEqual(
      expect.objectContaining({ id: 'officer-a', roles: ['officer'], away: false }),
    );
    const policy = await get('officer', '/v1/policies/bradford@1');
    expect(policy.body.rules).toContainEqual(expect.objectContaining({ rule: 'BRA-D1', source: expect.any(String) }));
    const away = await post('officer', '/v1/staff-absences', {
      who: 'officer-a',
      from: '2026-01-01T09:00',
      deputy: 'senior-a',
    });
    expect(away.status).toBe(201);
    expect((await post('officer', '/v1/staff-absences', { who: 'manager-a', from: '2026-01-01T09:00' })).status).toBe(
      403,
    );
    expect(
      (await post('manager', '/v1/staff-absences', { who: 'ghost', from: '2026-01-01T09:00' })).body.errors,
    ).toEqual([{ field: 'who', message: expect.any(String) }]);
  });

  test('a demonstration enquiry moves in time, and only there', async () => {
    const { refer, post, another, token } = api();
    const caseId = await refer();
    const to = { to: '2030-01-01T09:00' };
    expect((await post('trainer', `/v1/enquiries/${caseId}/fastForward`, to)).body.code).toBe('not_allowed');
    const asked: unknown[] = [];
    const rehearsal = {
      fastForward: (...args: string[]) => {
        asked.push(args);
        return Promise.resolve({ now: '2027-01-04T09:00:00Z' });
      },
    };
    const { app } = another({ demo: true, rehearsal });
    const moved = await reply(
      supertest(app)
        .post(`/v1/enquiries/${caseId}/fastForward`)
        .set('Authorization', `Bearer ${token('trainer')}`)
        .send({ to: '2027-01-04T09:00' }),
    );
    expect(moved.body).toEqual({ case: caseId, now: '2027-01-04T09:00:00Z' });
    expect(asked).toEqual([[caseId, '2027-01-04T09:00:00Z', 'bradford']]);
  });
});
