import { z } from 'zod';
import { addSeconds } from '../../../../domain/time.js';
import { REPORT_MS } from '../../../../api/services/reportDesk.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { nameIn } from '../../manager/people.js';
import { reportLinks, reportReaders } from '../links.js';
import { dataQualityPath } from '../paths.js';

const SHOWN = 50;
const SECONDS_A_DAY = 86_400;
/** Since how many days nobody has worked on a case: the reader chooses. */
const WAITS = ['14', '28', '56'] as const;

/** Where the record of open cases is thin, and which cases nobody has worked on. */
export const dataQualityPage = (web: WebServices): Page =>
  page({
    id: 'dataQuality',
    path: dataQualityPath.pattern,
    may: reportReaders,
    audit: { action: 'report.dataQuality', object: 'report' },
    params: nothing,
    query: z.strictObject({ days: z.enum(WAITS).optional().default('28') }),
    template: 'reports/dataQuality/dataQuality.njk',
    load: async ({ visitor, at, query, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const [missing, incomplete, stale, people] = await api.guard.within(
        () =>
          Promise.all([
            api.register.dataQuality.missing(authority),
            api.register.dataQuality.incomplete(authority, SHOWN),
            api.register.dataQuality.stale(authority, addSeconds(at, -Number(query.days) * SECONDS_A_DAY), SHOWN),
            api.register.people.list(authority),
          ]),
        REPORT_MS,
      );
      note({ open: missing.open, stale: stale.cases });
      const officerOf = (assignee: string | null) =>
        assignee === null ? language.say('oversight.nobody') : nameIn(people, assignee);
      return show({
        nav: reportLinks(language, dataQualityPath.pattern),
        open: missing.open,
        fields: missing.fields.map(({ field, cases }) => ({
          name: language.say(`dataQuality.field.${field}`),
          cases,
          share: missing.open === 0 ? 0 : Math.round((cases * 100) / missing.open),
        })),
        incomplete: incomplete.map((row) => {
          const named = namedCase(visitor, row);
          return {
            ...named,
            received: londonDay(row.receivedAt),
            officer: named.path === null ? null : officerOf(row.assignee),
            missing: named.path === null ? [] : row.missing.map((field) => language.say(`dataQuality.field.${field}`)),
          };
        }),
        days: query.days,
        waits: WAITS.map((days) => ({ days, path: dataQualityPath.to({}, { days }), chosen: days === query.days })),
        staleCases: stale.cases,
        stale: stale.rows.map((row) => {
          const named = namedCase(visitor, row);
          return {
            ...named,
            officer: named.path === null ? null : officerOf(row.assignee),
            received: londonDay(row.receivedAt),
            touched: row.touchedAt === null ? null : londonDay(row.touchedAt),
          };
        }),
        shown: SHOWN,
      });
    },
  });
