import { invalidRequest } from '../../../../api/problem.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { nothing, page, sendFile, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { reportReaders } from '../links.js';
import { reportExportPath } from '../paths.js';
import type { ReportTable } from '../cells.js';
import { csvFile, longCsvFile, MOST_XLSX_ROWS, workbook } from '../files.js';
import { auditOf, exportQuery } from '../request.js';
import { breachesTable, casesTable, everyCase, figuresTable, returnTable, type Asked } from '../tables.js';

/** The file of a report. Each is written down, with what was asked for and how many rows left. */
export const reportExportPage = (web: WebServices): Page =>
  page({
    id: 'reportExport',
    path: reportExportPath.pattern,
    may: reportReaders,
    audit: { action: 'report.export', object: 'report' },
    params: nothing,
    query: exportQuery,
    template: 'reports/reports/reports.njk',
    load: async ({ visitor, at, query, note }) => {
      const { format, ...request } = query;
      const asked = { visitor, at, request };
      const name = `${request.report}-${visitor.authority}-${londonDay(at)}`;
      if (request.report === 'cases' && format === 'csv') {
        const { file, rows } = await longCsvFile(name, (take) => everyCase(web, asked, take));
        note({ ...auditOf(request), format, rows });
        return sendFile(file);
      }
      const table = await tableOf(web, asked);
      if (table.rows.length > MOST_XLSX_ROWS)
        throw invalidRequest([{ field: 'format', message: 'cannot be xlsx for so many rows. Take the CSV file' }]);
      note({ ...auditOf(request), format, rows: table.rows.length });
      return sendFile(format === 'csv' ? csvFile(name, table) : await workbook(name, table));
    },
  });

async function tableOf(web: WebServices, asked: Asked): Promise<ReportTable> {
  switch (asked.request.report) {
    case 'cases':
      return casesTable(web, asked, MOST_XLSX_ROWS + 1);
    case 'figures':
      return (await figuresTable(web, asked)).table;
    case 'return':
      return (await returnTable(web, asked)).table;
    case 'breaches':
      return (await breachesTable(web, asked)).table;
  }
}
