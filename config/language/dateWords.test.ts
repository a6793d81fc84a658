import { describe, expect, test } from '@jest/globals';
import { english } from './english.js';

const { day, dayOf, moment, time } = english().dates;

describe('dates in words', () => {
  test.each([
    ['2026-12-30', 'Wednesday 30 December 2026'],
    ['2027-02-01', 'Monday 1 February 2027'],
    ['2028-02-29', 'Tuesday 29 February 2028'],
  ])('%s is %s', (date, words) => {
    expect(day(date)).toBe(words);
  });

  test.each(['2027-02-29', '2026-13-01', '30/12/2026', '', '2026-12-30T09:00'])('%j is no date', (date) => {
    expect(() => day(date)).toThrow(RangeError);
  });
});

describe('instants in words', () => {
  test.each([
    ['2026-12-30T09:00:00Z', '9:00am on Wednesday 30 December 2026'],
    ['2026-07-01T08:00:00Z', '9:00am on Wednesday 1 July 2026'],
    ['2026-12-30T23:59:59Z', '11:59pm on Wednesday 30 December 2026'],
    ['2026-06-30T23:30:00Z', '12:30am on Wednesday 1 July 2026'],
    ['2026-12-30T12:05:00Z', '12:05pm on Wednesday 30 December 2026'],
    ['2026-10-25T00:30:00Z', '1:30am on Sunday 25 October 2026'],
    ['2026-10-25T01:30:00Z', '1:30am on Sunday 25 October 2026'],
  ])('%s is %s', (at, words) => {
    expect(moment(at)).toBe(words);
  });

  test('noon and midnight have names', () => {
    expect(time('2026-12-31T00:00:00Z')).toBe('midnight');
    expect(time('2026-12-31T12:00:00Z')).toBe('midday');
    expect(dayOf('2026-12-31T00:00:00Z')).toBe('Thursday 31 December 2026');
  });

  test('what is no instant is refused', () => {
    expect(() => time('soon')).toThrow(RangeError);
  });
});
