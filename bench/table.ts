/** One measured figure. */
export interface Row {
  what: string;
  /** What was seen, with its unit. */
  seen: string;
  /** What it is compared with, with its unit. */
  against?: string;
  ratio?: number;
  /** The number that must hold, and whether it does; left out where there is none. */
  target?: { words: string; holds: boolean };
}

const HEAD = ['what', 'Rollcall', 'compared with', 'ratio', 'target', 'holds'];

/** The figures as a table that reads in a terminal and in Markdown. */
export const tableOf = (rows: readonly Row[]): string =>
  gridOf(
    HEAD,
    rows.map(({ what, seen, against = '', ratio, target }) => [
      what,
      seen,
      against,
      ratio === undefined ? '' : ratio.toFixed(2),
      target?.words ?? '',
      target === undefined ? '' : target.holds ? 'yes' : 'NO',
    ]),
  );

/** Rows of text under their heads, in columns as wide as their widest. */
export function gridOf(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

/** A number as people read it: three digits that say something. */
export const figure = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(3)));
