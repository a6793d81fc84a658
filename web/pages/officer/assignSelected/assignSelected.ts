import { z } from 'zod';
import { caseId } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { requiredText } from '../../../forms/fields.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { giveCases } from '../../caseActions/assign/giveCases.js';
import { assigners, READ_MS } from '../../manager/overview.js';
import { reassignedPath } from '../../manager/paths.js';
import { canHaveCases, nameIn, takersOf } from '../../manager/people.js';
import { keepAnswers } from '../../manager/reassign/choice.js';
import { assignSelectedPath, worklistPath } from '../paths.js';
import { SIZE } from '../worklist/filters.js';
import { keptSelection } from './selection.js';

/** A case with who had it on this page, so that one which somebody gives away meanwhile is left alone. */
const seen = z.string().transform((text, context) => {
  const [id = '', ...holder] = text.split(' ');
  if (caseId.safeParse(id).success) return { caseId: id, seenWith: holder.join(' ') || null };
  context.addIssue({ code: 'custom', message: 'errors.notAChoice' });
  return z.NEVER;
});

/** The cases that were selected on the worklist, and who takes them. The button asks each case by itself. */
export const assignSelectedPage = (web: WebServices): Page =>
  page({
    id: 'assignSelected',
    path: assignSelectedPath.pattern,
    may: assigners,
    audit: { action: 'reassign.form', object: 'worklist' },
    params: nothing,
    query: nothing,
    template: 'officer/assignSelected/assignSelected.njk',
    load: async ({ visitor, session, at, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const selected = keptSelection(session);
      if (selected === null)
        return redirectTo(worklistPath.pattern, { text: 'assignSelected.nothing', kind: 'information' });
      const [people, rows, standings, absences] = await api.guard.within(
        () =>
          Promise.all([
            api.register.people.list(authority),
            api.register.oversight.named(authority, selected.cases),
            api.register.oversight.byOfficer(authority, at),
            api.register.people.absencesAt(authority, at),
          ]),
        READ_MS,
      );
      const cases = rows
        .map((row) => ({
          ...namedCase(visitor, row),
          seen: `${row.caseId} ${row.assignee ?? ''}`,
          officer: row.assignee === null ? null : nameIn(people, row.assignee),
        }))
        .filter(({ path }) => path !== null);
      note({ rows: cases.length });
      return show({
        back: selected.back,
        cases,
        closed: selected.cases.length - cases.length,
        to: takersOf(language, { people, standings, absences }),
      });
    },
    form: {
      audit: { action: 'reassign', object: 'worklist' },
      fields: z.strictObject({
        seen: z.preprocess(
          (value) => (value === undefined ? [] : [value].flat()),
          z.array(seen).min(1, 'worklist.noneSelected').max(SIZE, 'errors.notAChoice'),
        ),
        to: requiredText('assignSelected.noTo', { most: 100 }),
      }),
      act: async ({ visitor, session, form, key, at, note }) => {
        const { api } = web;
        const people = await api.guard.within(() => api.register.people.list(visitor.authority));
        if (!people.some((one) => one.person === form.to && canHaveCases(one)))
          throw refuseField('to', 'assignSelected.noTo');
        const answers = await giveCases(web, { visitor, to: form.to, cases: form.seen, key, at });
        note({ given: answers.filter(({ done }) => done).length, refused: answers.filter(({ done }) => !done).length });
        keepAnswers(session, { to: form.to, answers, back: keptSelection(session)?.back ?? worklistPath.pattern });
        return redirectTo(reassignedPath.pattern);
      },
    },
  });
