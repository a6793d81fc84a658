import { describe, expect, test } from '@jest/globals';
import { FACTS } from '../../domain/facts.js';
import { CHECK_RESULTS, CONCERN_KINDS } from '../../domain/inputs.js';
import { english } from './english.js';
import { faultsIn } from './faults.js';
import { languageOf } from './language.js';

const texts = new Map([
  ['greeting', 'Hello {name}'],
  ['cases.one', '{count} case'],
  ['cases.other', '{count} cases'],
]);

describe('a language', () => {
  const { say, count, has } = languageOf('en', texts);

  test('says a text with its fields, and says what it lacks', () => {
    expect(say('greeting', { name: 'Ada' })).toBe('Hello Ada');
    expect(() => say('greeting')).toThrow('greeting needs name');
    expect(() => say('farewell')).toThrow('has no text for farewell');
    expect(has('farewell')).toBe(false);
  });

  test('counts in the forms that it has', () => {
    expect([0, 1, 2].map((number) => count('cases', number))).toEqual(['0 cases', '1 case', '2 cases']);
    const welsh = languageOf(
      'cy',
      new Map([
        ['cases.zero', 'dim achosion'],
        ['cases.two', 'dau achos'],
        ['cases.other', '{count} achos'],
      ]),
    );
    expect([0, 1, 2, 7].map((number) => welsh.count('cases', number))).toEqual([
      'dim achosion',
      '1 achos',
      'dau achos',
      '7 achos',
    ]);
  });
});

describe('a translation', () => {
  test('may have other plural forms, and leave the number out of one', () => {
    const welsh = new Map([
      ['greeting', 'Helo {name}'],
      ['cases.two', 'dau achos'],
      ['cases.other', '{count} achos'],
    ]);
    expect(faultsIn(welsh, texts)).toEqual([]);
  });

  test('is told every key that is missing or unknown, and every field', () => {
    const welsh = new Map([
      ['greeting', 'Helo {enw}'],
      ['cases.one', '{count} achos'],
      ['farewell', 'Hwyl'],
    ]);
    expect(faultsIn(welsh, texts)).toEqual([
      'cases.other: missing. In English: {count} cases',
      'greeting: unknown field {enw}',
      'greeting: without the field {name}',
      'farewell: unknown, English has no such text',
    ]);
  });
});

test('English has words for everything of the core that pages say by its id', () => {
  const { has } = english();
  for (const id of [...CHECK_RESULTS, ...CONCERN_KINDS])
    expect({ id, said: has(`id.${id}`) }).toEqual({ id, said: true });
  for (const fact of Object.keys(FACTS)) expect({ fact, said: has(`factTitle.${fact}`) }).toEqual({ fact, said: true });
});
