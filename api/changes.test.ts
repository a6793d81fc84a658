import { describe, expect, test } from '@jest/globals';
import { useApi } from '../tests/support/api/apiHarness.js';

const api = useApi();

/** Waits until an answer holds what is wanted; what a fan-out brings comes a moment later. */
async function eventually<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const seen = await look();
    if (holds(seen) || tries >= 100) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const timeline = async (caseId: string): Promise<Record<string, unknown>[]> => {
  const { body } = await api().get('officer', `/v1/enquiries/${caseId}`);
  return (body as { timeline?: Record<string, unknown>[] }).timeline ?? [];
};

describe('what reaches every open case', () => {
  test('a closure day moves the open deadlines that depend on it, and says why', async () => {
    const { refer, post } = api();
    const caseId = await refer({ facts: { cp_plan: true } });
    const set = await eventually(
      () => timeline(caseId),
      (events) => events.some((event) => event['type'] === 'deadlineSet'),
    );
    const due = String(set.find((event) => event['rule'] === 'BRA-D1' && event['type'] === 'deadlineSet')?.['due']);
    const changed = await post('administrator', '/v1/calendar-changes', { addClosureDay: due });
    expect(changed.status).toBe(202);
    const moved = await eventually(
      () => timeline(caseId),
      (events) => events.some((event) => event['type'] === 'deadlineRecalculated'),
    );
    expect(moved).toContainEqual(
      expect.objectContaining({
        type: 'deadlineRecalculated',
        rule: 'BRA-D1',
        was: due,
        reason: `${due} became a closure day`,
      }),
    );
    const again = await post('administrator', '/v1/calendar-changes', { addClosureDay: due });
    expect(again.body.code).toBe('invalid');
  });

  test('is changed by the right people, one change at a time, of a calendar that is loaded', async () => {
    const { post } = api();
    expect((await post('manager', '/v1/calendar-changes', { addClosureDay: '2026-12-29' })).body.code).toBe(
      'not_allowed',
    );
    const two = { addClosureDay: '2026-12-29', addBankHoliday: '2026-12-30' };
    expect((await post('administrator', '/v1/calendar-changes', two)).status).toBe(400);
    const nowhere = { addNonPupilDay: { school: 'nowhere', date: '2026-12-01' } };
    expect((await post('administrator', '/v1/calendar-changes', nowhere)).status).toBe(400);
    expect((await post('officer', '/v1/policy-adoptions', { policy: 'bradford@1' })).body.code).toBe('not_allowed');
    expect((await post('manager', '/v1/policy-adoptions', { policy: 'bradford@99' })).status).toBe(400);
    expect((await post('manager', '/v1/policy-adoptions', { policy: 'bradford@1' })).status).toBe(202);
  });
});
