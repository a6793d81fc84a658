import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { assigners, READ_MS } from '../overview.js';
import { reassignedPath, teamPath } from '../paths.js';
import { nameIn } from '../people.js';
import { keptAnswers } from '../reassign/choice.js';

/** What each case answered. Safe to reload: nothing is done here. */
export const reassignedPage = (web: WebServices): Page =>
  page({
    id: 'reassigned',
    path: reassignedPath.pattern,
    may: assigners,
    audit: { action: 'reassign.answers', object: 'worklist' },
    params: nothing,
    query: nothing,
    template: 'manager/reassigned/reassigned.njk',
    load: async ({ visitor, session }) => {
      const { api } = web;
      const kept = keptAnswers(session);
      if (kept === null) return redirectTo(teamPath.pattern, { text: 'reassign.nothing', kind: 'information' });
      const [people, rows] = await api.guard.within(
        () =>
          Promise.all([
            api.register.people.list(visitor.authority),
            api.register.oversight.named(
              visitor.authority,
              kept.answers.map(({ caseId }) => caseId),
            ),
          ]),
        READ_MS,
      );
      const answers = kept.answers.flatMap(({ caseId, done, why }) => {
        const row = rows.find((one) => one.caseId === caseId);
        return row === undefined ? [] : [{ ...namedCase(visitor, row), done, why }];
      });
      return show({
        to: nameIn(people, kept.to),
        given: answers.filter(({ done }) => done),
        refused: answers.filter(({ done }) => !done),
        back: kept.back ?? teamPath.pattern,
        backText: kept.back === null ? 'reassigned.team' : 'reassigned.worklist',
      });
    },
  });
