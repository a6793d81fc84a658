import { z } from 'zod';
import { requiredText } from '../../../forms/fields.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { forOthers } from '../away/away.js';
import { absentees, READ_MS } from '../overview.js';
import { awayPath, backPath } from '../paths.js';
import { shownAbsence } from '../people.js';

/** Somebody is back earlier, or does not go: the absence ends now. */
export const backPage = (web: WebServices): Page =>
  page({
    id: 'back',
    path: backPath.pattern,
    may: absentees,
    audit: { action: 'absences.view', object: 'people' },
    params: nothing,
    query: nothing,
    template: 'manager/back/back.njk',
    load: async ({ visitor, at }) => {
      const { api } = web;
      const [people, absences] = await api.guard.within(
        () =>
          Promise.all([
            api.register.people.list(visitor.authority),
            api.register.people.absencesFrom(visitor.authority, at),
          ]),
        READ_MS,
      );
      const theirs = absences.filter(({ person }) => forOthers(visitor) || person === visitor.person);
      return show({
        back: awayPath.pattern,
        absences: theirs.map((one) => ({ ...shownAbsence(one, people, web.language), now: one.from <= at })),
      });
    },
    form: {
      audit: { action: 'absence.end', object: 'person' },
      fields: z.strictObject({ absence: requiredText('back.missing', { most: 60 }) }),
      act: async ({ visitor, form, at }) => {
        await web.api.absences.end(visitor, form.absence, at);
        return redirectTo(awayPath.pattern, { text: 'back.done' });
      },
    },
  });
