import { SERVICE_MAY } from '../../../domain/permissions.js';
import type { Language } from '../../language/language.js';
import { only, type Policy } from '../../security/policies.js';
import { MOST_XLSX_ROWS } from './files.js';
import { breachCountsPath, columnsPath, dataQualityPath, reportExportPath, reportsPath, returnPath } from './paths.js';
import { queryOf, type ReportRequest } from './request.js';

export const reportReaders: Policy = only(...SERVICE_MAY.readReports);

/** For `mojSubNavigation`. */
export const reportLinks = ({ say }: Language, here: string) =>
  [
    { text: 'reports.nav.cases', path: reportsPath.pattern },
    { text: 'reports.nav.return', path: returnPath.pattern },
    { text: 'reports.nav.breaches', path: breachCountsPath.pattern },
    { text: 'reports.nav.quality', path: dataQualityPath.pattern },
    { text: 'reports.nav.columns', path: columnsPath.pattern },
  ].map(({ text, path }) => ({ text: say(text), href: path, active: path === here }));

/** The two files of a report; of a very long one no workbook. */
export const filesOf = (request: ReportRequest, rows = 0) => ({
  csv: reportExportPath.to({}, queryOf(request, 'csv')),
  xlsx: rows > MOST_XLSX_ROWS ? null : reportExportPath.to({}, queryOf(request, 'xlsx')),
});
