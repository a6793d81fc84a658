import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { dutiesPath, dutyPath } from '../paths.js';
import { dutyReaders, shownDuty, type ShownDuty } from '../shared.js';

const ORDER: readonly ShownDuty['stands'][] = ['late', 'open', 'undated', 'later', 'standing'];

/** What the service owes beside its cases: late and open first, then what has no dates, then the rest. */
export const dutiesPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'duties',
    path: dutiesPath.pattern,
    may: dutyReaders,
    audit: { action: 'duties.list', object: 'duties' },
    params: nothing,
    query: nothing,
    template: 'duties/duties/duties.njk',
    load: async ({ visitor: { authority }, at, note }) => {
      const seen = await api.duties.see(authority, at);
      const duties = seen.policy.service.duties.map((duty) => shownDuty(duty, seen, language));
      note({ rows: duties.length });
      return show({
        groups: ORDER.map((stands) => ({
          stands,
          duties: duties
            .filter((duty) => duty.stands === stands)
            .sort((a, b) => order(a.nextDue ?? '9', b.nextDue ?? '9') || order(a.title, b.title))
            .map((duty) => ({ ...duty, path: dutyPath.to({ rule: duty.rule }) })),
        })).filter((group) => group.duties.length > 0),
      });
    },
  });

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
