/** Reports as tables: the preview shows the first rows of the very table that the file holds. */
import type { Cell } from '../../../api/reads/csv.js';
import { published, publishedTotal, type Published } from '../../../api/reads/smallNumbers.js';
import { london, londonDay } from '../../../api/schemas/time.js';
import { REPORT_MS, type Heading } from '../../../api/services/reportDesk.js';
import type { Instant } from '../../../domain/time.js';
import type { CaseFigures, CaseReportRow } from '../../../register/index.js';
import type { Language } from '../../language/language.js';
import { mayOpen } from '../../security/policies.js';
import type { Visitor } from '../../security/visitor.js';
import { schoolsOf } from '../../schools.js';
import type { WebServices } from '../../services.js';
import { wordFor } from '../manager/overview.js';
import type { ReportCell, ReportTable } from './cells.js';
import { COLUMNS, SAID_OF_RESTRICTED } from './columns.js';
import type { ReportRequest } from './request.js';

/** Every case of an authority that has very many: a statement each thousand rows. */
const WHOLE_REPORT_MS = 120_000;

export interface Asked {
  visitor: Visitor;
  at: Instant;
  request: ReportRequest;
}

/** One row a case, the first so many. */
export async function casesTable(web: WebServices, asked: Asked, most: number): Promise<ReportTable> {
  const { api } = web;
  const { visitor, at, request } = asked;
  const rowOf = await caseRow(web, visitor);
  const rows = await api.guard.within(
    () => api.register.caseReport.rows(visitor.authority, request, { london: london(), day: londonDay(at), most }),
    REPORT_MS,
  );
  return { headings: headingsOf(web.language), rows: rows.map(rowOf) };
}

/** Every case, so many rows at once. */
export async function everyCase(
  web: WebServices,
  { visitor, at, request }: Asked,
  take: (part: ReportCell[][]) => void,
): Promise<string[]> {
  const { api } = web;
  const rowOf = await caseRow(web, visitor);
  await api.guard.within(
    () =>
      api.register.caseReport.each(visitor.authority, request, { london: london(), day: londonDay(at) }, (rows) =>
        take(rows.map(rowOf)),
      ),
    WHOLE_REPORT_MS,
  );
  return headingsOf(web.language);
}

const headingsOf = ({ say }: Language): string[] => COLUMNS.map(({ id }) => say(`columns.${id}.name`));

/** The columns of the other files, and under which keys the language has their names. */
export const HEADS = {
  figures: { keys: 'reports.figures', ids: ['group', 'value', 'cases'] },
  return: { keys: 'nationalReturn.heads', ids: ['measure', 'breakdown', 'id', 'title', 'children'] },
  breaches: {
    keys: 'breachCounts.heads',
    ids: ['month', 'rule', 'title', 'source', 'breached', 'withdrawn', 'doneLate'],
  },
} as const;

const headsOf = (of: keyof typeof HEADS, { say }: Language): string[] =>
  HEADS[of].ids.map((id) => say(`${HEADS[of].keys}.${id}`));

/** How a case is told to this visitor. */
async function caseRow(
  { api, language }: WebServices,
  visitor: Visitor,
): Promise<(row: CaseReportRow) => ReportCell[]> {
  const { authority } = visitor;
  const [people, council] = await api.guard.within(
    () => Promise.all([api.register.people.list(authority), api.register.authorities.get(authority)]),
    REPORT_MS,
  );
  const told = { language, people, schools: schoolsOf(council) };
  return (row) => {
    const open = mayOpen(visitor, { authority, ...row });
    return COLUMNS.map(({ id, of }): ReportCell => {
      if (open || SAID_OF_RESTRICTED.includes(id)) return of(row, told);
      return id === 'reference' ? language.say('reports.restricted') : null;
    });
  };
}

/** How many cases stand under each heading, for publication where small numbers are not said. */
export async function figuresTable(
  web: WebServices,
  { visitor, request }: Asked,
): Promise<{ table: ReportTable; figures: CaseFigures; total: string }> {
  const { api, language } = web;
  const figures = await api.guard.within(
    () => api.register.caseReport.figures(visitor.authority, request, london()),
    REPORT_MS,
  );
  const groups = ['status', 'stage', 'outcome', 'month'] as const;
  const said: Published[] = [];
  const rows = groups.flatMap((group) => {
    const mine = figures.groups.filter((one) => one.group === group);
    const counts = mine.map(({ cases }) => cases);
    const shown = request.round ? published(counts) : counts;
    said.push(...shown);
    return mine.map(({ value }, index): ReportCell[] => [
      language.say(`reports.group.${group}`),
      group === 'month' ? { month: value } : wordFor(language, group, value),
      inWords(shown[index] ?? 0, language),
    ]);
  });
  const total = totalOf(figures.total, request.round, said, language);
  return {
    figures,
    total: String(total),
    table: {
      headings: headsOf('figures', language),
      rows: [[language.say('reports.group.total'), '', total], ...rows],
    },
  };
}

/** The national return: each measure and breakdown. */
export async function returnTable(web: WebServices, { visitor, at, request }: Asked) {
  const { api, language } = web;
  const report = await api.reports.nationalReturn(visitor.authority, at, request.census);
  const { onCensusDay, inPreviousYear, previousYear, censusDay } = report;
  const said: Published[] = [];
  const breakdowns = (['reason', 'duration', 'sex', 'yearGroup'] as const).map((id) => {
    const counts = report.breakdowns[id].map(({ children }) => children);
    const shown = request.round ? published(counts) : counts;
    said.push(...shown);
    return {
      id,
      title: language.say(`nationalReturn.breakdown.${id}`),
      rows: report.breakdowns[id].map((one: Heading, index) => ({
        id: one.id,
        title: language.has(`nationalReturn.value.${one.title}`)
          ? language.say(`nationalReturn.value.${one.title}`)
          : one.title,
        children: inWords(shown[index] ?? 0, language),
      })),
    };
  });
  const total = totalOf(onCensusDay, request.round, said, language);
  const before = totalOf(inPreviousYear, request.round, [], language);
  const table: ReportTable = {
    headings: headsOf('return', language),
    rows: [
      [language.say('nationalReturn.onDay'), language.say('nationalReturn.total'), { day: censusDay }, '', total],
      [
        language.say('nationalReturn.previousYear'),
        language.say('nationalReturn.total'),
        `${previousYear.from} to ${previousYear.to}`,
        '',
        before,
      ],
      ...breakdowns.flatMap(({ title, rows }) =>
        rows.map((row): Cell[] => [language.say('nationalReturn.onDay'), title, row.id, row.title, row.children]),
      ),
    ],
  };
  return { report, breakdowns, table, total, before };
}

/** Missed deadlines by rule and month. */
export async function breachesTable(web: WebServices, { visitor, at, request }: Asked) {
  const { api, language } = web;
  const report = await api.reports.breaches(visitor.authority, at, request);
  const said = (count: number): Cell => (request.round ? inWords(published([count])[0] ?? 0, language) : count);
  const table: ReportTable = {
    headings: headsOf('breaches', language),
    rows: report.breaches.map((b) => [
      ...[{ month: b.month }, b.rule, b.title, b.source],
      ...[b.breached, b.withdrawn, b.doneLate].map(said),
    ]),
  };
  return { report, table };
}

const inWords = (figure: Published, { say }: Language): Cell =>
  typeof figure === 'number' ? figure : say(`reports.published.${figure}`);

function totalOf(total: number, round: boolean, said: readonly Published[], language: Language): Cell {
  if (!round) return total;
  const shown = publishedTotal(total, said);
  return shown.about && typeof shown.total === 'number'
    ? language.say('reports.published.about', { total: shown.total })
    : inWords(shown.total, language);
}
