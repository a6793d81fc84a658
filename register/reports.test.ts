import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadLondon } from '../config/calendars.js';
import type { Clock, Happening } from '../domain/events.js';
import type { Instant } from '../domain/time.js';
import { referral } from '../tests/support/register/referrals.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();
const london = loadLondon();
const CENSUS = '2027-01-21';

const received = (receivedAt: Instant, dateOfBirth?: string): [Instant, Happening] => [
  receivedAt,
  {
    type: 'referralReceived',
    referrer: { id: '1', kind: 'school', reply: 'email', verified: true },
    referral: 1,
    receivedAt,
    child: dateOfBirth === undefined ? {} : { dateOfBirth },
    policy: 'bradford@1',
  },
];
const accepted = (at: Instant): [Instant, Happening] => [at, { type: 'referralAccepted', rule: 'BRA-S1' }];
const closed = (at: Instant): [Instant, Happening] => [at, { type: 'caseClosed', rule: 'BRA-O1' }];
const reason = (at: Instant, value: string): [Instant, Happening] => [
  at,
  { type: 'factRecorded', fact: 'return_reason', value },
];
const clock: Clock = { event: 'referral_received', from: '2026-12-21', amount: 5, unit: 'working_day', mode: 'after' };
const missed = (due: string, breachedAt: Instant, rule = 'BRA-D1'): [Instant, Happening][] => [
  [
    '2026-12-21T12:00:00Z',
    {
      type: 'deadlineSet',
      rule,
      occurrence: 1,
      actor: 'authority',
      due,
      dueAt: `${due}T23:59:59Z`,
      clock,
      skipped: [],
    },
  ],
  [breachedAt, { type: 'deadlineBreached', rule, occurrence: 1, due, tellManagerAt: null }],
];

const START = '2026-12-21T10:12:00Z';
const AT = '2026-12-21T10:13:00Z';

async function add(
  happened: readonly (readonly [Instant, Happening])[],
  child: { sex?: string } = {},
  authority = 'bradford',
): Promise<string> {
  const { register } = open();
  const { caseId } = await register.cases.mintCase(
    referral({ authority, child: { givenName: 'Child', familyName: 'Example', ...child } }),
  );
  const events = happened.map(([at, happening], index) => ({ ...happening, seq: index + 1, at, by: 'system' }));
  await register.record.recordEvents({ authority, caseId, events, carriedOutAt: START });
  return caseId;
}

beforeAll(async () => {
  // Missing since 1 December: seven weeks and two days. Eleven on 31 August 2026.
  await add(
    [
      received(START, '2015-05-04'),
      accepted(AT),
      ['2026-12-21T10:14:00Z', { type: 'factRecorded', fact: 'first_absence', value: '2026-12-01' }],
      reason('2026-12-22T10:00:00Z', 'NAT-RETURN-Q1'),
      ...missed('2026-12-30', '2026-12-31T00:00:00Z'),
      [
        '2027-01-02T10:00:00Z',
        { type: 'ladderStopped', rule: 'BRA-D1', occurrence: 1, doneAt: '2027-01-02T10:00:00Z' },
      ],
    ],
    { sex: 'F' },
  );
  // Found on the census day itself: not missing at its end.
  await add([received(START), accepted(AT), closed('2027-01-21T10:00:00Z')]);
  // The reason was recorded the day after; from receipt on 21 December it is four weeks and three days.
  await add([
    received(START),
    accepted(AT),
    ...missed('2026-12-31', '2027-01-01T00:00:00Z'),
    ['2027-01-05T10:00:00Z', { type: 'breachWithdrawn', rule: 'BRA-D1', occurrence: 1, reason: 'done in time' }],
    [
      '2027-01-11T10:00:00Z',
      { type: 'deadlineBreached', rule: 'BRA-D2', occurrence: 1, due: '2027-01-10', tellManagerAt: null },
    ],
    reason('2027-01-22T00:00:00Z', 'NAT-RETURN-Q2'),
  ]);
  await add([received(START), accepted(AT), ['2027-01-10T10:00:00Z', { type: 'madeInactive', rule: 'BRA-O4' }]]);
  // Sixteen on 31 August 2026: compulsory age ended in June.
  await add([received(START, '2010-08-31'), accepted(AT)]);
  await add([received(START)]);
  await open().register.cases.markRehearsed('bradford', await add([received(START), accepted(AT)]), 0);
  await add([
    received(START),
    accepted(AT),
    [
      '2027-01-25T10:00:00Z',
      { type: 'outcomeDecided', rule: 'BRA-O9', outcome: 'duplicate', effect: 'closes', cmeFrom: '2026-12-21' },
    ],
    closed('2027-01-25T10:00:01Z'),
  ]);
  // The year before, 1 September 2025 to 31 August 2026: twice open in it; open when it began; over on its eve.
  await add([
    received('2026-03-01T10:00:00Z'),
    accepted('2026-03-01T10:01:00Z'),
    closed('2026-05-01T10:00:00Z'),
    ['2026-06-01T10:00:00Z', { type: 'caseReopened', reason: 'text-1' }],
    closed('2026-06-10T10:00:00Z'),
  ]);
  await add([received('2025-07-01T10:00:00Z'), accepted('2025-07-01T10:01:00Z'), closed('2025-09-02T10:00:00Z')]);
  await add([received('2024-10-01T10:00:00Z'), accepted('2024-10-01T10:01:00Z'), closed('2025-08-31T10:00:00Z')]);
  await add([received(START), accepted(AT)], {}, 'luton');
});

describe('the national return', () => {
  test('counts who was missing at the end of the census day, by what was known then', async () => {
    const counts = await open().register.reports.nationalReturn('bradford', CENSUS, london);
    expect(counts).toEqual({
      censusDay: CENSUS,
      previousYear: { from: '2025-09-01', to: '2026-08-31' },
      onCensusDay: 2,
      inPreviousYear: 2,
      rows: [
        { reason: 'NAT-RETURN-Q1', band: 'NAT-RETURN-B3', yearGroup: '7', sex: 'F', children: 1 },
        { reason: 'NAT-RETURN-Q10', band: 'NAT-RETURN-B3', yearGroup: 'unknown', sex: 'unknown', children: 1 },
      ],
      leftOut: { inactive: 1, notOfAge: 1 },
    });
  });

  test('on another day it is another count: nothing is read from the present', async () => {
    const day = async (census: string) => open().register.reports.nationalReturn('bradford', census, london);
    expect(await day('2026-12-20')).toMatchObject({ onCensusDay: 0, rows: [] });
    expect(await day('2027-01-20')).toMatchObject({ onCensusDay: 3 });
    expect((await day('2027-01-22')).rows.map(({ reason: code }) => code)).toEqual(['NAT-RETURN-Q1', 'NAT-RETURN-Q2']);
  });
});

describe('breaches', () => {
  test('by rule and the month of the due day, with what was withdrawn or done late since', async () => {
    const from = '2026-09-01';
    expect(await open().register.reports.breaches('bradford', { from, to: '2027-08-31', london })).toEqual([
      { month: '2026-12', rule: 'BRA-D1', breached: 2, withdrawn: 1, doneLate: 1 },
      { month: '2027-01', rule: 'BRA-D2', breached: 1, withdrawn: 0, doneLate: 0 },
    ]);
    expect(
      await open().register.reports.breaches('bradford', { from: '2026-12-31', to: '2026-12-31', london }),
    ).toEqual([{ month: '2026-12', rule: 'BRA-D1', breached: 1, withdrawn: 1, doneLate: 0 }]);
    expect(await open().register.reports.breaches('luton', { from, to: '2027-08-31', london })).toEqual([]);
  });
});

test('enquiries are counted by where they stand', async () => {
  const counts = await open().register.reports.enquiries('bradford');
  const of = (group: string) =>
    Object.fromEntries(counts.filter((one) => one.group === group).map((one) => [one.value, one.enquiries]));
  expect(of('status')).toEqual({ received: 1, open: 3, inactive: 1, closed: 5 });
  expect(of('outcome')).toEqual({ duplicate: 1 });
  // The withdrawn and the late-done breach are no longer late; BRA-D2 was never set, so it is no deadline of the case.
  expect(of('late')).toEqual({ 'in time': 3 });
});
