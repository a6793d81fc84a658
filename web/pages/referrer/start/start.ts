import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { kept, NOTHING_YET } from '../form/draftData.js';
import { formsFor } from '../form/flow.js';
import { formWorld } from '../form/formWorld.js';
import { letIn } from '../form/openDraft.js';
import { dangerPath, referPath, statusPath } from '../paths.js';

/** Forms that one address may begin in an hour: a whole school may share it. */
const MOST_BEGUN = 60;
const HOUR_SECONDS = 3_600;

/** What the form is for, what to have ready, and the other ways to tell the authority. */
export const startPage = (web: WebServices): Page =>
  page({
    id: 'refer',
    path: referPath.pattern,
    may: anyone,
    audit: { action: 'referral.start', object: 'page' },
    params: nothing,
    query: nothing,
    template: 'referrer/start/start.njk',
    load: async ({ visitor, at }) => {
      const { policy } = await formWorld(web, visitor.authority, at);
      return show({ hasForm: formsFor(policy.forms, 'public').length > 0, statusPath: statusPath.pattern });
    },
    form: {
      audit: { action: 'referral.begin', object: 'page' },
      fields: z.strictObject({}),
      act: async ({ visitor, session, at, address }) => {
        await countTry(web, { what: 'refer', who: { address }, most: MOST_BEGUN, seconds: HOUR_SECONDS });
        const { referralDrafts } = web.api.register;
        const draft = await web.api.guard.within(async () => {
          // Nobody has to remember to: whoever comes next takes away what is over.
          await referralDrafts.dispose(at);
          return referralDrafts.begin(visitor.authority, { person: visitor.person, data: kept(NOTHING_YET), at });
        });
        letIn(session, draft);
        return redirectTo(dangerPath.to({ draft }));
      },
    },
  });
