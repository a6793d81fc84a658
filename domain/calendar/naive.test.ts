/** Two implementations that share no line agree on every day of ten invented years. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadLondon, loadSchoolCalendar, loadWorking } from '../../config/calendars.js';
import { changeOf } from '../../config/scenario/changes.js';
import {
  bankHolidayFile,
  FROM,
  inventedYears,
  naiveYears,
  schoolYearFile,
  TO,
} from '../../tests/support/calendar/inventedYears.js';
import {
  clocksOfLondon,
  daysFrom,
  firstShowing,
  hoursLater,
  lastSecondOf,
  naiveCount,
} from '../../tests/support/calendar/naiveCalendar.js';
import { playCase } from '../../tests/support/domain/cases.js';
import { loadPack } from '../../config/pack/load.js';
import { addSeconds } from '../time.js';
import { countFrom } from './count.js';
import { endOfDay, londonDate, londonInstant, londonTimeOfDay, startOfDay } from './london.js';
import type { Calendars, Mode, Unit } from './types.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-ten-years-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Ten files, each loaded behind the one before, as an authority loads a new year into open cases. */
function tenYears(): Calendars {
  const [first, ...later] = inventedYears.map((_, index) => fileOf(`year-${index}.yaml`, schoolYearFile(index)));
  let calendars: Calendars = {
    london: loadLondon(),
    working: loadWorking(fileOf('invented.yaml', bankHolidayFile())),
    school: loadSchoolCalendar(first ?? ''),
  };
  for (const file of later) {
    const load = changeOf({ at: '2026-01-01T00:00:00Z', loadCalendar: file }, (path) => path);
    calendars = load?.change(calendars) ?? calendars;
  }
  return calendars;
}

const calendars = tenYears();
const years = naiveYears();
const everyDay = daysFrom(FROM, TO);

describe('ten invented years', () => {
  test('hold leap days, working days and pupil days in plausible numbers', () => {
    expect(everyDay).toHaveLength(3613);
    expect(everyDay).toEqual(expect.arrayContaining(['2028-02-29', '2032-02-29']));
    expect(years.pupilDays.size).toBeGreaterThan(1800);
    expect(years.pupilDays.size).toBeLessThan(2000);
  });

  test.each<[Unit & ('working_day' | 'school_day'), Mode]>([
    ['working_day', 'after'],
    ['working_day', 'inclusive'],
    ['school_day', 'after'],
    ['school_day', 'inclusive'],
  ])('agree on %ss, %s, from each day, with the days passed over', (unit, mode) => {
    for (const from of everyDay)
      for (const amount of [1, 2, 5, 10, 11, 20]) {
        const counted = countFrom(from, { amount, unit, mode }, calendars);
        const naive = naiveCount(years, from, amount, unit, mode);
        // Beyond the last pupil day only bank holidays are still known.
        if (naive === undefined) {
          if (unit === 'school_day') expect(counted).toMatchObject({ ok: false, missing: { calendar: 'year-2025' } });
          continue;
        }
        // The matcher is slow; it speaks only where texts differ.
        if (JSON.stringify(counted) !== JSON.stringify({ ok: true, ...naive }))
          expect({ from, amount, counted }).toEqual({ from, amount, counted: { ok: true, ...naive } });
      }
  });

  test.each<[Unit & ('calendar_day' | 'week' | 'month' | 'year' | 'term'), Mode, number[]]>([
    ['calendar_day', 'after', [0, 1, 15, 28]],
    ['calendar_day', 'inclusive', [1, 15, 28]],
    ['week', 'after', [1, 4]],
    ['week', 'inclusive', [1, 4, 8]],
    ['month', 'after', [1, 2, 6, 13]],
    ['month', 'inclusive', [1, 3, 12]],
    ['year', 'after', [1, 4]],
    ['year', 'inclusive', [1, 6]],
    ['term', 'after', [1, 2, 3, 6]],
    ['term', 'inclusive', [1, 2]],
  ])('agree on %ss, %s', (unit, mode, amounts) => {
    for (const from of everyDay)
      for (const amount of amounts) {
        const counted = countFrom(from, { amount, unit, mode }, calendars);
        const naive = naiveCount(years, from, amount, unit, mode);
        const expected = naive === undefined ? { ok: false } : { ok: true, ...naive };
        if (counted.ok !== expected.ok || (counted.ok && counted.date !== naive?.date))
          expect({ from, amount, counted }).toEqual({ from, amount, counted: expected });
      }
  });
});

describe('ten years of London', () => {
  test('agree on the first and the last second of each day', () => {
    for (const date of everyDay) {
      const [start, end] = [startOfDay(calendars.london, date), endOfDay(calendars.london, date)];
      if (start !== firstShowing(`${date}T00:00:00`) || end !== lastSecondOf(date))
        expect({ date, start, end }).toEqual({
          date,
          start: firstShowing(`${date}T00:00:00`),
          end: lastSecondOf(date),
        });
    }
  });

  test('agree on each half hour of the days around a clock change, also on those that do not exist', () => {
    const around = everyDay.filter((date) => /-(03-2[4-9]|03-3[01]|10-2[4-9]|10-3[01])$/.test(date));
    let none = 0;
    for (const date of around)
      for (let half = 0; half < 48; half += 1) {
        const time = `${String(half >> 1).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
        const naive = firstShowing(`${date}T${time}:00`);
        if (naive === undefined) none += 1;
        const counted = londonInstant(calendars.london, date, time);
        if (counted !== naive) expect({ date, time, instant: counted }).toEqual({ date, time, instant: naive });
      }
    // Two half hours are skipped each spring.
    expect(none).toBe(2 * 10);
  });

  test('agree on hours, which run on over the clock changes', () => {
    for (const date of everyDay)
      for (const hours of [1, 24, 48, 72]) {
        const at = firstShowing(`${date}T23:00:00`) ?? '';
        const later = hoursLater(at, hours);
        if (addSeconds(at, hours * 3600) !== later) expect(addSeconds(at, hours * 3600)).toBe(later);
        const shown = `${londonDate(calendars.london, later)}T${londonTimeOfDay(calendars.london, later)}:00`;
        if (shown !== clocksOfLondon(new Date(later)))
          expect({ later, shown }).toEqual({ later, shown: clocksOfLondon(new Date(later)) });
      }
  });
});

describe('a deadline in hours', () => {
  const shipped = loadPack('bradford').policy;
  const rule = shipped.deadlines.find(({ id }) => id === 'BRA-D1');
  if (rule === undefined) throw new Error('Bradford has a rule BRA-D1');
  const { when: _when, ...always } = rule;
  const policy = {
    ...shipped,
    deadlines: [{ ...always, amount: 48, unit: 'hour' as const, clock: { event: 'referral_received' as const } }],
  };

  test.each([
    // An hour is lost on Sunday 29 March 2026, so the clocks show an hour more.
    ['2026-03-28T10:00:00Z', '2026-03-30T10:00:00Z', '2026-03-30T11:00:00'],
    // An hour is gained on 25 October 2026.
    ['2026-10-24T09:00:00Z', '2026-10-26T09:00:00Z', '2026-10-26T09:00:00'],
    ['2028-02-28T12:00:00Z', '2028-03-01T12:00:00Z', '2028-03-01T12:00:00'],
  ])('received %s ends %s', (receivedAt, dueAt, shown) => {
    const played = playCase({ world: { policy, calendars }, receivedAt, until: dueAt });
    expect(played.deadline('BRA-D1')).toMatchObject({ dueAt, due: shown.slice(0, 10), state: 'open' });
    expect(clocksOfLondon(new Date(dueAt))).toBe(shown);
    expect(hoursLater(receivedAt, 48)).toBe(dueAt);
  });
});
