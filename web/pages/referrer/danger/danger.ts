import { z } from 'zod';
import { page, redirectTo, show, nothing, type Page } from '../../../page.js';
import { choice } from '../../../forms/fields.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { withSeen } from '../form/draftData.js';
import { draftPath, openDraft, saveAndGoOn } from '../form/openDraft.js';
import { aroundStep } from '../form/shown.js';
import { dangerNowPath, dangerPath, referPath } from '../paths.js';

/** First of all: whoever is in danger now is not helped by a form. */
export const dangerPage = (web: WebServices): Page =>
  page({
    id: 'referDanger',
    path: dangerPath.pattern,
    may: anyone,
    audit: { action: 'referral.danger', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: 'referrer/danger/danger.njk',
    example: { draft: 'none' },
    load: async (call) => {
      const open = await openDraft(web, call, call.params.draft);
      if ('instead' in open) return open.instead;
      return show({ ...aroundStep(web, call, open, 'danger'), back: referPath.pattern, danger: open.data.danger });
    },
    form: {
      audit: { action: 'referral.danger', object: 'referralDraft', param: 'draft' },
      fields: z.strictObject({ danger: choice(['yes', 'no'], 'referDanger.missing') }),
      act: async (call) => {
        const open = await openDraft(web, call, call.params.draft);
        if ('instead' in open) return open.instead;
        const { danger } = call.form;
        const changed = withSeen({ ...open.data, danger }, 'danger');
        if (danger === 'no') return saveAndGoOn(web, open, changed);
        await open.save(changed);
        return redirectTo(dangerNowPath.to(call.params));
      },
    },
  });
