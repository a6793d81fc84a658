import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadLondon } from '../config/calendars.js';
import {
  accepted,
  addCase,
  assigned,
  breached,
  closed,
  due,
  proposed,
  received,
} from '../tests/support/register/happened.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();
const london = loadLondon();
/** Wednesday 6 January 2027, 9:00 in London. */
const AT = '2027-01-06T09:00:00Z';
const ids: Record<string, string> = {};

beforeAll(async () => {
  const { register } = open();
  // Open, with an officer, late since the end of 30 December.
  ids.late = await addCase(
    register,
    [
      received('2026-12-21T10:12:00Z', '2015-05-04'),
      accepted('2026-12-21T10:13:00Z'),
      assigned('2026-12-21T11:00:00Z', 'officer-a'),
      due('2026-12-21T10:13:00Z', '2026-12-30'),
      breached('2026-12-31T00:00:00Z', '2026-12-30', '2026-12-31T09:00:00Z'),
    ],
    { child: { givenName: 'Ada', familyName: 'Late', dateOfBirth: '2015-05-04', school: 'oak' } },
  );
  // Open, nobody's, due on 8 January; restricted by its record alone.
  ids.restricted = await addCase(
    register,
    [
      received('2027-01-04T10:00:00Z', '2012-09-01'),
      accepted('2027-01-04T10:01:00Z'),
      due('2027-01-04T10:01:00Z', '2027-01-08'),
    ],
    { child: { givenName: 'Ben', familyName: 'Hidden', dateOfBirth: '2012-09-01', school: 'oak' }, restricted: true },
  );
  // Proposed on 5 January; due on 13 January. Its deadline was still open a second ago.
  ids.proposed = await addCase(
    register,
    [
      received('2026-12-01T10:00:00Z'),
      accepted('2026-12-03T10:00:00Z'),
      assigned('2026-12-03T10:05:00Z', 'officer-a'),
      due('2026-12-03T10:05:00Z', '2027-01-13'),
      proposed('2027-01-05T10:00:00Z'),
    ],
    { child: { givenName: 'Cy', familyName: 'Ready', school: 'elm' } },
  );
  // Waits for acceptance.
  ids.received = await addCase(register, [received('2027-01-05T10:00:00Z')]);
  // Over: received on a Friday, accepted on the Monday, closed on the Wednesday after.
  await addCase(register, [
    received('2026-11-27T10:00:00Z'),
    accepted('2026-11-30T10:00:00Z'),
    closed('2026-12-09T10:00:00Z'),
  ]);
  // Over in the last minute of 31 December in London, and begun the year before last.
  await addCase(register, [
    received('2025-10-01T10:00:00Z'),
    accepted('2025-10-01T10:01:00Z'),
    closed('2026-12-31T23:59:30Z'),
  ]);
  // The duplicate of another, and a case of another authority.
  await addCase(register, [
    received('2026-12-10T10:00:00Z'),
    accepted('2026-12-10T10:01:00Z'),
    [
      '2026-12-11T10:00:00Z',
      { type: 'outcomeDecided', rule: 'BRA-O9', outcome: 'duplicate', effect: 'closes', cmeFrom: '2026-12-10' },
      'manager-a',
    ],
    closed('2026-12-11T10:00:01Z'),
  ]);
  await addCase(register, [received('2027-01-04T10:00:00Z'), accepted('2027-01-04T10:01:00Z')], { authority: 'luton' });
});

describe('all cases at once', () => {
  test('are counted as the worklist finds them', async () => {
    const { register } = open();
    expect(await register.oversight.counts('bradford', AT, '2027-01-14', london)).toEqual({
      ...{ open: 4, dueSoon: 2, overdue: 1, unassigned: 2, concern: 0 },
    });
    // 13 January is no longer soon where the first day that does not count is 13 January.
    expect(await register.oversight.counts('bradford', AT, '2027-01-13', london)).toMatchObject({ dueSoon: 1 });
    expect(await register.worklist.count('bradford', { status: ['received', 'open'], late: { at: AT } })).toBe(1);
    expect(await register.oversight.counts('luton', AT, '2027-01-14', london)).toMatchObject({ open: 1, overdue: 0 });
  });

  test('stand under their stage, officer and school; a restricted one under no school', async () => {
    const { oversight } = open().register;
    expect(await oversight.byStage('bradford', AT)).toEqual([
      { value: 'decision', open: 1, late: 0 },
      { value: 'enquiries', open: 2, late: 1 },
      { value: 'received', open: 1, late: 0 },
    ]);
    expect(await oversight.byOfficer('bradford', AT)).toEqual([
      { value: 'officer-a', open: 2, late: 1 },
      { value: null, open: 2, late: 0 },
    ]);
    expect(await oversight.bySchool('bradford', AT, 10)).toEqual([
      { value: null, open: 2, late: 0 },
      { value: 'elm', open: 1, late: 0 },
      { value: 'oak', open: 1, late: 1 },
    ]);
  });

  test('by age in whole years: eleven on 6 January 2027, fourteen, and two unknown', async () => {
    expect(await open().register.oversight.ages('bradford', '2027-01-06')).toEqual([
      { age: 11, open: 1 },
      { age: 14, open: 1 },
      { age: null, open: 2 },
    ]);
    expect(await open().register.oversight.ages('bradford', '2027-09-01')).toContainEqual({ age: 15, open: 1 });
  });

  test('by month: what began and what ended, duplicates left out', async () => {
    const span = { from: '2026-02-01', to: '2027-01-07' };
    expect(await open().register.oversight.months('bradford', span, london)).toEqual([
      { month: '2026-11', received: 1, ended: 0 },
      { month: '2026-12', received: 2, ended: 2 },
      { month: '2027-01', received: 2, ended: 0 },
    ]);
  });

  test('by the days on which they came to a stage and left it', async () => {
    const span = { from: '2026-02-01', to: '2027-01-07' };
    expect(await open().register.oversight.stages('bradford', span, london)).toEqual([
      // The one from 1 October 2025 is over, and began within the year before the span.
      { stage: 'enquiries', from: '2025-10-01', to: '2026-12-31', cases: 1 },
      { stage: 'enquiries', from: '2026-11-30', to: '2026-12-09', cases: 1 },
      { stage: 'enquiries', from: '2026-12-03', to: '2027-01-05', cases: 1 },
      { stage: 'enquiries', from: '2026-12-10', to: '2026-12-11', cases: 1 },
      { stage: 'received', from: '2026-11-27', to: '2026-11-30', cases: 1 },
      { stage: 'received', from: '2026-12-01', to: '2026-12-03', cases: 1 },
      { stage: 'received', from: '2026-12-10', to: '2026-12-10', cases: 1 },
      { stage: 'received', from: '2026-12-21', to: '2026-12-21', cases: 1 },
      { stage: 'received', from: '2027-01-04', to: '2027-01-04', cases: 1 },
    ]);
  });

  test('late ones come with what names them, of this authority alone', async () => {
    const { oversight } = open().register;
    expect(await oversight.late('bradford', AT, 10)).toEqual([
      expect.objectContaining({ caseId: ids.late, givenName: 'Ada', restricted: false, since: '2026-12-30T23:59:59Z' }),
    ]);
    expect(await oversight.late('luton', AT, 10)).toEqual([]);
    expect(await oversight.named('luton', Object.values(ids))).toEqual([]);
    expect(await oversight.casesOf('bradford', null, 10)).toEqual([
      expect.objectContaining({ caseId: ids.restricted, restricted: true, nextDue: '2027-01-08' }),
      expect.objectContaining({ caseId: ids.received, nextDue: null }),
    ]);
  });
});

describe('what waits', () => {
  test('for a decision: acceptance, a proposed outcome, a duplicate, an override that was not used', async () => {
    const { register } = open();
    const more = await addCase(register, [
      received('2026-12-02T10:00:00Z'),
      accepted('2026-12-02T10:01:00Z'),
      [
        '2026-12-03T10:00:00Z',
        {
          ...{
            type: 'duplicateProposed',
            proposal: 'proposal-1',
            receivedAt: '2026-12-03T10:00:00Z',
            child: {},
            facts: {},
          },
          referrer: { id: '2', kind: 'school', reply: null, verified: true },
          rule: 'SYS-DUPLICATE',
        },
      ],
      [
        '2026-12-04T10:00:00Z',
        { type: 'gateOverridden', action: 'inactive', second: 'manager-b', reason: 'text-1', lifted: [] },
        'manager-a',
      ],
    ]);
    const waiting = await register.decisions.waiting('bradford', 50);
    expect(waiting.map(({ kind, caseId, proposals, lifted }) => ({ kind, caseId, proposals, lifted }))).toEqual([
      { kind: 'duplicate', caseId: more, proposals: ['proposal-1'], lifted: ['inactive'] },
      { kind: 'override', caseId: more, proposals: ['proposal-1'], lifted: ['inactive'] },
      { kind: 'accept', caseId: ids.received, proposals: [], lifted: [] },
    ]);
    expect(await register.decisions.counts('bradford')).toEqual([
      { kind: 'accept', waiting: 1 },
      { kind: 'duplicate', waiting: 1 },
    ]);
    expect(await register.decisions.waiting('luton', 50)).toEqual([]);
  });

  test('breaches that stand, with who was told of each and what became of the message', async () => {
    const { register } = open();
    const told = (recipient: string) => ({
      ...{ type: 'messageDue' as const, rule: 'BRA-D1', purpose: 'breach' as const, basis: 'default' as const },
      ...{
        occurrence: 1,
        to: recipient,
        channel: 'email' as const,
        template: 'breach',
        fields: {},
        safeguarding: false,
      },
    });
    const caseId = await addCase(register, [
      received('2026-12-14T10:00:00Z'),
      accepted('2026-12-14T10:01:00Z'),
      due('2026-12-14T10:01:00Z', '2026-12-21'),
      breached('2026-12-22T00:00:00Z', '2026-12-21', '2026-12-22T09:00:00Z'),
      ['2026-12-22T00:00:00Z', told('senior')],
      ['2026-12-22T09:00:00Z', { ...told('manager'), step: { of: 'breach', occurrence: 1 } }],
    ]);
    expect(await register.breaches.count('bradford')).toBe(2);
    const [first, second] = await register.breaches.standing('bradford', 10);
    expect(first).toMatchObject({
      ...{ caseId, rule: 'BRA-D1', due: '2026-12-21', managerToldAt: '2026-12-22T09:00:00Z' },
      told: [
        { recipient: 'senior', at: '2026-12-22T00:00:00Z', state: 'due', sentAt: null },
        { recipient: 'manager', at: '2026-12-22T09:00:00Z', state: 'due', sentAt: null },
      ],
    });
    expect(second).toMatchObject({ caseId: ids.late, managerToldAt: null, told: [] });
    expect(await register.breaches.standing('luton', 10)).toEqual([]);
  });

  test('concerns, unacknowledged first with their ladder, and histories to be reviewed', async () => {
    const { register } = open();
    const raise = (concern: string, at: string, immediate: boolean) =>
      [
        at,
        {
          ...{ type: 'concernRaised' as const, concern, kind: 'welfare' as const, immediate, rule: 'SYS-CONCERN' },
          ...{ taskDueAt: '2027-01-06T09:50:00Z', deputyAt: '2027-01-06T09:20:00Z', managerAt: '2027-01-06T09:50:00Z' },
        },
        'officer-a',
      ] as const;
    const caseId = await addCase(register, [
      received('2027-01-02T10:00:00Z'),
      accepted('2027-01-02T10:01:00Z'),
      ['2027-01-02T10:01:00Z', { type: 'factRecorded', fact: 'csc_historic', value: true }, 'officer-a'],
      raise('concern-1', '2027-01-05T08:50:00Z', true),
      [
        '2027-01-05T09:00:00Z',
        { type: 'concernAcknowledged', concern: 'concern-1', spokenTo: 'text-1', rule: 'SYS-CONCERN' },
        'dsl-a',
      ],
      raise('concern-2', '2027-01-06T08:50:00Z', false),
    ]);
    const found = await register.concernsWaiting.open('bradford', 10);
    expect(found.map(({ concern, acknowledgedAt }) => ({ concern, acknowledgedAt }))).toEqual([
      { concern: 'concern-2', acknowledgedAt: null },
      { concern: 'concern-1', acknowledgedAt: '2027-01-05T09:00:00Z' },
    ]);
    expect(found[0]?.ladder).toEqual({
      ...{ deputyAt: '2027-01-06T09:20:00Z', deputyTold: false },
      ...{ managerAt: '2027-01-06T09:50:00Z', managerTold: false },
    });
    expect(await register.concernsWaiting.unacknowledged('bradford')).toBe(1);
    expect((await register.concernsWaiting.history('bradford', 10)).map((one) => one.caseId)).toEqual([caseId]);
    expect(await register.concernsWaiting.open('luton', 10)).toEqual([]);
    expect(await register.concernsWaiting.history('luton', 10)).toEqual([]);
  });
});
