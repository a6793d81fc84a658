import { z } from 'zod';
import { dutyPath as dutyParams } from '../../../../api/schemas/duties.js';
import { requiredText } from '../../../forms/fields.js';
import { page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { ofOccurrence } from '../dutyDone/dutyDone.js';
import { dutyNotNeededPath, dutyPath } from '../paths.js';
import { dutyWaivers, EXAMPLE, orFaster, shownDuty } from '../shared.js';

/** Says that an occurrence is not needed, and why. */
export const dutyNotNeededPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'dutyNotNeeded',
    path: dutyNotNeededPath.pattern,
    may: dutyWaivers,
    audit: { action: 'duty.form', object: 'duty', param: 'rule' },
    params: dutyParams,
    query: ofOccurrence,
    template: 'duties/dutyNotNeeded/dutyNotNeeded.njk',
    example: EXAMPLE,
    load: async ({ visitor, params: { rule }, query, at }) => {
      const { duty, seen, occurrences } = await api.duties.one(visitor.authority, rule, at);
      const { open, title } = shownDuty(duty, { ...seen, occurrences }, language);
      return show(
        {
          back: dutyPath.to({ rule }),
          duty: title,
          open: open.find((one) => one.occurrence === query.occurrence) ?? open[0] ?? null,
        },
        { rule },
      );
    },
    form: {
      audit: { action: 'duty.notNeeded', object: 'duty', param: 'rule' },
      fields: z.strictObject({
        occurrence: requiredText('dutyDone.noOccurrence', { most: 60 }),
        reason: requiredText('dutyNotNeeded.noReason', { most: 4_000 }),
      }),
      act: async ({ visitor, params: { rule }, form, key, at }) => {
        await orFaster(api.duties.waive({ bearer: visitor, at, idempotencyKey: key }, rule, form));
        return redirectTo(dutyPath.to({ rule }), { text: 'dutyNotNeeded.saved' });
      },
    },
  });
