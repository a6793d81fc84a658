import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, dayNumber, epochSeconds, instantOf, isIsoDate, isoDate, weekday } from './time.js';

test('a date that does not exist is none', () => {
  for (const none of [
    '2026-02-30',
    '2027-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '2026-01-01T00:00',
    '1899-12-31',
    '2200-01-01',
    '9999-12-31',
  ])
    expect(isIsoDate(none)).toBe(false);
  for (const date of ['2028-02-29', '2000-02-29', '2026-12-31', '1900-01-01', '2199-12-31'])
    expect(isIsoDate(date)).toBe(true);
});

test('days and seconds come back as they went', () => {
  fc.assert(
    fc.property(fc.integer({ min: -600_000, max: 2_900_000 }), (day) => {
      const date = isoDate(day);
      expect(dayNumber(date)).toBe(day);
      expect(date).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
      expect(weekday(day) % 7).toBe(new Date(day * 86_400_000).getUTCDay());
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      expect(epochSeconds(instantOf(seconds))).toBe(seconds);
    }),
  );
});

test('months end where they end', () => {
  expect(addMonths('2026-08-31', 1)).toBe('2026-09-30');
  expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});
