import { z } from 'zod';
import { Problem } from '../../../../api/problem.js';
import { actingAs } from '../../../../api/services/actor.js';
import { rolesFor } from '../../../../domain/permissions.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { mayOpen } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { assigners, READ_MS } from '../overview.js';
import { reassignedPath, reassignPath, teamPath } from '../paths.js';
import { nameIn } from '../people.js';
import { keepAnswers, keptChoice, type Answers } from './choice.js';

/** Inputs under way at once: a hundred at once would only stand in each other's way. */
const AT_ONCE = 4;

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
        const { api } = web;
        const { authority } = visitor;
        const chosen = keptChoice(session);
        if (chosen === null) return redirectTo(reassignedPath.pattern);
        const by = actingAs(visitor, rolesFor('assign'));
        const facts = await api.guard.within(() => api.register.oversight.named(authority, chosen.cases), READ_MS);
        const give = async (caseId: string): Promise<Answers['answers'][number]> => {
          const held = facts.find((one) => one.caseId === caseId);
          if (held === undefined || !mayOpen(visitor, { authority, ...held }))
            return { caseId, done: false, why: web.language.say('reassign.notFound') };
          if (held.assignee === chosen.to) return { caseId, done: true, why: web.language.say('reassign.already') };
          try {
            await api.inputs.sendInput({
              of: { authority, caseId },
              name: 'assign',
              body: { to: chosen.to },
              by,
              // The same press of the button again counts once, in each case.
              idempotencyKey: `${key}.${caseId}`,
              at,
            });
            return { caseId, done: true, why: '' };
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
            return { caseId, done: false, why: error.detail };
          }
        };
        const answers: Answers['answers'] = [];
        for (let from = 0; from < chosen.cases.length; from += AT_ONCE)
          answers.push(...(await Promise.all(chosen.cases.slice(from, from + AT_ONCE).map(give))));
        note({ given: answers.filter(({ done }) => done).length, refused: answers.filter(({ done }) => !done).length });
        keepAnswers(session, { to: chosen.to, answers });
        return redirectTo(reassignedPath.pattern);
      },
    },
  });
