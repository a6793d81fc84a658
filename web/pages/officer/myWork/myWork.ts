import type { Visitor } from '../../../security/visitor.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { casework } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath, myWorkPath } from '../paths.js';

const ROWS = 50;
const READ_MS = 5_000;
const OPEN = ['received', 'open'] as const;

/** The cases assigned to whoever asks, the next due first. */
export const myWorkPage = ({ api }: WebServices): Page =>
  page({
    id: 'myWork',
    path: myWorkPath.pattern,
    may: casework,
    audit: { action: 'worklist.view', object: 'worklist' },
    params: nothing,
    query: nothing,
    template: 'officer/myWork/myWork.njk',
    load: async ({ visitor: { authority, person }, note }) => {
      const { rows, cursor } = await api.guard.within(
        () =>
          api.register.worklist.list(authority, {
            filter: { officer: person, status: OPEN },
            sort: 'due',
            limit: ROWS,
          }),
        READ_MS,
      );
      note({ rows: rows.length });
      return show({
        cases: rows.map((row) => ({
          path: casePath.to({ case: row.case_id }),
          child: [row.given_name, row.family_name].filter((part) => part !== null).join(' '),
          reference: row.reference,
          due: row.next_due,
          status: row.status,
          concern: row.open_concerns > 0,
        })),
        more: cursor === null ? 0 : ROWS,
      });
    },
  });

/** How many of somebody's cases are late: the number beside "My work". */
export const myOverdue =
  ({ api }: WebServices) =>
  ({ authority, person }: Visitor): Promise<number> =>
    api.guard.within(() =>
      api.register.worklist.count(authority, { officer: person, status: OPEN, late: { at: api.now() } }),
    );
