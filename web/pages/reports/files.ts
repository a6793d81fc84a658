/** A report as a file: comma-separated, or a workbook. What a spreadsheet takes for a formula is made text in both. */
import writeXlsxFile from 'write-excel-file/node';
import { csvLines, guarded } from '../../../api/reads/csv.js';
import { inFile, type ReportCell, type ReportTable } from './cells.js';

/** So that a spreadsheet reads the letters right. */
const BYTE_ORDER_MARK = '\uFEFF';
const WIDEST = 60;
/** A workbook is made as a whole, which takes a second for so many rows; CSV has no such end. */
export const MOST_XLSX_ROWS = 10_000;

export interface ReportFile {
  name: string;
  type: string;
  /** Parts are sent one after another. */
  body: Buffer | string | readonly string[];
}

const csvOfParts = (name: string, parts: readonly string[]): ReportFile => ({
  name: `${name}.csv`,
  type: 'text/csv; charset=utf-8',
  body: [BYTE_ORDER_MARK, ...parts],
});

const lines = (rows: readonly (readonly ReportCell[])[]): string => csvLines(rows.map((row) => row.map(inFile)));

export const csvFile = (name: string, { headings, rows }: ReportTable): ReportFile =>
  csvOfParts(name, [lines([headings]), lines(rows)]);

/** A long report, whose rows come part by part: of all of them only the text is held. */
export async function longCsvFile(
  name: string,
  read: (take: (part: ReportCell[][]) => void) => Promise<string[]>,
): Promise<{ file: ReportFile; rows: number }> {
  const parts: string[] = [];
  let rows = 0;
  const headings = await read((part) => {
    rows += part.length;
    parts.push(lines(part));
  });
  return { rows, file: csvOfParts(name, [lines([headings]), ...parts]) };
}

export async function workbook(name: string, { headings, rows }: ReportTable): Promise<ReportFile> {
  const head = headings.map((value) => ({ value: guarded(value), type: String, fontWeight: 'bold' as const }));
  const body = rows.map((row) => row.map(inWorkbook));
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

/** A day is a day to a spreadsheet too, so that it can be sorted and counted with. */
function inWorkbook(cell: ReportCell) {
  if (typeof cell === 'object' && cell !== null && 'day' in cell)
    return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
  const value = inFile(cell);
  if (value === null) return null;
  return typeof value === 'number' ? { value, type: Number } : { value: guarded(value), type: String };
}

const lengthOf = (cell: ReportCell): number => String(inFile(cell) ?? '').length;
