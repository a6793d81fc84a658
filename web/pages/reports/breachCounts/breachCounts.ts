import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { filesOf, reportLinks, reportReaders } from '../links.js';
import { breachCountsPath } from '../paths.js';
import { anyQuery, readForm, type ReportRequest } from '../request.js';
import { breachesTable } from '../tables.js';
import { onPage } from '../cells.js';
import { worded } from '../worded.js';

/** Missed deadlines by rule and by the month in which they were due. */
export const breachCountsPage = (web: WebServices): Page =>
  page({
    id: 'breachCounts',
    path: breachCountsPath.pattern,
    may: reportReaders,
    audit: { action: 'report.breaches', object: 'report' },
    params: nothing,
    query: anyQuery,
    template: 'reports/breachCounts/breachCounts.njk',
    load: async ({ visitor, at, query, note }) => {
      const { language } = web;
      const { form, errors } = readForm(query);
      const request: ReportRequest = { report: 'breaches', from: form.from, to: form.to, round: form.round === 'true' };
      const { report, table } = await breachesTable(web, { visitor, at, request });
      note({ rows: table.rows.length });
      return show({
        nav: reportLinks(language, breachCountsPath.pattern),
        ...worded(language, errors),
        typed: query,
        round: request.round,
        from: report.from,
        to: report.to,
        table: onPage(table, language),
        files: filesOf({ ...request, from: report.from, to: report.to }),
      });
    },
  });
