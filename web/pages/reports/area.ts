import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { breachCountsPage } from './breachCounts/breachCounts.js';
import { columnsPage } from './columns/columns.js';
import { dataQualityPage } from './dataQuality/dataQuality.js';
import { reportReaders } from './links.js';
import { nationalReturnPage } from './nationalReturn/nationalReturn.js';
import { reportsPath } from './paths.js';
import { reportExportPage } from './reportExport/reportExport.js';
import { reportsPage } from './reports/reports.js';

/** Reports: cases by a filter, the national return, missed deadlines, and where the record is thin. */
export const reportsArea = (web: WebServices): Area => ({
  pages: [
    reportsPage(web),
    reportExportPage(web),
    nationalReturnPage(web),
    breachCountsPage(web),
    dataQualityPage(web),
    columnsPage(web),
  ],
  navigation: [{ text: 'reports.nav.label', path: reportsPath.pattern, may: reportReaders }],
});
