import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { caseId } from '../../../../api/schemas/queries.js';
import { id } from '../../../../api/schemas/text.js';
import { refuseField } from '../../../forms/errors.js';
import { requiredText } from '../../../forms/fields.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { assigners, overviewNav, READ_MS, wordFor } from '../overview.js';
import { reassignPath, teamMemberPath, teamPath } from '../paths.js';
import { canHaveCases, nameIn, shownAbsence, takersOf } from '../people.js';
import { keepChoice } from '../reassign/choice.js';

const SHOWN = 100;
const NOBODY = 'none';

/** One person's open cases, to give some or all of them to another. Nothing changes before the next page is confirmed. */
export const teamMemberPage = (web: WebServices): Page =>
  page({
    id: 'teamMember',
    path: teamMemberPath.pattern,
    may: assigners,
    audit: { action: 'team.cases', object: 'person', param: 'person' },
    params: z.strictObject({ person: id }),
    query: nothing,
    template: 'manager/teamMember/teamMember.njk',
    example: { person: 'officer-a' },
    load: async ({ visitor, params, at, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const person = params.person === NOBODY ? null : params.person;
      const [people, rows, standings, absences] = await api.guard.within(
        () =>
          Promise.all([
            api.register.people.list(authority),
            api.register.oversight.casesOf(authority, person, SHOWN),
            api.register.oversight.byOfficer(authority, at),
            api.register.people.absencesAt(authority, at),
          ]),
        READ_MS,
      );
      if (person !== null && !people.some((one) => one.person === person)) throw notFound('The person');
      const absence = absences.find((one) => one.person === person);
      const cases = rows.map((row) => ({
        ...namedCase(visitor, row),
        caseId: row.caseId,
        due: row.nextDue,
        late: row.lateSince !== null,
        stage: wordFor(language, 'stage', row.stage),
      }));
      const named = cases.filter(({ path }) => path !== null);
      note({ rows: rows.length });
      return show({
        nav: overviewNav(language, visitor, teamPath.pattern),
        back: teamPath.pattern,
        name: person === null ? null : nameIn(people, person),
        away: absence === undefined ? null : shownAbsence(absence, people, language),
        cases: named,
        closed: cases.length - named.length,
        more: Math.max(0, (standings.find(({ value }) => value === person)?.open ?? 0) - rows.length),
        to: takersOf(language, { people, standings, absences }).filter(({ value }) => value !== person),
      });
    },
    form: {
      audit: { action: 'reassign.choose', object: 'person', param: 'person' },
      fields: z.strictObject({
        cases: z.preprocess(
          (value) => (value === undefined ? [] : [value].flat()),
          z.array(caseId).min(1, 'teamMember.noCase').max(SHOWN, 'errors.notAChoice'),
        ),
        to: requiredText('teamMember.noTo', { most: 100 }),
      }),
      act: async ({ visitor, form, session, note }) => {
        const people = await web.api.guard.within(() => web.api.register.people.list(visitor.authority));
        if (!people.some((one) => one.person === form.to && canHaveCases(one)))
          throw refuseField('to', 'teamMember.noTo');
        note({ cases: form.cases.length });
        keepChoice(session, { to: form.to, cases: form.cases });
        return redirectTo(reassignPath.pattern);
      },
    },
  });
