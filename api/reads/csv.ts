/** Comma-separated values (RFC 4180) that a spreadsheet reads as text and numbers, and never as a formula. */

export type Cell = string | number | null;

/**
 * What a spreadsheet takes for the beginning of a formula or a command, also behind spaces and in full width: such a text
 * gets an apostrophe in front.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** As a spreadsheet may have it. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

function field(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'number' ? String(cell) : guarded(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvLines = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');

/** A table with its headings in the first line. */
export const csvOf = (headings: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  csvLines([headings, ...rows]);
