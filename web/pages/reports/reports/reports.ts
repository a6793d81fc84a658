import type { Instant, IsoDate } from '../../../../domain/time.js';
import { page, show, nothing, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { filesOf, reportLinks, reportReaders } from '../links.js';
import { columnsPath, reportsPath } from '../paths.js';
import { anyQuery, partsOf, readForm, STATUSES, type ReportRequest } from '../request.js';
import { casesTable, figuresTable } from '../tables.js';
import { wordFor } from '../../manager/overview.js';
import { onPage } from '../cells.js';
import { worded } from '../worded.js';

const PREVIEWED = 50;
const PRINTED = 1_000;
const READ_MS = 5_000;

/** Cases by a filter: what is shown is what the file will hold. */
export const reportsPage = (web: WebServices): Page =>
  page({
    id: 'reports',
    path: reportsPath.pattern,
    may: reportReaders,
    audit: { action: 'report.view', object: 'report' },
    params: nothing,
    query: anyQuery,
    template: 'reports/reports/reports.njk',
    load: async ({ visitor, at, query, note }) => {
      const { api, language } = web;
      const { form, errors } = readForm(query);
      const print = form.view === 'print';
      const teams = await api.guard.within(() => api.register.people.teams(visitor.authority), READ_MS);
      const request: ReportRequest = {
        report: form.what,
        from: form.from,
        to: form.to,
        team: form.team,
        status: form.status.length === 0 ? undefined : form.status,
        // A row of a case is no published figure; only counts are rounded.
        round: form.what === 'figures' && form.round === 'true',
      };
      const asked = { visitor, at, request };
      const most = print ? PRINTED : PREVIEWED;
      const { figures, table: counts, total } = await figuresTable(web, asked);
      const table = form.what === 'figures' ? counts : await casesTable(web, asked, most);
      note({ rows: table.rows.length });
      const again: Record<string, string> = {
        what: form.what,
        ...partsOf('from', form.from),
        ...partsOf('to', form.to),
        ...(form.team === undefined ? {} : { team: form.team }),
        ...(request.round ? { round: 'true' } : {}),
        view: 'print',
      };
      const statuses = form.status.map((status) => `&status=${status}`).join('');
      return show({
        nav: reportLinks(language, reportsPath.pattern),
        print,
        ...worded(language, errors),
        typed: query,
        form,
        teams: teams.map(({ team, name }) => ({ value: team, text: name })),
        statuses: STATUSES.map((status) => ({ value: status, text: wordFor(language, 'status', status) })),
        what: form.what,
        table: onPage(table, language),
        total,
        restricted: form.what === 'cases' ? figures.restricted : 0,
        rehearsed: figures.rehearsed,
        more: form.what === 'cases' ? Math.max(0, figures.total - table.rows.length) : 0,
        most,
        files: filesOf(request, form.what === 'cases' ? figures.total : 0),
        conditions: conditionsOf(request, teams, at, language),
        printPath: `${reportsPath.to({}, again)}${statuses}`,
        back: reportsPath.pattern,
        columnsPath: columnsPath.pattern,
      });
    },
  });

/** What the report was asked for, so that a sheet of paper says it too. */
function conditionsOf(
  { from, to, team, status, round }: ReportRequest,
  teams: readonly { team: string; name: string }[],
  at: Instant,
  language: WebServices['language'],
) {
  const { say, dates } = language;
  const day = (date: IsoDate | undefined): string => (date === undefined ? say('reports.anyDay') : dates.day(date));
  const lines: [string, string][] = [
    ['reports.from', day(from)],
    ['reports.to', day(to)],
    ['reports.team', teams.find((one) => one.team === team)?.name ?? say('reports.allTeams')],
    ['reports.status', status?.map((one) => wordFor(language, 'status', one)).join(', ') ?? say('reports.allStatuses')],
    ...(round ? [['reports.round', say('reports.roundHint')] satisfies [string, string]] : []),
    ['reports.made', dates.moment(at)],
  ];
  return lines.map(([key, text]) => ({ key: { text: say(key) }, value: { text } }));
}
