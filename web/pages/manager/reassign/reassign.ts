import { z } from 'zod';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { giveCases } from '../../caseActions/assign/giveCases.js';
import { assigners, READ_MS } from '../overview.js';
import { reassignedPath, reassignPath, teamPath } from '../paths.js';
import { nameIn } from '../people.js';
import { keepAnswers, keptChoice } from './choice.js';

/** What is about to be given to whom; the button does it, each case for itself. */
export const reassignPage = (web: WebServices): Page =>
  page({
    id: 'reassign',
    path: reassignPath.pattern,
    may: assigners,
    audit: { action: 'reassign.form', object: 'worklist' },
    params: nothing,
    query: nothing,
    template: 'manager/reassign/reassign.njk',
    load: async ({ visitor, session, note }) => {
      const { api } = web;
      const { authority } = visitor;
      const chosen = keptChoice(session);
      if (chosen === null) return redirectTo(teamPath.pattern, { text: 'reassign.nothing', kind: 'information' });
      const [people, rows] = await api.guard.within(
        () => Promise.all([api.register.people.list(authority), api.register.oversight.named(authority, chosen.cases)]),
        READ_MS,
      );
      note({ rows: rows.length });
      return show({
        back: teamPath.pattern,
        to: nameIn(people, chosen.to),
        cases: rows.map((row) => ({
          ...namedCase(visitor, row),
          officer: row.assignee === null ? null : nameIn(people, row.assignee),
        })),
      });
    },
    form: {
      audit: { action: 'reassign', object: 'worklist' },
      fields: z.strictObject({}),
      act: async ({ visitor, session, key, at, note }) => {
        const chosen = keptChoice(session);
        if (chosen === null) return redirectTo(reassignedPath.pattern);
        const cases = chosen.cases.map((caseId) => ({ caseId }));
        const answers = await giveCases(web, { visitor, to: chosen.to, cases, key, at });
        note({ given: answers.filter(({ done }) => done).length, refused: answers.filter(({ done }) => !done).length });
        keepAnswers(session, { to: chosen.to, answers, back: null });
        return redirectTo(reassignedPath.pattern);
      },
    },
  });
