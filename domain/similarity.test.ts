import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normaliseFullName, normaliseName, similarChild, type ChildLikeness } from './similarity.js';

describe('a normalised name', () => {
  test.each([
    ["O'Neill", 'oneill'],
    ['O’Neill', 'oneill'],
    ['Smith-Jones', 'smith jones'],
    ['  Zoë   MARIE ', 'zoe marie'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['Zoe\u0308', 'zoe'],
    ['Strauß', 'strauss'],
    ['İbrahim', 'ibrahim'],
    ['Nguyễn', 'nguyen'],
    ['محمد', 'محمد'],
    ['12 High St., Bradford', '12 high st bradford'],
    ['', ''],
    ['--', ''],
  ])('%s is %s', (name, expected) => {
    expect(normaliseName(name)).toBe(expected);
  });

  test('of every accented Latin letter is what Unicode decomposes it to', () => {
    const codes = [
      [0xc0, 0x24f],
      [0x1e00, 0x1eff],
    ];
    for (const code of codes.flatMap(([from = 0, to = 0]) =>
      Array.from({ length: to - from + 1 }, (_, n) => from + n),
    )) {
      const letter = String.fromCodePoint(code);
      const plain = letter
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .toLowerCase();
      if (/^[a-z]$/.test(plain)) expect([letter, normaliseName(letter)]).toEqual([letter, plain]);
    }
  });

  test('stays as it is when normalised again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normaliseName(text);
        expect(normaliseName(once)).toBe(once);
      }),
    );
  });
});

const child = (over: ChildLikeness): ChildLikeness => ({
  givenName: 'Aisha',
  familyName: 'Khan',
  dateOfBirth: '2015-05-04',
  ...over,
});

describe('two children', () => {
  test.each<[string, ChildLikeness, ChildLikeness, 'same' | 'similar' | 'no']>([
    ['same name and birth', child({}), child({ givenName: 'AÏSHA' }), 'same'],
    ['names the other way round', child({}), child({ givenName: 'Khan', familyName: 'Aisha' }), 'same'],
    ['a letter more', child({}), child({ givenName: 'Aishah' }), 'similar'],
    ['two letters swapped', child({}), child({ givenName: 'Aihsa' }), 'similar'],
    ['an initial for the family name', child({}), child({ familyName: 'K' }), 'similar'],
    ['a middle name more', child({}), child({ givenName: 'Aisha Noor' }), 'similar'],
    ['day and month the wrong way round', child({}), child({ dateOfBirth: '2015-04-05' }), 'similar'],
    ['an estimated birth a year away', child({}), child({ dateOfBirth: '2016-01-01', dobEstimated: true }), 'similar'],
    [
      'a similar name, no birth, the same school',
      child({ dateOfBirth: null, school: 'Oak Primary' }),
      child({ givenName: 'Aysha', dateOfBirth: null, school: 'oak primary' }),
      'similar',
    ],
    [
      'the same name and address, another birth',
      child({ addresses: ['1 Mill Lane, BD1 1AA'] }),
      child({ dateOfBirth: '2012-11-12', addresses: ['1 MILL LANE BD1 1AA'] }),
      'similar',
    ],
    ['the same name, another birth, nothing else', child({}), child({ dateOfBirth: '2011-01-12' }), 'no'],
    ['another name, the same birth', child({}), child({ givenName: 'Bilal' }), 'no'],
    [
      'a sibling with a similar name at one address',
      child({ givenName: 'Amina', addresses: ['1 Mill Lane'] }),
      child({ givenName: 'Amira', dateOfBirth: '2012-11-12', addresses: ['1 Mill Lane'] }),
      'no',
    ],
    ['a given name alone', child({}), child({ familyName: null }), 'no'],
    [
      'no name at all',
      child({ givenName: null, familyName: null }),
      child({ givenName: null, familyName: null }),
      'no',
    ],
  ])('%s: %#', (_what, a, b, expected) => {
    expect(similarChild(a, b)).toBe(expected);
    expect(similarChild(b, a)).toBe(expected);
  });

  test('are judged alike where an initial could take the word of another name', () => {
    const [a, b] = [
      { givenName: 'Ann', familyName: 'A', dateOfBirth: '2015-05-04' },
      { givenName: 'Ann', familyName: 'Anne', dateOfBirth: '2015-05-04' },
    ];
    expect([similarChild(a, b), similarChild(b, a)]).toEqual(['similar', 'similar']);
  });

  test('are judged alike from either side', () => {
    const name = fc.constantFrom('Ann', 'Anna', 'Anne', 'Lee', 'Li', 'O’Lee', 'A', 'محمد', '');
    const anyChild = fc.record({
      givenName: name,
      familyName: name,
      dateOfBirth: fc.constantFrom('2015-05-04', '2015-04-05', '2015-05-05', null),
      dobEstimated: fc.boolean(),
      school: fc.constantFrom('oak', 'elm', null),
    });
    fc.assert(
      fc.property(anyChild, anyChild, (a, b) => {
        expect(similarChild(a, b)).toBe(similarChild(b, a));
        if (normaliseFullName(a) !== '' && a.dateOfBirth !== null) expect(similarChild(a, a)).toBe('same');
      }),
    );
  });
});
