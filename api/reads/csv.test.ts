import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvOf, type Cell } from './csv.js';

/** A reader of its own: RFC 4180, character by character. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const here = text.charAt(at);
    if (quoted) {
      if (here !== '"') cell += here;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (here === '"') quoted = true;
    else if (here === ',') {
      row.push(cell);
      cell = '';
    } else if (here === '\r' && text.charAt(at + 1) === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      at += 1;
    } else cell += here;
  }
  return rows;
}

const DANGEROUS = ['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠'];

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .tuple(fc.constantFrom('', ' ', '\u00a0', '\ufeff', '\u200b', '"'), fc.constantFrom(...DANGEROUS), fc.string())
    .map((all) => all.join('')),
);

describe('comma-separated values', () => {
  test('quote what has to be quoted', () => {
    expect(
      csvOf(
        ['a', 'b'],
        [
          ['one, two', 'say "no"'],
          ['line\nbreak', 3],
          [null, 'plain'],
        ],
      ),
    ).toBe('a,b\r\n"one, two","say ""no"""\r\n"line\nbreak",3\r\n,plain\r\n');
  });

  test('never begin with what a spreadsheet carries out', () => {
    expect(csvOf(['a'], [['=1+1'], [' @SUM(A1)'], ['-2'], ['＝A1'], ['a=b']])).toBe(
      "a\r\n'=1+1\r\n' @SUM(A1)\r\n'-2\r\n'＝A1\r\na=b\r\n",
    );
  });

  test('come back as they were, but for the guard, whatever is in them', () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(nasty, fc.nat(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 8 }), (rows) => {
        const back = read(csvOf(['x', 'y', 'z'], rows)).slice(1);
        expect(back).toHaveLength(rows.length);
        for (const [index, row] of rows.entries())
          for (const [column, value] of row.entries()) {
            const got = back[index]?.[column] ?? 'nothing';
            const bare = got.replace(/^[\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2060\ufeff]+/, '');
            expect(DANGEROUS).not.toContain(got.charAt(0));
            expect(DANGEROUS).not.toContain(bare.charAt(0));
            expect([String(value ?? ''), `'${String(value ?? '')}`]).toContain(got);
          }
      }),
      { numRuns: 500 },
    );
  });
});
