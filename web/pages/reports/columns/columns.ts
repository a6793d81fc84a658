import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { COLUMNS } from '../columns.js';
import { reportLinks, reportReaders } from '../links.js';
import { columnsPath } from '../paths.js';

/** What each column of the report of cases means. */
export const columnsPage = ({ language }: WebServices): Page =>
  page({
    id: 'columns',
    path: columnsPath.pattern,
    may: reportReaders,
    audit: { action: 'report.columns', object: 'report' },
    params: nothing,
    query: nothing,
    template: 'reports/columns/columns.njk',
    load: () =>
      Promise.resolve(
        show({
          nav: reportLinks(language, columnsPath.pattern),
          columns: COLUMNS.map(({ id }) => ({
            name: language.say(`columns.${id}.name`),
            means: language.say(`columns.${id}.means`),
          })),
        }),
      ),
  });
