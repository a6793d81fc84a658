import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from './csv.js';
import { readCsv } from './readCsv.js';

const read = (text: string) => readCsv(Buffer.from(text, 'utf8'));

describe('a table', () => {
  test.each([
    ['commas', 'a,b\r\n1,"x, y"\r\n'],
    ['semicolons', 'a;b\r\n1;x, y\r\n'],
    ['tabs', 'a\tb\n1\tx, y'],
    ['a mark in front', '\ufeffa,b\n1,"x, y"\n'],
    ['carriage returns alone', 'a,b\r1,"x, y"\r'],
  ])('with %s is read', (_name, text) => {
    expect(read(text)).toEqual({
      rows: [
        ['a', 'b'],
        ['1', 'x, y'],
      ],
    });
  });

  test('keeps quotes, line breaks in a cell and empty rows in between, so that row numbers stay', () => {
    expect(read('name,why\n"O""Example","one\ntwo"\n,\nlast,\n\n')).toEqual({
      rows: [
        ['name', 'why'],
        ['O"Example', 'one\ntwo'],
        ['', ''],
        ['last', ''],
      ],
    });
  });

  test.each([
    ['a workbook', Buffer.from('PK\u0003\u0004xx', 'latin1'), 'spreadsheet'],
    ['the older kind of one', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'spreadsheet'],
    ['an encoding of Windows', Buffer.from('name\nZo\xeb\n', 'latin1'), 'encoding'],
    ['sixteen bits', Buffer.from('\ufeffname\n', 'utf16le'), 'encoding'],
    ['nothing', Buffer.from('\r\n \r\n'), 'empty'],
    ['an open quote', Buffer.from('a,b\n"x,y\n'), 'quotes'],
    ['a quote too early', Buffer.from('a,b\n"x"y,z\n'), 'quotes'],
  ])('that is %s is none, and says why', (_name, file, problem) => {
    expect(readCsv(file)).toEqual({ problem });
  });

  test('written by us and read again is the same, whatever stands in it', () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/^'|\u0000/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const filled = rows.map(([a, b]) => [a, `${b}.`]);
        expect(read(csvOf(['one', 'two'], filled))).toEqual({ rows: [['one', 'two'], ...filled] });
      }),
    );
  });
});
