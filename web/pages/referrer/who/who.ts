import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { choice } from '../../../forms/fields.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { WHO, withSeen } from '../form/draftData.js';
import { mayOpenStep } from '../form/flow.js';
import { draftPath, openDraft, saveAndGoOn, stepPath } from '../form/openDraft.js';
import { aroundStep } from '../form/shown.js';
import { whoPath } from '../paths.js';

/** Who refers: it says which of the policy's forms is the right one. */
export const whoPage = (web: WebServices): Page =>
  page({
    id: 'referWho',
    path: whoPath.pattern,
    may: anyone,
    audit: { action: 'referral.who', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: 'referrer/who/who.njk',
    example: { draft: 'none' },
    load: async (call) => {
      const open = await openDraft(web, call, call.params.draft);
      if ('instead' in open) return open.instead;
      if (!mayOpenStep(open.flow, open.data, 'who')) return redirectTo(stepPath(open.draft.draft, open.flow.next));
      return show({ ...aroundStep(web, call, open, 'who'), who: open.data.who, kinds: WHO });
    },
    form: {
      audit: { action: 'referral.who', object: 'referralDraft', param: 'draft' },
      fields: z.strictObject({ who: choice(WHO, 'referWho.missing') }),
      act: async (call) => {
        const open = await openDraft(web, call, call.params.draft);
        if ('instead' in open) return open.instead;
        const { who } = call.form;
        const { referrer } = open.data;
        // Only a member of the public may stay unnamed.
        const named = who === 'public' ? referrer : { ...referrer, anonymous: false };
        return saveAndGoOn(web, open, withSeen({ ...open.data, who, referrer: named }, 'who'));
      },
    },
  });
