/** What stands in a report: a file has days and months in figures, a page has them in words. */
import type { Cell } from '../../../api/reads/csv.js';
import type { IsoDate } from '../../../domain/time.js';
import type { Language } from '../../language/language.js';

/** `month` is like `2026-11`. */
export type ReportCell = Cell | { day: IsoDate } | { month: string };

export interface ReportTable {
  headings: string[];
  rows: ReportCell[][];
}

/** For a file: days as `2026-12-30`, months as `2026-12`. */
export function inFile(cell: ReportCell): Cell {
  if (cell === null || typeof cell !== 'object') return cell;
  return 'day' in cell ? cell.day : cell.month;
}

/** For a page; a column of numbers stands to the right. */
export function onPage({ headings, rows }: ReportTable, language: Language) {
  const numeric = headings.map((_heading, place) => {
    const cells = rows.map((row) => row[place] ?? null).filter((cell) => cell !== null);
    return cells.length > 0 && cells.every((cell) => typeof cell === 'number');
  });
  return {
    headings: headings.map((text, place) => ({ text, numeric: numeric[place] })),
    rows: rows.map((row) =>
      row.map((cell, place) => ({ text: wordsOf(cell, language), numeric: numeric[place], day: isDay(cell) })),
    ),
  };
}

const isDay = (cell: ReportCell): boolean => typeof cell === 'object' && cell !== null && 'day' in cell;

function wordsOf(cell: ReportCell, { say, dates }: Language): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  if ('day' in cell) return dates.day(cell.day);
  return say('reports.month', { month: say(`calendar.months.m${cell.month.slice(5)}`), year: cell.month.slice(0, 4) });
}
