import { expect, test } from '@jest/globals';
import { ageOn } from './age.js';

test.each([
  ['2015-05-04', '2026-05-03', 10],
  ['2015-05-04', '2026-05-04', 11],
  ['2016-02-29', '2027-02-28', 10],
  ['2016-02-29', '2027-03-01', 11],
  ['2026-12-01', '2026-12-01', 0],
])('born %s, on %s: %d', (born, day, age) => {
  expect(ageOn(born, day)).toBe(age);
});
