import { londonDay } from '../../../../api/schemas/time.js';
import { nothing, page, sendFile, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { reportReaders } from '../links.js';
import { reportExportPath } from '../paths.js';
import type { ReportTable } from '../cells.js';
import { csvFile, workbook } from '../files.js';
import { auditOf, exportQuery } from '../request.js';
import { breachesTable, casesTable, figuresTable, returnTable, type Asked } from '../tables.js';

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
      const table = await tableOf(web, { visitor, at, request });
      note({ ...auditOf(request), format, rows: table.rows.length });
      const name = `${request.report}-${visitor.authority}-${londonDay(at)}`;
      return sendFile(format === 'csv' ? csvFile(name, table) : await workbook(name, table));
    },
  });

async function tableOf(web: WebServices, asked: Asked): Promise<ReportTable> {
  switch (asked.request.report) {
    case 'cases':
      return casesTable(web, asked);
    case 'figures':
      return (await figuresTable(web, asked)).table;
    case 'return':
      return (await returnTable(web, asked)).table;
    case 'breaches':
      return (await breachesTable(web, asked)).table;
  }
}
