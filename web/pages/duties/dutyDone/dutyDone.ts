import { z } from 'zod';
import { dutyPath as dutyParams } from '../../../../api/schemas/duties.js';
import { line } from '../../../../api/schemas/text.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { refuseField } from '../../../forms/errors.js';
import { aDate, optionalText, requiredText } from '../../../forms/fields.js';
import { page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { dutyDonePath, dutyPath } from '../paths.js';
import { dutyDoers, EXAMPLE, orFaster, shownDuty } from '../shared.js';

/** Which occurrence, as the link named it. */
export const ofOccurrence = z.strictObject({ occurrence: line(60).optional() });

/** Records that an occurrence was done, with a note. */
export const dutyDonePage = ({ api, language }: WebServices): Page =>
  page({
    id: 'dutyDone',
    path: dutyDonePath.pattern,
    may: dutyDoers,
    audit: { action: 'duty.form', object: 'duty', param: 'rule' },
    params: dutyParams,
    query: ofOccurrence,
    template: 'duties/dutyDone/dutyDone.njk',
    example: EXAMPLE,
    load: async ({ visitor, params: { rule }, query, at }) => {
      const { duty, seen, occurrences } = await api.duties.one(visitor.authority, rule, at);
      const { open, title } = shownDuty(duty, { ...seen, occurrences }, language);
      const [year, month, day] = londonDay(at).split('-').map(Number);
      return show(
        {
          back: dutyPath.to({ rule }),
          duty: title,
          open: open.find((one) => one.occurrence === query.occurrence) ?? open[0] ?? null,
          today: { day, month, year },
        },
        { rule },
      );
    },
    form: {
      audit: { action: 'duty.done', object: 'duty', param: 'rule' },
      fields: z.strictObject({
        occurrence: requiredText('dutyDone.noOccurrence', { most: 60 }),
        doneOn: aDate({ missing: 'dutyDone.noDay' }),
        note: requiredText('dutyDone.noNote', { most: 4_000 }),
        evidence: optionalText({ most: 400 }),
      }),
      act: async ({ visitor, params: { rule }, form, key, at }) => {
        if (form.doneOn > londonDay(at)) throw refuseField('doneOn', 'dutyDone.ahead', 'doneOn-day');
        await orFaster(api.duties.complete({ bearer: visitor, at, idempotencyKey: key }, rule, form));
        return redirectTo(dutyPath.to({ rule }), { text: 'dutyDone.saved' });
      },
    },
  });
