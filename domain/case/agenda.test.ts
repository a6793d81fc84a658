import { expect, test } from '@jest/globals';
import { playCase, worldOf } from '../../tests/support/domain/cases.js';

/** Not traced has no rule under Luton's policy: the case cannot end, and is reviewed every four weeks (SYS-REVIEW). */
test('a case that stays open for a year is reviewed on the first working day from each 28th day', () => {
  const year = playCase({ pack: 'luton', receivedAt: '2026-09-07T10:00', until: '2027-09-07T12:00' });
  const reviews = year.of('taskOpened').filter((task) => task.kind === 'review');
  // Every 28 days from Mon 7 Sep 2026, a Monday each time.
  expect(reviews.map((task) => task.due)).toEqual([
    '2026-10-05',
    '2026-11-02',
    '2026-11-30',
    // Mon 28 Dec is a bank holiday (substitute for Boxing Day).
    '2026-12-29',
    '2027-01-25',
    '2027-02-22',
    '2027-03-22',
    '2027-04-19',
    '2027-05-17',
    '2027-06-14',
    '2027-07-12',
    '2027-08-09',
    '2027-09-06',
  ]);
});

test('closed days that outlast a period bring one review, on the first working day after them', () => {
  const weekly = worldOf('luton', (calendars) => ({
    ...calendars,
    working: {
      ...calendars.working,
      // With the bank holidays of 25 and 28 Dec and 1 Jan, no working day from 21 Dec to 3 Jan.
      closureDays: ['2026-12-21', '2026-12-22', '2026-12-23', '2026-12-24', '2026-12-29', '2026-12-30', '2026-12-31'],
    },
  }));
  const world = { ...weekly, policy: { ...weekly.policy, defaults: { ...weekly.policy.defaults, reviewWeeks: 1 } } };
  const closed = playCase({ world, receivedAt: '2026-11-30T10:00', until: '2027-01-11T12:00' });
  const reviews = closed.of('taskOpened').filter((task) => task.kind === 'review');
  // The Mondays 21 and 28 Dec fall on Mon 4 Jan, with its own.
  expect(reviews.map((task) => task.due)).toEqual(['2026-12-07', '2026-12-14', '2027-01-04', '2027-01-11']);
});
