import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadLondon } from '../../config/calendars.js';
import { instantOf } from '../time.js';
import { atTime, endOfDay, londonDate, londonInstant, londonTimeOfDay, startOfDay } from './london.js';

const london = loadLondon();

describe('the clocks go forward', () => {
  test('an hour does not exist', () => {
    expect(londonInstant(london, '2027-03-28', '00:59')).toBe('2027-03-28T00:59:00Z');
    expect(londonInstant(london, '2027-03-28', '01:00')).toBeUndefined();
    expect(londonInstant(london, '2027-03-28', '01:59:59')).toBeUndefined();
    expect(londonInstant(london, '2027-03-28', '02:00')).toBe('2027-03-28T01:00:00Z');
  });

  test('the day has 23 hours', () => {
    expect(startOfDay(london, '2027-03-28')).toBe('2027-03-28T00:00:00Z');
    expect(endOfDay(london, '2027-03-28')).toBe('2027-03-28T22:59:59Z');
    expect(atTime(london, '2027-03-29', '09:00')).toBe('2027-03-29T08:00:00Z');
  });
});

describe('the clocks go back', () => {
  test('an hour occurs twice, and the first is meant', () => {
    expect(londonInstant(london, '2026-10-25', '00:30')).toBe('2026-10-24T23:30:00Z');
    expect(londonInstant(london, '2026-10-25', '01:30')).toBe('2026-10-25T00:30:00Z');
    expect(londonInstant(london, '2026-10-25', '02:00')).toBe('2026-10-25T02:00:00Z');
  });

  test('the day has 25 hours', () => {
    expect(startOfDay(london, '2026-10-25')).toBe('2026-10-24T23:00:00Z');
    expect(endOfDay(london, '2026-10-25')).toBe('2026-10-25T23:59:59Z');
    expect(londonTimeOfDay(london, '2026-10-25T00:30:00Z')).toBe('01:30');
    expect(londonTimeOfDay(london, '2026-10-25T01:30:00Z')).toBe('01:30');
  });
});

test('London has the date and the time that the platform shows, at any second from 2020 to 2045', () => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  fc.assert(
    fc.property(fc.integer({ min: 1_577_836_800, max: 2_366_841_600 }), (seconds) => {
      const instant = instantOf(seconds);
      const [date = '', time = ''] = format.format(new Date(seconds * 1000)).split(', ');
      const [day, month, year] = date.split('/');
      expect(londonDate(london, instant)).toBe(`${year ?? ''}-${month ?? ''}-${day ?? ''}`);
      expect(londonTimeOfDay(london, instant)).toBe(time);
    }),
  );
});
