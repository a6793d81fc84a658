import { describe, expect, test } from '@jest/globals';
import { by, playCase } from '../tests/support/domain/cases.js';

describe('where a child is', () => {
  const setup = { pack: 'derbyshire@1', receivedAt: '2027-02-01T09:00', until: '2027-02-05T12:00' };
  const record = (when: string, fact: string, value: boolean) =>
    by('officer-a', when, { do: 'recordFact', fact, value });
  const known = (...played: Parameters<typeof playCase>[1][]) => {
    const { view } = playCase(setup, ...played);
    return [view.facts.find(({ fact }) => fact === 'whereabouts_known')?.value, view.category];
  };

  test('is not known until it is shown', () => {
    expect(known()).toEqual([false, 'missing']);
  });

  test('is known of a child who is located', () => {
    expect(known(record('2027-02-02T10:00', 'located', true))).toEqual([true, 'WASP']);
    expect(
      known(record('2027-02-02T09:00', 'whereabouts_known', false), record('2027-02-02T10:00', 'located', true)),
    ).toEqual([true, 'WASP']);
  });

  test('is known no longer once somebody states so', () => {
    expect(
      known(record('2027-02-02T10:00', 'located', true), record('2027-02-03T10:00', 'whereabouts_known', false)),
    ).toEqual([false, 'missing']);
    expect(known(record('2027-02-02T10:00', 'located', true), record('2027-02-03T10:00', 'located', false))).toEqual([
      false,
      'missing',
    ]);
  });
});
