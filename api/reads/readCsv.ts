/** Reads a table as spreadsheets save it: UTF-8 with or without a mark, commas, semicolons or tabs, quotes (RFC 4180). */

/** Why a file is no table that can be read, as codes for whoever says it in words. */
export type CsvProblem = 'spreadsheet' | 'encoding' | 'quotes' | 'empty';

export type ReadCsv = { rows: string[][] } | { problem: CsvProblem };

const DELIMITERS = [',', ';', '\t'] as const;

/** An apostrophe that keeps a spreadsheet from taking a text for a formula is not part of the text. */
const GUARDED = /^'(?=[\s\p{Cc}\p{Cf}]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20])/u;

/** The first row is the headings. Rows in which nothing stands are kept, so that numbers stay those of the spreadsheet. */
export function readCsv(file: Uint8Array): ReadCsv {
  // A workbook is a zip archive, the older kind an OLE file.
  if ((file[0] === 0x50 && file[1] === 0x4b) || (file[0] === 0xd0 && file[1] === 0xcf))
    return { problem: 'spreadsheet' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return { problem: 'encoding' };
  }
  if (text.includes('\u0000')) return { problem: 'encoding' };
  if (text.trim() === '') return { problem: 'empty' };
  const rows = parse(text, delimiterOf(text));
  if (rows === null) return { problem: 'quotes' };
  while (rows.at(-1)?.every((cell) => cell.trim() === '') === true) rows.pop();
  return rows.length === 0 ? { problem: 'empty' } : { rows };
}

/** What stands most often in the headings, outside quotes. */
function delimiterOf(text: string): string {
  const [headings = ''] = text.replaceAll(/"[^"]*"/g, '').split(/\r\n|\n|\r/, 1);
  const counts = DELIMITERS.map((sign) => ({ sign, count: headings.split(sign).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).sign;
}

/** Null where a quote is not closed, or stands where none may. */
function parse(text: string, delimiter: string): string[][] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const cell = text.charAt(at) === '"' ? quoted(text, at) : plain(text, at, delimiter);
    if (cell === null) return null;
    row.push(cell.value.replace(GUARDED, ''));
    at = cell.end;
    const sign = text.charAt(at);
    if (sign === delimiter) {
      at += 1;
      continue;
    }
    if (sign !== '' && sign !== '\r' && sign !== '\n') return null;
    rows.push(row);
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (at >= text.length) break;
  }
  return rows;
}

function plain(text: string, from: number, delimiter: string): { value: string; end: number } {
  let end = from;
  while (end < text.length && ![delimiter, '\r', '\n'].includes(text.charAt(end))) end += 1;
  return { value: text.slice(from, end), end };
}

function quoted(text: string, from: number): { value: string; end: number } | null {
  let value = '';
  for (let at = from + 1; ;) {
    const close = text.indexOf('"', at);
    if (close === -1) return null;
    value += text.slice(at, close);
    if (text.charAt(close + 1) !== '"') return { value, end: close + 1 };
    value += '"';
    at = close + 2;
  }
}
