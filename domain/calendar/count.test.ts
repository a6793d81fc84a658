import { describe, expect, test } from '@jest/globals';
import { loadCalendars, withBankHoliday, withClosureDay } from '../../config/calendars.js';
import { countFrom, workingDayBefore, workingDayFrom } from './count.js';
import type { Mode, Unit } from './types.js';

const calendars = loadCalendars({ school: 'r26' });
const count = (from: string, amount: number, unit: Unit, mode: Mode = 'after', on = calendars) => {
  const counted = countFrom(from, { amount, unit, mode }, on);
  return counted.ok ? counted.date : counted.missing;
};

describe('working days', () => {
  test('pass over weekends, bank holidays and closure days, and say which', () => {
    const counted = countFrom('2026-12-21', { amount: 5, unit: 'working_day', mode: 'after' }, calendars);
    expect(counted).toEqual({
      ok: true,
      date: '2026-12-30',
      skipped: [
        { date: '2026-12-25', why: 'bank holiday' },
        { date: '2026-12-28', why: 'bank holiday' },
      ],
    });
    expect(count('2026-12-21', 5, 'working_day', 'after', withClosureDay(calendars, '2026-12-24'))).toBe('2026-12-31');
    expect(count('2027-03-18', 10, 'working_day')).toBe('2027-04-05');
    expect(count('2027-03-18', 10, 'working_day', 'after', withBankHoliday(calendars, '2027-04-02'))).toBe(
      '2027-04-06',
    );
    expect(count('2027-04-01', 5, 'working_day')).toBe('2027-04-08');
    expect(count('2027-02-01', 10, 'working_day')).toBe('2027-02-15');
  });

  test('count the day itself where they are inclusive, and move on from a day that is none', () => {
    expect(count('2026-12-21', 1, 'working_day', 'inclusive')).toBe('2026-12-21');
    expect(count('2026-12-25', 1, 'working_day', 'inclusive')).toBe('2026-12-29');
    expect(workingDayFrom('2027-01-01', calendars)).toMatchObject({ date: '2027-01-04' });
    expect(workingDayBefore('2026-12-29', calendars)).toBe('2026-12-24');
  });

  test('end with the calendar, which is named', () => {
    expect(count('2028-01-28', 5, 'working_day')).toEqual({ calendar: 'england', needed: '2028-02-01' });
    expect(workingDayBefore('2026-01-02', calendars)).toBeUndefined();
  });
});

describe('school days', () => {
  test('count the first missed day as day 1, over half term and INSET days', () => {
    expect(count('2026-10-12', 10, 'school_day', 'inclusive')).toBe('2026-10-23');
    expect(count('2026-10-12', 11, 'school_day', 'inclusive')).toBe('2026-11-03');
    expect(count('2026-10-12', 20, 'school_day', 'inclusive')).toBe('2026-11-16');
  });

  test('count from the day after where they are not inclusive', () => {
    expect(count('2026-10-23', 1, 'school_day')).toBe('2026-11-03');
    expect(count('2026-10-23', 1, 'school_day', 'inclusive')).toBe('2026-10-23');
  });

  test('end with the calendar: the first day beyond it is named, weekends are not', () => {
    expect(count('2027-07-21', 1, 'school_day')).toEqual({ calendar: 'r26', needed: '2027-07-22' });
    const none = { ...calendars, school: { id: 'oak', missing: true as const } };
    expect(count('2027-02-06', 1, 'school_day', 'inclusive', none)).toEqual({ calendar: 'oak', needed: '2027-02-08' });
  });

  test('end of the n-th term', () => {
    expect(count('2026-10-12', 1, 'term')).toBe('2026-12-18');
    expect(count('2026-12-18', 2, 'term')).toBe('2027-03-25');
    expect(count('2026-12-21', 3, 'term')).toEqual({ calendar: 'r26', needed: '2027-07-22' });
  });
});

describe('calendar arithmetic', () => {
  test.each<[string, number, Unit, Mode, string]>([
    ['2026-12-17', 15, 'calendar_day', 'inclusive', '2026-12-31'],
    ['2026-12-17', 15, 'calendar_day', 'after', '2027-01-01'],
    ['2027-01-05', 4, 'week', 'inclusive', '2027-02-01'],
    ['2027-01-05', 4, 'week', 'after', '2027-02-02'],
    ['2027-01-31', 1, 'month', 'after', '2027-02-28'],
    ['2027-10-31', 1, 'month', 'after', '2027-11-30'],
    ['2028-02-29', 1, 'year', 'after', '2029-02-28'],
    ['2026-11-30', 3, 'month', 'after', '2027-02-28'],
    ['2027-01-05', 0, 'calendar_day', 'after', '2027-01-05'],
  ])('%s and %i %s, %s', (from, amount, unit, mode, expected) => {
    expect(count(from, amount, unit, mode)).toBe(expected);
  });
});
