import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { COLUMNS } from '../columns.js';
import { HEADS } from '../tables.js';
import { reportLinks, reportReaders } from '../links.js';
import { columnsPath } from '../paths.js';

/** What each column of each file means. */
export const columnsPage = ({ language }: WebServices): Page => {
  const meaning = (name: string, means: string) => ({ name: language.say(name), means: language.say(means) });
  return page({
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
          tables: [
            { id: 'cases', columns: COLUMNS.map(({ id }) => meaning(`columns.${id}.name`, `columns.${id}.means`)) },
            ...Object.entries(HEADS).map(([id, { keys, ids }]) => ({
              id,
              columns: ids.map((column) => meaning(`${keys}.${column}`, `columns.of.${id}.${column}`)),
            })),
          ],
        }),
      ),
  });
};
