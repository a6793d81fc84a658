import { londonDay } from '../../../../api/schemas/time.js';
import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { filesOf, reportLinks, reportReaders } from '../links.js';
import { returnPath } from '../paths.js';
import { anyQuery, readForm, type ReportRequest } from '../request.js';
import { returnTable } from '../tables.js';
import { worded } from '../worded.js';

/** The national return on a census day, as the policy's version of it counts. */
export const nationalReturnPage = (web: WebServices): Page =>
  page({
    id: 'nationalReturn',
    path: returnPath.pattern,
    may: reportReaders,
    audit: { action: 'report.return', object: 'report' },
    params: nothing,
    query: anyQuery,
    template: 'reports/nationalReturn/nationalReturn.njk',
    load: async ({ visitor, at, query, note }) => {
      const { language } = web;
      const { form, errors } = readForm(query);
      const ahead = form.census !== undefined && form.census > londonDay(at);
      const request: ReportRequest = {
        report: 'return',
        ...(form.census === undefined || ahead ? {} : { census: form.census }),
        round: form.round === 'true',
      };
      const { report, breakdowns, total, before } = await returnTable(web, { visitor, at, request });
      note({ census: report.censusDay, rows: report.rows.length });
      return show({
        nav: reportLinks(language, returnPath.pattern),
        ...worded(
          language,
          ahead ? [{ field: 'census', target: 'census-day', message: 'nationalReturn.ahead' }] : errors,
        ),
        typed: query,
        round: request.round,
        title: report.title,
        rule: report.rule,
        source: report.source,
        censusDay: report.censusDay,
        previousYear: report.previousYear,
        total,
        before,
        leftOut: request.round ? null : report.leftOut,
        breakdowns,
        files: filesOf({ ...request, census: report.censusDay }),
        here: returnPath.pattern,
      });
    },
  });
