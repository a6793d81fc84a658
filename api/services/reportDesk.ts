/** What the reports say, from the register and in the policy's words: for the routes and for the pages. */
import { schoolYearOf } from '../../domain/law.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import type { BreachRow, CountRow, ReturnCounts, ReturnRow } from '../../register/index.js';
import { invalidRequest, notFound } from '../problem.js';
import { london, londonDay } from '../schemas/time.js';
import type { Services } from '../services.js';
import type { Policy } from './worlds.js';

/** A report looks through a year's events. */
export const REPORT_MS = 30_000;

/** How many children stand under one heading of a breakdown. */
export interface Heading {
  id: string;
  title: string;
  children: number;
}

export interface ReturnReport extends ReturnCounts {
  rule: string;
  title: string;
  source: string;
  breakdowns: Record<'reason' | 'duration' | 'sex' | 'yearGroup', Heading[]>;
}

export interface BreachReport {
  from: IsoDate;
  to: IsoDate;
  breaches: (BreachRow & { title: string; source: string })[];
}

export interface ReportDesk {
  /**
   * The measures of the national return; of the last census day where none is named, or of today before the first.
   * @throws Problem `not_found` where the policy has no return, `invalid_request` for a day that lies ahead
   */
  nationalReturn: (authority: string, at: Instant, census?: IsoDate) => Promise<ReturnReport>;
  /** By rule and month; of this school year where no day is named. */
  breaches: (
    authority: string,
    at: Instant,
    span: { from?: IsoDate | undefined; to?: IsoDate | undefined },
  ) => Promise<BreachReport>;
  enquiries: (authority: string) => Promise<CountRow[]>;
}

export function createReportDesk({
  register,
  guard,
  worlds,
}: Pick<Services, 'register' | 'guard' | 'worlds'>): ReportDesk {
  const policyAt = async (authority: string, at: Instant): Promise<Policy> => {
    const policy = await guard.within(() => worlds.inForce(authority, at), REPORT_MS);
    if (policy === null) throw notFound('A policy in force');
    return policy;
  };
  return {
    nationalReturn: async (authority, at, census) => {
      const { service } = await policyAt(authority, at);
      const { returns } = service;
      if (returns === null) throw notFound('The national return');
      const plan = (await guard.within(() => register.duties.plans(authority), REPORT_MS)).find(
        ({ rule }) => rule === returns.rule,
      );
      const today = londonDay(at);
      const censusDay = census ?? lastOf(plan?.dates ?? returns.censusDates, today) ?? today;
      if (censusDay > today) throw invalidRequest([{ field: 'census', message: 'lies after today' }]);
      const counts = await guard.within(
        () => register.reports.nationalReturn(authority, censusDay, london()),
        REPORT_MS,
      );
      const { rows } = counts;
      const titled = (id: string, title: string, of: (row: ReturnRow) => boolean): Heading => ({
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
        [...new Set(rows.map((row) => row[key]))]
          // Year 9 comes before year 10.
          .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
          .map((id) => titled(id, id, (row) => row[key] === id));
      return {
        rule: returns.rule,
        title: returns.title,
        source: returns.source,
        ...counts,
        breakdowns: {
          reason: heading(returns.reasons, 'reason'),
          duration: heading(returns.bands, 'band'),
          sex: values('sex'),
          yearGroup: values('yearGroup'),
        },
      };
    },

    breaches: async (authority, at, span) => {
      const to = span.to ?? londonDay(at);
      const from = span.from ?? schoolYearOf(to).from;
      const { rules } = await policyAt(authority, at);
      const counted = await guard.within(
        () => register.reports.breaches(authority, { from, to, london: london() }),
        REPORT_MS,
      );
      const breaches = counted.map((row) => {
        const about = rules.get(row.rule);
        return { ...row, title: about?.title ?? row.rule, source: about?.source ?? '' };
      });
      return { from, to, breaches };
    },

    enquiries: (authority) => guard.within(() => register.reports.enquiries(authority), REPORT_MS),
  };
}

const sum = (rows: readonly ReturnRow[]): number => rows.reduce((total, row) => total + row.children, 0);

const lastOf = (days: readonly IsoDate[], today: IsoDate): IsoDate | undefined =>
  [...days].sort().findLast((day) => day <= today);
