import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { sendMail } from '../form/sendMail.js';
import { codePath, referPath, resumePath } from '../paths.js';

export const linkParam = z.object({ link: z.string().max(100) });

/** Codes that one link may ask for in an hour: with five tries each, six digits are not found by trying. */
const MOST_CODES = 5;
const MOST_TRIED = 30;
const HOUR_SECONDS = 3_600;

/**
 * Where the link leads. Mail scanners open links, so opening changes nothing and shows nothing; one press sends the code,
 * and from then on the link is out of the address.
 */
export const resumeLinkPage = (web: WebServices): Page =>
  page({
    id: 'referResume',
    path: resumePath.pattern,
    may: anyone,
    audit: { action: 'referral.resume', object: 'page' },
    params: linkParam,
    query: nothing,
    template: 'referrer/resumeLink/resumeLink.njk',
    example: { link: 'none' },
    load: () => Promise.resolve(show({ startPath: referPath.pattern })),
    form: {
      audit: { action: 'referral.resume', object: 'page' },
      fields: z.strictObject({}),
      act: async ({ visitor, params, session, at, address }) => {
        await countTry(web, { what: 'resume link', who: { address }, most: MOST_TRIED, seconds: HOUR_SECONDS });
        const { api } = web;
        const { referralDrafts } = api.register;
        const draft = await api.guard.within(() => referralDrafts.byLink(visitor.authority, params.link, at));
        const to = draft?.email ?? null;
        if (draft === null || to === null)
          return redirectTo(referPath.pattern, { text: 'referResume.over', kind: 'information' });
        const who = { account: draft.draft };
        await countTry(web, { what: 'resume code', who, most: MOST_CODES, seconds: HOUR_SECONDS });
        const code = await api.guard.within(() => referralDrafts.newCode(visitor.authority, draft.draft, at));
        await sendMail(web, visitor.authority, { to, template: 'referral-code', fields: { code } });
        session.keep(RESUMED, draft.draft);
        return redirectTo(codePath.pattern);
      },
    },
  });

/** What this browser followed a link to and has not yet shown the code for. */
export const RESUMED = 'referralToResume';
