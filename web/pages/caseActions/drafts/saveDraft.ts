import { z } from 'zod';
import { nothing, page, redirectTo, sendData, type Page } from '../../../page.js';
import { senders } from '../../../security/policies.js';
import { isWorthKeeping, keepDraft } from '../../../serve/drafts.js';
import type { WebServices } from '../../../services.js';
import { saveDraftPath } from '../paths.js';

/** A form of a case: where a draft may be kept, and where discarding one leads back to. */
export const formPath = z.string().regex(/^\/cases\/[0-9a-f-]{36}(\/[A-Za-z0-9:_.@-]{1,64}){1,4}$/);

const typed = z.record(z.string().max(100), z.union([z.string(), z.array(z.string()).max(50)]));

/** Keeps what stands in a form, from the pages' script. Only whoever wrote it is ever shown it. */
export const saveDraftPage = (web: WebServices): Page =>
  page({
    id: 'saveDraft',
    path: saveDraftPath.pattern,
    may: senders,
    audit: { action: 'draft.view', object: 'draft' },
    params: nothing,
    query: nothing,
    template: 'layout/error.njk',
    load: () => Promise.resolve(redirectTo('/')),
    form: {
      audit: { action: 'draft.save', object: 'draft' },
      fields: z.strictObject({ of: formPath, key: z.string().regex(/^[A-Za-z0-9-]{16,64}$/), fields: z.string() }),
      act: async ({ form, ...call }) => {
        const read = typed.safeParse(jsonOf(form.fields));
        if (!read.success || !isWorthKeeping(read.data)) return sendData({ saved: false });
        await keepDraft(web, { ...call, here: form.of }, read.data, form.key);
        return sendData({ saved: true });
      },
    },
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
