import { z } from 'zod';
import { english } from '../../../../config/language/english.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { createChecker } from '../form/answers.js';
import { draftPath, openDraft, stepPath } from '../form/openDraft.js';
import { sendMail } from '../form/sendMail.js';
import { referPath, resumePath, savePath } from '../paths.js';

/** Links that one address may ask for in an hour, and one mailbox be sent. */
const MOST_ASKED = 20;
const MOST_TO_ONE = 5;
const HOUR_SECONDS = 3_600;

/** Sends a link to come back by. The link alone opens nothing: a code follows it, to the same mailbox. */
export const savePage = (web: WebServices): Page =>
  page({
    id: 'referSave',
    path: savePath.pattern,
    may: anyone,
    audit: { action: 'referral.save', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: 'referrer/save/save.njk',
    example: { draft: 'none' },
    load: async (call) => {
      const open = await openDraft(web, call, call.params.draft);
      if ('instead' in open) return open.instead;
      const { draft, data, flow } = open;
      return show({
        back: stepPath(draft.draft, flow.next),
        until: web.language.dates.dayOf(draft.expiresAt),
        email: draft.email ?? data.referrer.email,
        isPublic: call.visitor.person === null,
      });
    },
    form: {
      audit: { action: 'referral.save', object: 'referralDraft', param: 'draft' },
      fields: z.strictObject({ email: z.string() }),
      act: async (call) => {
        const open = await openDraft(web, call, call.params.draft);
        if ('instead' in open) return open.instead;
        const check = createChecker(call.form);
        const email = check.email('email');
        if (email === '') check.wrong('email', 'referSave.missing');
        check.done();
        const { visitor, address } = call;
        await countTry(web, { what: 'save referral', who: { address }, most: MOST_ASKED, seconds: HOUR_SECONDS });
        const who = { account: email.toLowerCase() };
        await countTry(web, { what: 'save referral', who, most: MOST_TO_ONE, seconds: HOUR_SECONDS });
        const { draft } = open;
        const token = await web.api.guard.within(() =>
          web.api.register.referralDrafts.newLink(visitor.authority, draft.draft, email),
        );
        await sendMail(web, visitor.authority, {
          to: email,
          template: 'referral-saved',
          fields: {
            pageUrl: `${web.publicUrl()}${resumePath.to({ link: token })}`,
            untilDate: english().dates.dayOf(draft.expiresAt),
          },
        });
        return redirectTo(referPath.pattern, { text: 'referSave.done' });
      },
    },
  });
