import { describe, expect, test } from '@jest/globals';
import { loadCalendars } from '../../../../config/calendars.js';
import { monthsOf, schoolDayKind, workingDayKind } from './months.js';

const { working, school } = loadCalendars({ school: 'r26' });
if ('missing' in school) throw new Error('The school calendar r26 has to be there');

describe('a year in months', () => {
  test('counts the working days of December 2026: 23 weekdays less Christmas Day and Boxing Day’s substitute', () => {
    const [december] = monthsOf({ from: '2026-12-01', to: '2026-12-31' }, workingDayKind(working));
    expect(december?.works).toBe(21);
    // The first of December 2026 is a Tuesday.
    expect(december?.weeks[0]?.map((day) => day?.day ?? null)).toEqual([null, 1, 2, 3, 4, 5, 6]);
    expect(december?.weeks.at(-1)?.map((day) => day?.day ?? null)).toEqual([28, 29, 30, 31, null, null, null]);
    expect(december?.weeks[4]?.[0]).toMatchObject({ date: '2026-12-28', kind: 'bank_holiday', lettered: true });
  });

  test('counts the pupil days of a school, each once, and tells half terms from holidays', () => {
    const months = monthsOf(school, schoolDayKind(school, working.bankHolidays));
    const kinds = new Map(months.flatMap(({ weeks }) => weeks.flat().map((day) => [day?.date, day?.kind] as const)));
    expect(kinds.get('2026-12-25')).toBe('bank_holiday');
    expect(kinds.get('2026-12-21')).toBe('holiday');
    const halfTerm = school.gaps.find(({ why }) => /half term/i.test(why));
    expect(kinds.get(halfTerm?.from ?? '')).toBe('half_term');
    const marks = Array.from(school.pupilDays, (digit) => Number.parseInt(digit, 16).toString(2)).join('');
    expect(months.reduce((sum, { works }) => sum + works, 0)).toBe(marks.replaceAll('0', '').length);
  });

  test('days beyond the calendar are outside', () => {
    const [month] = monthsOf({ from: '2026-12-30', to: '2026-12-31' }, workingDayKind(working));
    expect(month?.works).toBe(2);
    expect(month?.weeks.flat().filter((day) => day?.kind === 'outside')).toHaveLength(29);
  });
});
