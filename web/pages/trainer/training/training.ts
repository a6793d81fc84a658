import { z } from 'zod';
import { Problem } from '../../../../api/problem.js';
import { london, londonDay } from '../../../../api/schemas/time.js';
import { MOST_CASES } from '../../../../api/services/demonstration.js';
import { actorOf } from '../../../../api/services/actor.js';
import { atTime } from '../../../../domain/calendar/london.js';
import { addDays, addSeconds } from '../../../../domain/time.js';
import { aDate, choice, optionalText } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { progressPath, toldPath, trainingPath } from '../paths.js';

/** The time of the chosen day: what falls due in its morning has happened, the daily lists among it. */
const HOUR = '12:00';
const FURTHEST_DAYS = 731;

/** Moves one case, or every open one, to a chosen day. */
export const trainingPage = ({ api }: WebServices): Page => {
  const { register, guard, demonstration } = api;
  return page({
    id: 'training',
    path: trainingPath.pattern,
    may: only('trainer'),
    audit: { action: 'training.view', object: 'demonstration' },
    params: nothing,
    query: nothing,
    template: 'trainer/training/training.njk',
    load: async ({ visitor: { authority }, at }) => {
      const progress = await demonstration?.progress(authority);
      return show({
        possible: demonstration !== null,
        most: MOST_CASES,
        // As it is typed: `27 11 2026`.
        tomorrow: addDays(londonDay(at), 1).split('-').map(Number).reverse().join(' '),
        progress: progress ?? null,
        progressPath: progressPath.pattern,
        toldPath: toldPath.pattern,
      });
    },
    form: {
      audit: { action: 'fastForward', object: 'demonstration' },
      fields: z.strictObject({
        what: choice(['one', 'all'], 'training.whatMissing'),
        reference: optionalText({ most: 40 }),
        to: aDate({ missing: 'training.dayMissing' }),
      }),
      act: async ({ visitor, form, at, note }) => {
        if (demonstration === null)
          throw new Problem('invalid', 'This demonstration runs on a Temporal server that cannot skip time');
        const { authority } = visitor;
        const to = atTime(london(), form.to, HOUR);
        if (form.to > addDays(londonDay(at), FURTHEST_DAYS)) throw refuseField('to', 'training.tooFar', 'to-day');
        note({ to: form.to, what: form.what });
        if (form.what === 'all') {
          if (to <= at) throw refuseField('to', 'training.past', 'to-day');
          await demonstration.moveAll(authority, to, actorOf(visitor));
          return redirectTo(progressPath.pattern);
        }
        const { reference } = form;
        if (reference === undefined) throw refuseField('reference', 'training.referenceMissing');
        const row = await guard.within(() => register.cases.findByReference(authority, reference));
        if (row === null) throw refuseField('reference', 'training.referenceUnknown');
        const from = addSeconds(at, row.demoOffsetSeconds);
        if (to <= from) throw refuseField('to', 'training.pastOfCase', 'to-day');
        const { now } = await demonstration.moveCase(authority, row.caseId, to);
        return redirectTo(toldPath.to({}, { from, to: now, reference: row.reference }), { text: 'training.moved' });
      },
    },
  });
};
