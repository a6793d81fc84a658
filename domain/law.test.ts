import { expect, test } from '@jest/globals';
import { compulsoryAgeFrom, compulsoryAgeTo, durationBand, isCompulsoryAge } from './law.js';

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
