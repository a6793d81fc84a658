import { schoolYearOf } from '../../domain/law.js';
import { SERVICE_MAY } from '../../domain/permissions.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import type { ReturnRow } from '../../register/index.js';
import { invalidRequest, notFound } from '../problem.js';
import { csvOf, type Cell } from '../reads/csv.js';
import { nothing, route, type Answer, type Route } from '../route.js';
import { anything } from '../schemas/answers.js';
import { breachesQuery, enquiryCountsQuery, returnQuery } from '../schemas/queries.js';
import { london, londonDay } from '../schemas/time.js';
import type { Services } from '../services.js';
import type { Policy } from '../services/worlds.js';

/** A report looks through a year's events. */
const REPORT_MS = 30_000;

/** What the register can answer for the reports that the service owes. Counts only: no report names a child. */
export const reportRoutes = ({ register, guard, worlds }: Services): Route[] => {
  const policyAt = async (authority: string, at: Instant): Promise<Policy> => {
    const policy = await guard.within(() => worlds.inForce(authority, at), REPORT_MS);
    if (policy === null) throw notFound('A policy in force');
    return policy;
  };
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
        const { service } = await policyAt(authority, at);
        const { returns } = service;
        if (returns === null) throw notFound('The national return');
        const plan = (await guard.within(() => register.duties.plans(authority), REPORT_MS)).find(
          ({ rule }) => rule === returns.rule,
        );
        const today = londonDay(at);
        const censusDay = query.census ?? lastOf(plan?.dates ?? returns.censusDates, today) ?? today;
        if (censusDay > today) throw invalidRequest([{ field: 'census', message: 'lies after today' }]);
        const { rows, ...counts } = await guard.within(
          () => register.reports.nationalReturn(authority, censusDay, london()),
          REPORT_MS,
        );
        note({ rows: rows.length });
        const titled = (id: string, title: string, of: (row: ReturnRow) => boolean) => ({
          id,
          title,
          children: sum(rows.filter(of)),
        });
        // A reason or band that this version of the return has not, is still counted: under its own name.
        const heading = (known: readonly { id: string; title: string }[], key: 'reason' | 'band') => {
          const others = [...new Set(rows.map((row) => row[key]))].filter((id) => !known.some((one) => one.id === id));
          return [...known, ...others.map((id) => ({ id, title: id }))].map(({ id, title }) =>
            titled(id, title, (row) => row[key] === id),
          );
        };
        const values = (key: 'sex' | 'yearGroup') =>
          [...new Set(rows.map((row) => row[key]))].sort().map((id) => titled(id, id, (row) => row[key] === id));
        const breakdowns = {
          reason: heading(returns.reasons, 'reason'),
          duration: heading(returns.bands, 'band'),
          sex: values('sex'),
          yearGroup: values('yearGroup'),
        };
        const { rule, title, source } = returns;
        return answered(query.format, `return-${authority}-${censusDay}.csv`, {
          body: { rule, title, source, ...counts, breakdowns, rows },
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
        const to = query.to ?? londonDay(at);
        const from = query.from ?? schoolYearOf(to).from;
        const { rules } = await policyAt(authority, at);
        const counted = await guard.within(
          () => register.reports.breaches(authority, { from, to, london: london() }),
          REPORT_MS,
        );
        const breaches = counted.map((row) => {
          const about = rules.get(row.rule);
          return { ...row, title: about?.title ?? row.rule, source: about?.source ?? '' };
        });
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
        const counts = await guard.within(() => register.reports.enquiries(authority), REPORT_MS);
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

const sum = (rows: readonly ReturnRow[]): number => rows.reduce((total, row) => total + row.children, 0);

const lastOf = (days: readonly IsoDate[], today: IsoDate): IsoDate | undefined =>
  [...days].sort().findLast((day) => day <= today);
