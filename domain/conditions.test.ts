import { describe, expect, test } from '@jest/globals';
import { explain, inWords, truth } from './conditions.js';
import type { Condition, FactValue } from './policy.js';

const facts: Record<string, FactValue> = { yes: true, no: false, many: 7, day: '2027-01-05', word: 'oak' };
const lookup = (fact: string): FactValue | undefined => (Object.hasOwn(facts, fact) ? facts[fact] : undefined);
const is = (fact: string): Condition => ({ fact, is: true });
const of = (condition: Condition, day = '2027-01-05') => truth(condition, lookup, day);

describe('three values', () => {
  test.each<[string, Condition, boolean | null]>([
    ['a stated fact', is('yes'), true],
    ['an unknown fact', is('unknown'), null],
    ['a name that every object has', is('constructor'), null],
    ['not unknown', { not: is('unknown') }, null],
    ['all with one false', { all: [is('unknown'), is('no')] }, false],
    ['all with one unknown', { all: [is('yes'), is('unknown')] }, null],
    ['any with one true', { any: [is('unknown'), is('yes')] }, true],
    ['any with one unknown', { any: [is('no'), is('unknown')] }, null],
    ['all of nothing', { all: [] }, true],
    ['any of nothing', { any: [] }, false],
    ['a number', { fact: 'many', op: '>=', value: 7 }, true],
    ['a number that is none', { fact: 'word', op: '>=', value: 7 }, null],
    ['known', { fact: 'unknown', known: true }, false],
    ['not known', { fact: 'unknown', known: false }, true],
    ['a date of today is not past', { fact: 'day', past: true }, false],
    ['an unknown date is unknown', { fact: 'unknown', past: true }, null],
  ])('%s', (_name, condition, expected) => {
    expect(of(condition)).toBe(expected);
  });

  test('a date is past on the next day', () => {
    expect(of({ fact: 'day', past: true }, '2027-01-06')).toBe(true);
  });
});

test('says what keeps a condition from being as wanted', () => {
  const say = (condition: Condition, wanted: boolean) => explain(condition, wanted, lookup, '2027-01-05');
  expect(say({ any: [is('yes'), is('unknown')] }, false)).toEqual(['yes is set', 'unknown is not known']);
  expect(say({ all: [is('yes'), is('no')] }, true)).toEqual(['no is not set']);
  expect(say({ not: is('yes') }, true)).toEqual(['yes is set']);
  expect(inWords({ all: [is('a'), { any: [is('b'), { not: is('c') }] }] })).toBe('a and (b or not c)');
});
