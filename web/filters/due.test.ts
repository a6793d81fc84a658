import { describe, expect, test } from '@jest/globals';
import { readLanguage } from '../language/language.js';
import { webFolder } from '../packageFolder.js';
import { due } from './due.js';

const english = readLanguage(webFolder);

describe('a due date, seen from an instant', () => {
  const at = '2026-12-28T09:00:00Z';
  test.each([
    ['2026-12-26', 'Overdue by 2 days', 'overdue'],
    ['2026-12-27', 'Overdue by 1 day', 'overdue'],
    ['2026-12-28', 'Due today', 'soon'],
    ['2026-12-29', 'Due tomorrow', 'soon'],
    ['2026-12-30', 'In 2 days', 'soon'],
    ['2027-01-04', 'In 7 days', 'later'],
    ['2027-01-05', '', 'later'],
  ])('%s: %s', (date, text, state) => {
    expect(due(date, at, english)).toMatchObject({ text, state });
  });

  test('says the day in full', () => {
    expect(due('2026-12-30', at, english).day).toBe('Wednesday 30 December 2026');
  });

  test('goes by the day in London: half past eleven at night in UTC is the next day in summer', () => {
    expect(due('2026-07-02', '2026-07-01T23:30:00Z', english).text).toBe('Due today');
    expect(due('2026-12-02', '2026-12-01T23:30:00Z', english).text).toBe('Due tomorrow');
  });
});
