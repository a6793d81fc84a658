import { describe, expect, test } from '@jest/globals';
import { compulsoryAgeFrom, compulsoryAgeTo, durationBand, isCompulsoryAge, schoolYearOf, yearGroup } from './law.js';
import { addDays } from './time.js';

test('compulsory school age starts on the prescribed day of the fifth birthday or after it', () => {
  expect(compulsoryAgeFrom('2021-03-31')).toBe('2026-03-31');
  expect(compulsoryAgeFrom('2021-04-01')).toBe('2026-08-31');
  expect(compulsoryAgeFrom('2021-09-01')).toBe('2026-12-31');
  expect(compulsoryAgeFrom('2021-12-31')).toBe('2026-12-31');
  expect(compulsoryAgeFrom('2022-01-01')).toBe('2027-03-31');
});

test('it ends on the last Friday in June of the school year of the sixteenth birthday', () => {
  expect(compulsoryAgeTo('2010-09-01')).toBe('2027-06-25');
  expect(compulsoryAgeTo('2011-08-31')).toBe('2027-06-25');
  expect(compulsoryAgeTo('2011-09-01')).toBe('2028-06-30');
  expect(isCompulsoryAge('2011-08-31', '2027-06-25')).toBe(true);
  expect(isCompulsoryAge('2011-08-31', '2027-06-26')).toBe(false);
});

test('the bands of the national return take their lower bound', () => {
  expect(durationBand('2026-09-01', '2026-09-14')).toBe('NAT-RETURN-B1');
  expect(durationBand('2026-09-01', '2026-09-15')).toBe('NAT-RETURN-B2');
  expect(durationBand(null, '2026-09-15')).toBe('NAT-RETURN-B8');
});

test('a year group goes by the age on 31 August before the school year', () => {
  expect(schoolYearOf('2027-08-31')).toEqual({ from: '2026-09-01', to: '2027-08-31' });
  expect(schoolYearOf('2026-09-01')).toEqual({ from: '2026-09-01', to: '2027-08-31' });
  // Eleven on 31 August 2026: year 7 until 31 August 2027. A day younger: year 6.
  expect(yearGroup('2015-08-31', '2026-10-01')).toBe('7');
  expect(yearGroup('2015-09-01', '2026-10-01')).toBe('6');
  expect(yearGroup('2015-08-31', '2027-09-01')).toBe('8');
  expect(yearGroup('2022-01-05', '2027-01-21')).toBe('R');
  expect(yearGroup('2010-09-01', '2027-01-21')).toBe('11');
  expect(yearGroup('2010-08-31', '2027-01-21')).toBe('other');
  expect(yearGroup('2022-09-01', '2027-01-21')).toBe('other');
});

describe('the table of dates of birth', () => {
  test.each([
    ['2021-08-31', '2026-08-31', '2037-06-26'],
    ['2021-09-01', '2026-12-31', '2038-06-25'],
    ['2022-01-01', '2027-03-31', '2038-06-25'],
    ['2022-04-01', '2027-08-31', '2038-06-25'],
    ['2010-08-31', '2015-08-31', '2026-06-26'],
    ['2010-09-01', '2015-12-31', '2027-06-25'],
    // A birthday that three years of four lack is taken on 28 February.
    ['2020-02-29', '2025-03-31', '2036-06-27'],
  ])('%s: from %s to %s', (born, from, to) => {
    expect([compulsoryAgeFrom(born), compulsoryAgeTo(born)]).toEqual([from, to]);
  });
});

test('every band begins where the one before ends', () => {
  const weeks = [2, 4, 8, 12, 26, 52];
  const days = [13, 14, 27, 28, 55, 56, 83, 84, 181, 182, 363, 364];
  const bands = days.map((day) => durationBand('2026-01-01', addDays('2026-01-01', day)).slice(-1));
  expect(bands.join('')).toBe('122334455667');
  expect(weeks.map((week) => days.includes(week * 7))).not.toContain(false);
});
