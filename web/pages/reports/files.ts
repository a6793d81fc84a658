/** A report as a file: comma-separated, or a workbook. What a spreadsheet takes for a formula is made text in both. */
import writeXlsxFile from 'write-excel-file/node';
import { csvOf, guarded, type Cell } from '../../../api/reads/csv.js';
import type { ReportTable } from './tables.js';

/** So that a spreadsheet reads the letters right. */
const BYTE_ORDER_MARK = '\uFEFF';
const WIDEST = 60;

export interface ReportFile {
  name: string;
  type: string;
  body: Buffer | string;
}

export const csvFile = (name: string, { headings, rows }: ReportTable): ReportFile => ({
  name: `${name}.csv`,
  type: 'text/csv; charset=utf-8',
  body: BYTE_ORDER_MARK + csvOf(headings, rows),
});

export async function workbook(name: string, { headings, rows }: ReportTable): Promise<ReportFile> {
  const head = headings.map((value) => ({ value: guarded(value), type: String, fontWeight: 'bold' as const }));
  const body = rows.map((row) =>
    row.map((value) =>
      value === null
        ? null
        : typeof value === 'number'
          ? { value, type: Number }
          : { value: guarded(value), type: String },
    ),
  );
  const columns = headings.map((heading, place) => ({
    width: Math.min(
      WIDEST,
      2 + Math.max(heading.length, ...rows.slice(0, 200).map((row) => lengthOf(row[place] ?? null))),
    ),
  }));
  return {
    name: `${name}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    body: await writeXlsxFile([head, ...body], { columns, stickyRowsCount: 1 }).toBuffer(),
  };
}

const lengthOf = (cell: Cell): number => (cell === null ? 0 : String(cell).length);
