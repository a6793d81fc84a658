import { expect, test } from '@jest/globals';
import { loadPack } from './load.js';

test('a form brings its own condition and those of its fields, compiled', () => {
  const luton = loadPack('luton').forms;
  expect(luton.find(({ id }) => id === 'LUT-F2')?.when).toEqual({ not: { fact: 'on_roll', is: true } });
  const banes = loadPack('banes').forms.find(({ id }) => id === 'BAN-F1');
  expect(banes?.when).toBeUndefined();
  expect(banes?.fields.find(({ id }) => id === 'expectedStart')).toMatchObject({
    fact: 'expected_start',
    when: { fact: 'place_accepted', is: true },
  });
  expect(banes?.fields.find(({ id }) => id === 'surname')).not.toHaveProperty('when');
});

test('the law’s own forms are not an authority’s', () => {
  expect(loadPack('bradford').forms.map(({ id }) => id)).toEqual(['BRA-F1', 'BRA-F2']);
});
