import { z } from 'zod';
import { londonDay } from '../../../../api/schemas/time.js';
import type { MessageRow } from '../../../../register/index.js';
import { page, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { recipientWords } from '../../../language/recipientWords.js';
import { toldPath, trainingPath } from '../paths.js';

const MOST = 500;
const READ_MS = 5_000;
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** Who was told what on the way, day by day, in the cases' own time. */
export const toldPage = ({ api, language }: WebServices): Page => {
  const { register, guard, demonstration, worlds } = api;
  return page({
    id: 'told',
    path: toldPath.pattern,
    may: only('trainer'),
    audit: { action: 'training.told', object: 'demonstration' },
    params: z.object({}),
    query: z.strictObject({
      from: instant.optional(),
      to: instant.optional(),
      reference: z.string().max(20).optional(),
    }),
    template: 'trainer/told/told.njk',
    load: async ({ visitor: { authority }, query, at, note }) => {
      const last = query.from === undefined ? await demonstration?.progress(authority) : null;
      const from = query.from ?? last?.from;
      const to = query.to ?? last?.to;
      const { reference } = query;
      const row =
        reference === undefined ? null : await guard.within(() => register.cases.findByReference(authority, reference));
      const filter = {
        ...(from === undefined ? {} : { from }),
        // Up to and with the last second.
        ...(to === undefined ? {} : { before: `${to.slice(0, -1)}.999Z` }),
        ...(row === null ? {} : { caseId: row.caseId }),
      };
      const [{ rows, cursor }, policy] = await guard.within(
        () => Promise.all([register.messages.list(authority, { filter, limit: MOST }), worlds.inForce(authority, at)]),
        READ_MS,
      );
      note({ rows: rows.length });
      const days = new Map<string, MessageRow[]>();
      // The list begins with the newest; people read from the first day on.
      for (const message of [...rows].reverse()) {
        const day = londonDay(message.at);
        days.set(day, [...(days.get(day) ?? []), message]);
      }
      return show({
        reference: row?.reference ?? null,
        ...{ from: from ?? null, to: to ?? null, more: cursor !== null, most: MOST },
        count: rows.length,
        days: [...days].map(([day, messages]) => ({
          day,
          messages: messages.map((one) => ({
            at: one.at,
            reference: one.reference,
            title: policy?.rules.get(one.rule)?.title ?? one.rule,
            rule: one.rule,
            purpose: one.purpose,
            to: recipientWords(one.recipient, language),
            state: one.state,
          })),
        })),
        back: trainingPath.pattern,
      });
    },
  });
};
