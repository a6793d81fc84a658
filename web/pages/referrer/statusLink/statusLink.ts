import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { linkParam } from '../resumeLink/resumeLink.js';
import { statusLinkPath, statusPath, statusViewPath } from '../paths.js';

const MOST_TRIED = 60;
const HOUR_SECONDS = 3_600;

/** What this browser opened by a link: the case and the referrer's number on it, on the server. */
export const OPENED = 'referralStatus';

/** Where a link to a referral leads. Opening it shows nothing and changes nothing; one press takes it out of the address. */
export const statusLinkPage = (web: WebServices): Page =>
  page({
    id: 'referStatusLink',
    path: statusLinkPath.pattern,
    may: anyone,
    audit: { action: 'referral.statusLink', object: 'page' },
    params: linkParam,
    query: nothing,
    template: 'referrer/statusLink/statusLink.njk',
    example: { link: 'none' },
    load: () => Promise.resolve(show({ askPath: statusPath.pattern })),
    form: {
      audit: { action: 'referral.statusLink', object: 'page' },
      fields: z.strictObject({}),
      act: async ({ visitor, params, session, at, address }) => {
        await countTry(web, { what: 'status link', who: { address }, most: MOST_TRIED, seconds: HOUR_SECONDS });
        const { api } = web;
        const found = await api.guard.within(() => api.register.referralLinks.use(visitor.authority, params.link, at));
        if (found === null) return redirectTo(statusPath.pattern, { text: 'referStatus.over', kind: 'information' });
        session.keep(OPENED, { caseId: found.caseId, referrer: found.referrer });
        return redirectTo(statusViewPath.pattern);
      },
    },
  });
