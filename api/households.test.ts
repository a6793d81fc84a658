import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { useApi } from '../tests/support/api/apiHarness.js';

const api = useApi();

interface Linked {
  household: string | null;
  cases: { case: string; child: { givenName: string | null } }[];
}
const linked = (body: unknown): Linked => body as Linked;

interface Answers {
  answers: { case: string; status: number; taken?: { seq: number }; problem?: { code: string } }[];
}
const answersOf = (body: unknown): Answers['answers'] => (body as Answers).answers;

describe('a household', () => {
  test('is linked, listed and left', async () => {
    const { refer, post, get } = api();
    const [a, b] = [await refer(), await refer()];
    expect((await get('officer', `/v1/enquiries/${a}/household`)).body).toEqual({ household: null, cases: [] });
    expect((await post('officer', '/v1/households', { cases: [a, b] })).status).toBe(200);
    const seen = linked((await get('senior', `/v1/enquiries/${b}/household`)).body);
    expect(seen.cases.map((one) => one.case).sort()).toEqual([a, b].sort());
    await post('officer', `/v1/enquiries/${a}/household/leave`, {});
    expect(linked((await get('officer', `/v1/enquiries/${b}/household`)).body).cases).toEqual([]);
  });

  test('is of one authority, and for those who work on cases', async () => {
    const { refer, post } = api();
    const a = await refer();
    expect((await post('officer', '/v1/households', { cases: [a, randomUUID()] })).body.code).toBe('not_found');
    expect((await post('officer', '/v1/households', { cases: [a, a] })).status).toBe(400);
    expect((await post('referrer', '/v1/households', { cases: [a, a] })).body.code).toBe('not_allowed');
  });
});

describe('a check recorded for several enquiries', () => {
  test('counts for each, with a result of its own where it has one', async () => {
    const { refer, post, get } = api();
    const [a, b] = [await refer(), await refer()];
    await post('officer', '/v1/households', { cases: [a, b] });
    const body = {
      check: 'BRA-C10',
      result: 'contact_made',
      evidence: 'Spoke with the mother at the door',
      cases: [{ case: a, result: 'child_seen' }, { case: b }],
    };
    const key = randomUUID();
    const first = await post('officer', `/v1/enquiries/${a}/household/recordCheck`, body, key);
    const answers = answersOf(first.body);
    expect(answers.map(({ case: one, status }) => [one, status])).toEqual([
      [a, 200],
      [b, 200],
    ]);
    for (const [caseId, result] of [
      [a, 'child_seen'],
      [b, 'contact_made'],
    ] as const) {
      const seq = answers.find((one) => one.case === caseId)?.taken?.seq ?? 0;
      const enquiry = await get('officer', `/v1/enquiries/${caseId}?seq=${seq}`);
      expect(enquiry.body.checks).toContainEqual(expect.objectContaining({ id: 'BRA-C10', state: 'done', result }));
      expect(JSON.stringify(enquiry.body.timeline)).toContain('Spoke with the mother at the door');
    }
    // Sent again it counts once.
    const again = await post('officer', `/v1/enquiries/${a}/household/recordCheck`, body, key);
    expect(answersOf(again.body)).toEqual(answers);
  });

  test('is refused by one enquiry and taken by another', async () => {
    const { refer, post } = api();
    const [a, b] = [await refer(), await refer({ facts: { safeguarding_concern: true } })];
    await post('officer', '/v1/households', { cases: [a, b] });
    // The check of the Border Force opens with a concern only.
    const body = { check: 'BRA-C13', result: 'nothing_found', cases: [{ case: a }, { case: b }] };
    const answers = answersOf((await post('officer', `/v1/enquiries/${a}/household/recordCheck`, body)).body);
    expect(answers).toMatchObject([
      { case: a, status: 422, problem: { code: 'invalid' } },
      { case: b, status: 200 },
    ]);
  });

  test('is for the enquiries of the household', async () => {
    const { refer, post } = api();
    const [a, stranger] = [await refer(), await refer()];
    const body = { check: 'BRA-C1', result: 'nothing_found', cases: [{ case: a }, { case: stranger }] };
    const answer = await post('officer', `/v1/enquiries/${a}/household/recordCheck`, body);
    expect(answer.body.errors).toEqual([{ field: 'cases.1.case', message: 'is not of this household: link it first' }]);
    const without = { check: 'BRA-C1', result: 'not_applicable', cases: [{ case: a }] };
    expect((await post('officer', `/v1/enquiries/${a}/household/recordCheck`, without)).status).toBe(400);
  });
});
