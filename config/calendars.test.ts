import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { countFrom, judgeSchoolDay, judgeWorkingDay } from '../domain/calendar/count.js';
import { unpackPupilDays } from '../domain/calendar/pupilDays.js';
import { offsetMinutes } from '../domain/calendar/london.js';
import { dayNumber } from '../domain/time.js';
import {
  loadCalendars,
  loadSchoolCalendar,
  withBankHoliday,
  withClosureDay,
  withNonPupilDay,
  withPupilDay,
} from './calendars.js';

const calendars = loadCalendars({ school: 'r26' });
const working = (date: string, of = calendars) => judgeWorkingDay(of, dayNumber(date));
const school = (date: string, of = calendars) => judgeSchoolDay(of, dayNumber(date));

const pupilDays = ({ school: calendar }: typeof calendars): number =>
  'missing' in calendar ? NaN : unpackPupilDays(calendar.pupilDays).replaceAll('0', '').length;

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'calendar-')), 'test.yaml');
  writeFileSync(path, text);
  return path;
}

describe('London time', () => {
  test('has the rows of the platform around every change from 2020 to 2045', () => {
    const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
    const { changes } = calendars.london;
    expect(changes).toHaveLength(52);
    for (const [at] of changes)
      for (const hours of [-25, -1, 0, 1, 25]) {
        const instant = new Date(Date.parse(at) + hours * 3_600_000);
        const offset = offsetMinutes(calendars.london, instant.toISOString().replace('.000Z', 'Z'));
        expect((instant.getUTCHours() + offset / 60) % 24).toBe(Number(wall.format(instant)));
      }
  });

  test('misses no change of the platform: every day at noon agrees', () => {
    const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
    for (let day = dayNumber('2020-04-01'); day < dayNumber('2046-01-01'); day += 1) {
      const noon = new Date(day * 86_400_000 + 43_200_000);
      const offset = offsetMinutes(calendars.london, noon.toISOString().replace('.000Z', 'Z'));
      if (12 + offset / 60 !== Number(wall.format(noon))) throw new Error(`disagrees on ${noon.toISOString()}`);
    }
  });
});

describe('the working days of England', () => {
  test('pass over bank holidays and closure days, and say why', () => {
    expect(working('2026-12-24')).toEqual({ counts: true });
    expect(working('2026-12-28')).toEqual({ counts: false, why: 'bank holiday' });
    expect(working('2026-12-29', loadCalendars({ closureDays: ['2026-12-29'] }))).toEqual({
      counts: false,
      why: 'closure day',
    });
  });

  test('end where the calendar is loaded to, and name what is missing', () => {
    const counted = countFrom('2028-01-28', { amount: 5, unit: 'working_day', mode: 'after' }, calendars);
    expect(counted).toEqual({ ok: false, missing: { calendar: 'england', needed: '2028-02-01' } });
  });
});

describe('the demonstration school year', () => {
  test('has 190 pupil days', () => {
    expect(pupilDays(calendars)).toBe(190);
  });

  test('is at most 1 KB of JSON in a case', () => {
    expect(JSON.stringify(calendars.school).length).toBeLessThanOrEqual(1024);
  });

  test('says why a weekday has no pupils', () => {
    expect(school('2026-10-26')).toEqual({ counts: false, why: 'half term' });
    expect(school('2026-11-02')).toEqual({ counts: false, why: 'INSET day' });
    expect(school('2027-05-03')).toEqual({ counts: false, why: 'bank holiday' });
    expect(school('2027-04-01')).toEqual({ counts: false, why: 'holiday' });
    expect(school('2027-01-05')).toEqual({ counts: true });
  });

  test('a calendar that is not loaded is named, and the next in line is asked', () => {
    expect(loadCalendars({ school: 'oak' }).school).toEqual({ id: 'oak', missing: true });
    expect(loadCalendars({ school: 'oak', authority: 'r26' }).school).toMatchObject({ id: 'r26' });
  });
});

describe('changed calendars', () => {
  test('a bank holiday and a closure day change working days only', () => {
    const holiday = withBankHoliday(calendars, '2027-02-01');
    expect(working('2027-02-01', holiday)).toEqual({ counts: false, why: 'bank holiday' });
    expect(holiday.school).toBe(calendars.school);
    expect(working('2026-12-29', withClosureDay(calendars, '2026-12-29'))).toEqual({
      counts: false,
      why: 'closure day',
    });
  });

  test('a day without pupils and a day with pupils change that school only', () => {
    const fewer = withNonPupilDay(calendars, 'r26', '2027-02-01');
    expect(school('2027-02-01', fewer)).toEqual({ counts: false, why: 'INSET day' });
    expect(fewer.working).toBe(calendars.working);
    const more = withPupilDay(calendars, 'r26', '2026-10-28');
    expect(school('2026-10-28', more)).toEqual({ counts: true });
    expect(school('2026-10-27', more)).toEqual({ counts: false, why: 'half term' });
    expect(school('2026-10-29', more)).toEqual({ counts: false, why: 'half term' });
    expect(pupilDays(withPupilDay(fewer, 'r26', '2027-02-01'))).toBe(190);
    expect(withNonPupilDay(calendars, 'another', '2027-02-01')).toBe(calendars);
  });
});

describe('a calendar file', () => {
  test('is refused with every problem, its line and its column', () => {
    const path = file(
      [
        'id: s1',
        'title: A school',
        'from: 2026-09-01',
        'to: 2026-12-18',
        'terms:',
        '  - { name: autumn, from: 2026-09-01, to: 2026-10-23 }',
        '  - { name: winter, from: 2026-10-23, to: 2027-01-08 }',
        'gaps: []',
      ].join('\n'),
    );
    expect(() => loadSchoolCalendar(path)).toThrow(
      `${path}:7:5: terms[1]: lies outside the calendar, 2026-09-01 to 2026-12-18\n` +
        `${path}:7:5: terms[1]: overlaps the one before, which ends on 2026-10-23`,
    );
  });

  test('must say why a weekday outside the terms has no pupils', () => {
    const path = file(
      'id: s1\ntitle: A\nfrom: 2026-09-01\nto: 2026-09-04\nterms:\n  - { name: a, from: 2026-09-02, to: 2026-09-04 }\ngaps: []\n',
    );
    expect(() => loadSchoolCalendar(path)).toThrow(/7:7: gaps: expected a gap that says why 2026-09-01/);
  });

  test('refuses a date that does not exist', () => {
    const path = file('id: s1\ntitle: A\nfrom: 2026-02-30\nto: 2026-09-04\nterms: []\ngaps: []\n');
    expect(() => loadSchoolCalendar(path)).toThrow(`${path}:3:7: from: expected a date such as 2026-12-21`);
  });
});
