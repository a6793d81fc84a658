import { workingDaysAfter } from '../../../../domain/calendar/count.js';
import { addDays } from '../../../../domain/time.js';
import type { LateCase, Standing } from '../../../../register/index.js';
import { DatabaseAway } from '../../../../api/services/databaseGuard.js';
import { london, londonDay } from '../../../../api/schemas/time.js';
import { barChart, columnChart, narrowChart, type Chart, type ChartOf } from '../../../layout/charts/chart.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, show, type Page } from '../../../page.js';
import type { Visitor } from '../../../security/visitor.js';
import { schoolName, schoolsOf } from '../../../schools.js';
import type { WebServices } from '../../../services.js';
import { overseers, overviewNav, READ_MS, wordFor } from '../overview.js';
import { breachesPath, dashboardPath, decisionsPath, teamMemberPath, worklistPath } from '../paths.js';
import { byAge, byMonth, stageTimes, twelveMonths } from './figures.js';

/** "Due soon" on the tile: within so many working days. A choice of this page, no rule's. */
const SOON_WORKING_DAYS = 5;
const OVERDUE_SHOWN = 20;
const SCHOOLS_SHOWN = 15;
const OPEN = 'received,open';

/** Where all enquiries stand: the numbers first, then the trends, then what is late and who has how much. */
export const dashboardPage = (web: WebServices): Page =>
  page({
    id: 'dashboard',
    path: dashboardPath.pattern,
    may: overseers,
    audit: { action: 'dashboard.view', object: 'report' },
    params: nothing,
    query: nothing,
    template: 'manager/dashboard/dashboard.njk',
    load: async ({ visitor, at, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const today = londonDay(at);
      const months = twelveMonths(today);
      const year = { from: `${months[0] ?? today.slice(0, 7)}-01`, to: addDays(today, 1) };
      // Both at once. Where the trends take too long the numbers come without them.
      const trends = api.guard
        .within(
          () =>
            Promise.all([
              api.register.oversight.months(authority, year, london()),
              api.register.oversight.stages(authority, year, london()),
            ]),
          READ_MS,
        )
        .catch((error: unknown) => {
          if (error instanceof DatabaseAway) return null;
          throw error;
        });
      const numbers = api.guard.within(async () => {
        const calendars = await api.worlds.calendars(authority);
        const soon = workingDaysAfter(today, SOON_WORKING_DAYS, calendars);
        // The filter of the worklist takes the first day that no longer counts.
        const dueBefore = addDays(soon.ok ? soon.date : addDays(today, 7), 1);
        const { oversight, people } = api.register;
        const [counts, stages, officers, schools, ages, late, staff, council] = await Promise.all([
          oversight.counts(authority, at, dueBefore, london()),
          oversight.byStage(authority, at),
          oversight.byOfficer(authority, at),
          oversight.bySchool(authority, at, SCHOOLS_SHOWN),
          oversight.ages(authority, today),
          oversight.late(authority, at, OVERDUE_SHOWN),
          people.list(authority),
          api.register.authorities.get(authority),
        ]);
        return { calendars, dueBefore, counts, stages, officers, schools, ages, late, staff, council };
      }, READ_MS);
      const [read, drawn] = await Promise.all([numbers, trends]);
      const [monthly, spans] = drawn ?? [null, null];
      const { counts, dueBefore, staff } = read;
      const known = schoolsOf(read.council);
      const say = language.say;
      const word = (group: string, value: string) => wordFor(language, group, value);
      const nameOf = (person: string | null): string =>
        person === null ? say('oversight.nobody') : (staff.find((one) => one.person === person)?.name ?? person);
      const tile = (id: string, count: number, query: Record<string, string>) => ({
        count,
        text: say(`dashboard.tiles.${id}`, { days: SOON_WORKING_DAYS }),
        late: id === 'overdue' && count > 0,
        path: worklistPath.to({}, query),
      });
      const listed = ({ value, open, late }: Standing, name: string, query: Record<string, string> | null) => ({
        name,
        open,
        late,
        path: query === null ? null : worklistPath.to({}, { status: OPEN, ...query }),
        latePath: query === null ? null : worklistPath.to({}, { status: OPEN, ...query, late: 'true' }),
        team: value === null ? teamMemberPath.to({ person: 'none' }) : teamMemberPath.to({ person: value }),
      });
      note({ open: counts.open });
      return show({
        nav: overviewNav(language, visitor, dashboardPath.pattern),
        tiles: [
          tile('open', counts.open, { status: OPEN }),
          tile('dueSoon', counts.dueSoon, { status: OPEN, dueBefore }),
          tile('overdue', counts.overdue, { status: OPEN, late: 'true' }),
          tile('unassigned', counts.unassigned, { status: OPEN, officer: 'none' }),
          tile('concern', counts.concern, { status: OPEN, concern: 'true' }),
        ],
        decisionsPath: decisionsPath.pattern,
        breachesPath: breachesPath.pattern,
        noTrends: monthly === null,
        charts: [
          ...(monthly === null ? [] : [monthsChart(byMonth(months, monthly), say)]),
          agesChart(byAge(read.ages), say, word),
          ...(spans === null ? [] : [stagesChart(stageTimes(spans, read.calendars), say, word)]),
        ],
        stages: read.stages.map((one) =>
          listed(one, word('stage', one.value ?? ''), one.value === null ? null : { stage: one.value }),
        ),
        officers: read.officers.map((one) => listed(one, nameOf(one.value), { officer: one.value ?? 'none' })),
        schools: read.schools.map((one) =>
          listed(one, one.value === null ? say('dashboard.noSchool') : schoolName(known, one.value), null),
        ),
        late: read.late.map((row) => lateRow(row, visitor, nameOf)),
        moreLate: Math.max(0, counts.overdue - read.late.length),
        latePath: worklistPath.to({}, { status: OPEN, late: 'true' }),
      });
    },
  });

function lateRow(row: LateCase, visitor: Visitor, nameOf: (id: string | null) => string) {
  const named = namedCase(visitor, row);
  return { ...named, officer: named.path === null ? null : nameOf(row.assignee), since: londonDay(row.since) };
}

/** At a desk, and on a phone. */
const drawn = (chart: (of: ChartOf) => Chart, of: ChartOf) => ({ chart: chart(of), narrow: narrowChart(of) });

type Say = (key: string, fields?: Readonly<Record<string, string | number>>) => string;

function monthsChart(rows: ReturnType<typeof byMonth>, say: Say) {
  const month = (of: string) => say(`oversight.months.m${of.slice(5)}`);
  const full = (of: string) => `${month(of)} ${of.slice(0, 4)}`;
  const [received, ended] = [
    rows.reduce((sum, row) => sum + row.received, 0),
    rows.reduce((sum, row) => sum + row.ended, 0),
  ];
  return {
    headline: say('dashboard.months.headline', { received, ended }),
    ...drawn(columnChart, {
      id: 'months',
      rows: rows.map((row) => ({ name: month(row.month), values: [row.received, row.ended] })),
      series: [say('dashboard.months.received'), say('dashboard.months.ended')],
      label: rows
        .map((row) => say('dashboard.months.one', { month: full(row.month), received: row.received, ended: row.ended }))
        .join(' '),
    }),
    table: {
      caption: say('dashboard.months.table'),
      heads: [say('dashboard.months.month'), say('dashboard.months.received'), say('dashboard.months.ended')],
      rows: rows.map((row) => [full(row.month), row.received, row.ended]),
    },
  };
}

function agesChart(rows: ReturnType<typeof byAge>, say: Say, word: (group: string, value: string) => string) {
  const largest = [...rows].sort((a, b) => b.open - a.open)[0];
  return {
    headline:
      largest === undefined || largest.open === 0
        ? say('dashboard.ages.none')
        : say('dashboard.ages.headline', { band: word('age', largest.band), open: largest.open }),
    ...drawn(barChart, {
      id: 'ages',
      rows: rows.map(({ band, open }) => ({ name: word('age', band), values: [open] })),
      series: [say('dashboard.ages.open')],
      label: rows.map(({ band, open }) => say('dashboard.ages.one', { band: word('age', band), open })).join(' '),
    }),
    table: {
      caption: say('dashboard.ages.table'),
      heads: [say('dashboard.ages.age'), say('dashboard.ages.open')],
      rows: rows.map(({ band, open }) => [word('age', band), open]),
    },
  };
}

function stagesChart(rows: ReturnType<typeof stageTimes>, say: Say, word: (group: string, value: string) => string) {
  const longest = [...rows]
    .filter(({ median }) => median !== null)
    .sort((a, b) => (b.median ?? 0) - (a.median ?? 0))[0];
  const days = (median: number | null) => (median === null ? say('dashboard.times.unknown') : String(median));
  return {
    headline:
      longest === undefined
        ? say('dashboard.times.none')
        : longest.median === 0
          ? say('dashboard.times.atOnce')
          : say('dashboard.times.headline', { stage: word('stage', longest.stage), days: days(longest.median) }),
    ...drawn(barChart, {
      id: 'times',
      rows: rows.map(({ stage, median }) => ({ name: word('stage', stage), values: [median] })),
      series: [say('dashboard.times.days')],
      label: rows
        .map(({ stage, median, cases }) =>
          say('dashboard.times.one', { stage: word('stage', stage), days: days(median), cases }),
        )
        .join(' '),
    }),
    table: {
      caption: say('dashboard.times.table'),
      heads: [say('dashboard.times.stage'), say('dashboard.times.days'), say('dashboard.times.cases')],
      rows: rows.map(({ stage, median, cases }) => [word('stage', stage), days(median), cases]),
    },
  };
}
