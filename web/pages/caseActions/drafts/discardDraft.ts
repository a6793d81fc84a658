import { z } from 'zod';
import { nothing, page, redirectTo, type Page } from '../../../page.js';
import { senders } from '../../../security/policies.js';
import { dropDraft } from '../../../serve/drafts.js';
import type { WebServices } from '../../../services.js';
import { discardDraftPath } from '../paths.js';
import { formPath } from './saveDraft.js';

/** Throws away what somebody typed and did not save, and shows the form empty. */
export const discardDraftPage = (web: WebServices): Page =>
  page({
    id: 'discardDraft',
    path: discardDraftPath.pattern,
    may: senders,
    audit: { action: 'draft.view', object: 'draft' },
    params: nothing,
    query: nothing,
    template: 'layout/error.njk',
    load: () => Promise.resolve(redirectTo('/')),
    form: {
      audit: { action: 'draft.discard', object: 'draft' },
      fields: z.strictObject({ of: formPath }),
      act: async ({ form, ...call }) => {
        await dropDraft(web, { ...call, here: form.of });
        return redirectTo(form.of, { text: 'discardDraft.done', kind: 'information' });
      },
    },
  });
