import { describe, expect, test } from '@jest/globals';
import { judgeSchoolDay, judgeWorkingDay } from '../domain/calendar/count.js';
import { offsetMinutes } from '../domain/calendar/london.js';
import { dayNumber } from '../domain/time.js';
import { loadCalendars, withBankHoliday, withClosureDay, withNonPupilDay, withPupilDay } from './calendars.js';

const pupilDays = (school: { pupilDays: string } | { missing: true }): number =>
  'missing' in school ? NaN : school.pupilDays.replaceAll('0', '').length;

describe('London time', () => {
  test('has the rows of the platform, every hour around a change from 2020 to 2045', () => {
    const { london } = loadCalendars();
    const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
    expect(london.changes).toHaveLength(52);
    for (const [at] of london.changes)
      for (const hours of [-25, -1, 0, 1, 25]) {
        const instant = new Date(Date.parse(at) + hours * 3_600_000);
        const text = instant.toISOString().replace('.000Z', 'Z');
        const shown = Number(wall.format(instant));
        expect((instant.getUTCHours() + offsetMinutes(london, text) / 60) % 24).toBe(shown);
      }
  });
});

describe('the demonstration school year', () => {
  const calendars = loadCalendars({ school: 'r26' });

  test('has 190 pupil days', () => {
    expect(pupilDays(calendars.school)).toBe(190);
  });

  test('says why a weekday has no pupils', () => {
    const why = (date: string) => judgeSchoolDay(calendars, dayNumber(date));
    expect(why('2026-10-26')).toEqual({ counts: false, why: 'half term' });
    expect(why('2026-11-02')).toEqual({ counts: false, why: 'INSET day' });
    expect(why('2027-05-03')).toEqual({ counts: false, why: 'bank holiday' });
    expect(why('2027-04-01')).toEqual({ counts: false, why: 'holiday' });
  });
  test('size', () => {
    console.log(JSON.stringify(calendars.school).length, JSON.stringify(calendars.working).length);
  });
  test('changes', () => {
    expect(pupilDays(withNonPupilDay(calendars, 'r26', '2027-02-01').school)).toBe(189);
    expect(pupilDays(withPupilDay(calendars, 'r26', '2026-10-28').school)).toBe(191);
    expect(withNonPupilDay(calendars, 'other', '2027-02-01')).toBe(calendars);
    expect(judgeWorkingDay(withBankHoliday(calendars, '2027-02-01'), dayNumber('2027-02-01'))).toEqual({
      counts: false,
      why: 'bank holiday',
    });
    expect(judgeWorkingDay(withClosureDay(calendars, '2026-12-29'), dayNumber('2026-12-29'))).toEqual({
      counts: false,
      why: 'closure day',
    });
  });
});
