import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { published, publishedTotal, SMALL } from './smallNumbers.js';

describe('published figures', () => {
  test('say zero and five, and nothing between', () => {
    expect(published([0, 1, 4, 5, 20])).toEqual([0, 'small', 'small', 5, 20]);
  });

  test('withhold the next larger one where a single small one could be worked out', () => {
    expect(published([3, 20, 7, 0])).toEqual(['small', 20, 'withheld', 0]);
    expect(published([3])).toEqual(['small']);
    expect(published([])).toEqual([]);
  });

  test('round the total where something is not said, and only there', () => {
    expect(publishedTotal(23, published([3, 20]))).toEqual({ about: true, total: 25 });
    expect(publishedTotal(27, published([7, 20]))).toEqual({ about: false, total: 27 });
    expect(publishedTotal(3, published([3]))).toEqual({ about: false, total: 'small' });
    expect(publishedTotal(0, published([]))).toEqual({ about: false, total: 0 });
  });

  test('never say a small number, nor leave one alone to be worked out', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 12 }), (counts) => {
        const said = published(counts);
        said.forEach((figure, place) => {
          if (typeof figure !== 'number') return;
          expect(figure).toBe(counts[place]);
          expect(figure === 0 || figure >= SMALL).toBe(true);
        });
        const hidden = said.filter((figure) => typeof figure !== 'number').length;
        if (counts.some((count) => count >= SMALL)) expect(hidden).not.toBe(1);
      }),
    );
  });
});
