import { expect, test } from '@jest/globals';
import { loadCalendars } from '../../config/calendars.js';
import { dayOfPeriod } from './dayOfPeriod.js';

const calendars = loadCalendars({ school: 'r26' });
const tenSchoolDays = { amount: 10, unit: 'school_day', mode: 'inclusive' } as const;

// School days from Monday 30 November 2026: 30 Nov to 4 Dec are 1 to 5, 7 to 11 Dec are 6 to 10.
test.each([
  ['2026-11-27', { day: 0, of: 10, over: false }],
  ['2026-11-30', { day: 1, of: 10, over: false }],
  ['2026-12-05', { day: 5, of: 10, over: false }],
  ['2026-12-08', { day: 7, of: 10, over: false }],
  ['2026-12-11', { day: 10, of: 10, over: false }],
  ['2026-12-12', { day: 10, of: 10, over: true }],
])('on %s ten school days stand so', (today, expected) => {
  expect(dayOfPeriod('2026-11-30', tenSchoolDays, today, calendars)).toEqual(expected);
});

test('the day of the event is day 0 where the period is counted after it', () => {
  const period = { amount: 5, unit: 'working_day', mode: 'after' } as const;
  expect(dayOfPeriod('2026-11-30', period, '2026-11-30', calendars)).toMatchObject({ day: 0 });
  expect(dayOfPeriod('2026-11-30', period, '2026-12-01', calendars)).toMatchObject({ day: 1 });
});

test('weeks have no such day, nor has a period beyond the calendar', () => {
  expect(dayOfPeriod('2026-11-30', { amount: 2, unit: 'week', mode: 'after' }, '2026-12-01', calendars)).toBeNull();
  expect(dayOfPeriod('2099-11-30', tenSchoolDays, '2099-12-01', calendars)).toBeNull();
});
