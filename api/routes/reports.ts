import { SERVICE_MAY } from '../../domain/permissions.js';
import { csvOf, type Cell } from '../reads/csv.js';
import { nothing, route, type Answer, type Route } from '../route.js';
import { anything } from '../schemas/answers.js';
import { breachesQuery, enquiryCountsQuery, returnQuery } from '../schemas/queries.js';
import { londonDay } from '../schemas/time.js';
import type { Services } from '../services.js';

/** What the register can answer for the reports that the service owes. Counts only: no report names a child. */
export const reportRoutes = ({ reports }: Services): Route[] => {
  return [
    route({
      id: 'reportReturn',
      method: 'get',
      path: '/v1/reports/return',
      may: SERVICE_MAY.readReports,
      audit: { action: 'report.return', object: 'report' },
      summary: 'The measures of the national return on a census day',
      description:
        'Children whose enquiry was open at the end of the census day, by reason, duration, sex and year group as they were known then, and the number at any point in the previous school year, each child once.',
      params: nothing,
      query: returnQuery,
      body: nothing,
      answers: { 200: { description: 'The measures', schema: anything, csv: true } },
      problems: ['not_found', 'unavailable'],
      handle: async ({ bearer: { authority }, at, query, note }) => {
        const { breakdowns, ...counts } = await reports.nationalReturn(authority, at, query.census);
        const { censusDay, rule, title, source, rows, ...others } = counts;
        note({ rows: rows.length });
        return answered(query.format, `return-${authority}-${censusDay}.csv`, {
          body: { rule, title, source, censusDay, ...others, breakdowns, rows },
          headings: ['measure', 'breakdown', 'id', 'title', 'children'],
          cells: [
            ['census day', 'total', censusDay, 'number on the census day', counts.onCensusDay],
            [
              ...['previous year', 'total', `${counts.previousYear.from} to ${counts.previousYear.to}`],
              'number at any point in the previous school year',
              counts.inPreviousYear,
            ],
            ...Object.entries(breakdowns).flatMap(([name, of]) =>
              of.map((one): Cell[] => ['census day', name, one.id, one.title, one.children]),
            ),
          ],
        });
      },
    }),
    route({
      id: 'reportBreaches',
      method: 'get',
      path: '/v1/reports/breaches',
      may: SERVICE_MAY.readReports,
      audit: { action: 'report.breaches', object: 'report' },
      summary: 'Missed deadlines of the authority, by rule and by the month in which they were due',
      params: nothing,
      query: breachesQuery,
      body: nothing,
      answers: { 200: { description: 'Breaches', schema: anything, csv: true } },
      problems: ['not_found', 'unavailable'],
      handle: async ({ bearer: { authority }, at, query, note }) => {
        const { from, to, breaches } = await reports.breaches(authority, at, query);
        note({ rows: breaches.length });
        return answered(query.format, `breaches-${authority}-${from}-${to}.csv`, {
          body: { from, to, breaches },
          headings: ['month', 'rule', 'title', 'source', 'breached', 'withdrawn', 'done late'],
          cells: breaches.map((b) => [b.month, b.rule, b.title, b.source, b.breached, b.withdrawn, b.doneLate]),
        });
      },
    }),
    route({
      id: 'reportEnquiries',
      method: 'get',
      path: '/v1/reports/enquiries',
      may: SERVICE_MAY.readReports,
      audit: { action: 'report.enquiries', object: 'report' },
      summary: 'How many enquiries stand where: by status, stage, risk, lateness and outcome',
      params: nothing,
      query: enquiryCountsQuery,
      body: nothing,
      answers: { 200: { description: 'Counts', schema: anything, csv: true } },
      problems: ['unavailable'],
      handle: async ({ bearer: { authority }, at, query, note }) => {
        const counts = await reports.enquiries(authority);
        note({ rows: counts.length });
        return answered(query.format, `enquiries-${authority}-${londonDay(at)}.csv`, {
          body: { at, counts },
          headings: ['group', 'value', 'enquiries'],
          cells: counts.map(({ group, value, enquiries }) => [group, value, enquiries]),
        });
      },
    }),
  ];
};

function answered(
  format: 'json' | 'csv',
  name: string,
  { body, headings, cells }: { body: object; headings: string[]; cells: Cell[][] },
): Answer {
  if (format === 'json') return { status: 200, body };
  return { status: 200, body: null, csv: { name, text: csvOf(headings, cells) } };
}
