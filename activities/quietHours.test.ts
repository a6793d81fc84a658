import { describe, expect, test } from '@jest/globals';
import { quietUntil } from './quietHours.js';

const text = { channel: 'sms', to: 'parent' } as const;

describe('quiet hours, London time', () => {
  test.each([
    ['2026-12-21T08:00:00Z', null],
    ['2026-12-21T19:59:59Z', null],
    ['2026-12-21T20:00:00Z', '2026-12-22T08:00:00Z'],
    ['2026-12-21T07:59:59Z', '2026-12-21T08:00:00Z'],
    // In summer London is an hour ahead.
    ['2027-06-01T07:00:00Z', null],
    ['2027-06-01T19:00:00Z', '2027-06-02T07:00:00Z'],
  ])('at %s a text to a family goes %s', (now, until) => {
    expect(quietUntil(text, new Date(now))).toBe(until);
  });

  test('a weekday that the policy excludes is quiet from morning to night', () => {
    // 27 December 2026 is a Sunday.
    expect(quietUntil(text, new Date('2026-12-27T12:00:00Z'), [7])).toBe('2026-12-28T08:00:00Z');
    expect(quietUntil(text, new Date('2026-12-26T21:00:00Z'), [7, 1])).toBe('2026-12-29T08:00:00Z');
  });

  test('mail, and texts to others, know no quiet hours', () => {
    const night = new Date('2026-12-21T23:00:00Z');
    expect(quietUntil({ channel: 'email', to: 'parent' }, night)).toBeNull();
    expect(quietUntil({ channel: 'sms', to: 'officer' }, night)).toBeNull();
  });
});
