import { describe, expect, test } from '@jest/globals';
import { loadPack } from '../config/pack/load.js';
import { useApi } from '../tests/support/api/apiHarness.js';

const api = useApi();

/** Waits until the register holds what a case has done so far. */
async function seen(caseId: string, holds: (body: Record<string, unknown>) => boolean) {
  for (let tries = 0; ; tries += 1) {
    const { body } = await api().get('officer', `/v1/enquiries/${caseId}`);
    if (holds(body) || tries >= 100) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const withDeadline = (body: Record<string, unknown>) => JSON.stringify(body['deadlines'] ?? []).includes('BRA-D1');

interface Found {
  examined: number;
  next: string | null;
  cases: {
    case: string;
    reference: string;
    deadlines: { rule: string; title?: string; was: unknown; now: unknown }[];
  }[];
  refused: { case: string; code: string }[];
}
const found = (body: unknown): Found => body as Found;

/** Bradford's policy as a second version with three days for the first enquiries. */
async function storeSecond(): Promise<void> {
  const { policy, details } = loadPack('bradford');
  const compiled = {
    ...policy,
    version: '2',
    deadlines: policy.deadlines.map((rule) => (rule.id === 'BRA-D1' ? { ...rule, amount: 30 } : rule)),
  };
  await api().register.packs.store('bradford', {
    pack: 'bradford',
    version: '2',
    source: 'pack: bradford',
    compiled,
    details,
    effectiveFrom: '2999-01-01',
    sha256: '0'.repeat(64),
  });
}

describe('the preview of an adoption', () => {
  test('names what would move on a case, and changes nothing', async () => {
    await storeSecond();
    const { refer, get, post } = api();
    const caseId = await refer({ facts: { cp_plan: true } });
    const before = await seen(caseId, withDeadline);
    const preview = await post('manager', `/v1/enquiries/${caseId}/adoptPolicy/preview`, { policy: 'bradford@2' });
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({
      was: { policy: 'bradford@1' },
      now: { policy: 'bradford@2' },
      deadlines: [{ rule: 'BRA-D1', title: 'Initial enquiries for a prioritised child', was: { state: 'open' } }],
    });
    const after = await get('officer', `/v1/enquiries/${caseId}`);
    expect(after.body.seq).toBe(before['seq']);
  });

  test('says why it would be refused, and is for managers', async () => {
    const { refer, post } = api();
    const caseId = await refer({ facts: { cp_plan: true } });
    await seen(caseId, withDeadline);
    const path = `/v1/enquiries/${caseId}/adoptPolicy/preview`;
    expect((await post('manager', path, { policy: 'bradford@1' })).body.code).toBe('invalid');
    expect((await post('manager', path, { policy: 'bradford@77' })).status).toBe(400);
    expect((await post('officer', path, { policy: 'bradford@2' })).body.code).toBe('not_allowed');
  });

  test('everywhere goes page by page over the open cases', async () => {
    const { post } = api();
    const first = found((await post('manager', '/v1/policy-adoptions/preview?limit=1', { policy: 'bradford@2' })).body);
    expect(first.examined).toBe(1);
    expect(first.next).not.toBeNull();
    const rest = found(
      (await post('manager', `/v1/policy-adoptions/preview?after=${first.next ?? ''}`, { policy: 'bradford@2' })).body,
    );
    expect(rest.next).toBeNull();
    const rules = [...first.cases, ...rest.cases].map((one) => one.deadlines.map(({ rule }) => rule));
    expect(rules).toEqual([['BRA-D1'], ['BRA-D1']]);
    const same = found((await post('manager', '/v1/policy-adoptions/preview', { policy: 'bradford@1' })).body);
    expect(same.refused.map(({ code }) => code)).toEqual(['invalid', 'invalid']);
  });
});

describe('the preview of a calendar', () => {
  test('names the deadlines that would move, and leaves the calendar as it is', async () => {
    const { refer, post } = api();
    const caseId = await refer({ facts: { cp_plan: true } });
    const body = await seen(caseId, withDeadline);
    const due = (body['deadlines'] as { rule: string; due: string }[]).find(({ rule }) => rule === 'BRA-D1')?.due ?? '';
    const before = await api().register.calendars.latest('bradford', 'england');
    const answer = await post('administrator', '/v1/calendar-changes/preview', { addClosureDay: due });
    expect(answer.status).toBe(200);
    const mine = found(answer.body).cases.find((one) => one.case === caseId);
    expect(mine?.deadlines).toMatchObject([{ rule: 'BRA-D1', was: { due, state: 'open' }, now: { state: 'open' } }]);
    expect(await api().register.calendars.latest('bradford', 'england')).toEqual(before);
    expect(answer.body['reason']).toBe(`${due} became a closure day`);
  });

  test('is of one change, of a calendar that is loaded, for administrators', async () => {
    const { post } = api();
    const path = '/v1/calendar-changes/preview';
    expect((await post('manager', path, { addClosureDay: '2026-12-29' })).body.code).toBe('not_allowed');
    expect((await post('administrator', path, {})).status).toBe(400);
    expect(
      (await post('administrator', path, { addNonPupilDay: { school: 'nowhere', date: '2026-12-01' } })).status,
    ).toBe(400);
  });
});

test('an enquiry says which checks are not open, and why', async () => {
  const caseId = await api().refer({ facts: { cp_plan: true } });
  const body = await seen(caseId, withDeadline);
  expect(body['notOpen']).toContainEqual(
    expect.objectContaining({ id: 'BRA-C13', title: 'Border Force', why: ['safeguarding_concern is not known'] }),
  );
});
