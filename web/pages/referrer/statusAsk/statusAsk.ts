import { z } from 'zod';
import { addSeconds, type Instant } from '../../../../domain/time.js';
import { english } from '../../../../config/language/english.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { createChecker } from '../form/answers.js';
import { sendMail } from '../form/sendMail.js';
import { statusLinkPath, statusPath } from '../paths.js';

const MOST_ASKED = 20;
const MOST_OF_ONE = 5;
const HOUR_SECONDS = 3_600;
const LINK_SECONDS = 28 * 86_400;

/**
 * Sends a link to whoever referred a child, to the address that they gave then, and to no other. What is answered is the
 * same whether there is such a referral or not.
 */
export const statusAskPage = (web: WebServices): Page =>
  page({
    id: 'referStatus',
    path: statusPath.pattern,
    may: anyone,
    audit: { action: 'referral.statusAsked', object: 'page' },
    params: nothing,
    query: nothing,
    template: 'referrer/statusAsk/statusAsk.njk',
    load: () => Promise.resolve(show({ hasMail: web.mailer !== null })),
    form: {
      audit: { action: 'referral.statusAsked', object: 'page' },
      fields: z.strictObject({ reference: z.string(), email: z.string() }),
      act: async ({ visitor, form, at, address }) => {
        const check = createChecker(form);
        const reference = check.line('reference', 20).replaceAll(/[\s-]/g, '').toUpperCase();
        if (!/^[A-Z0-9]{1,12}$/.test(reference)) check.wrong('reference', 'referStatus.referenceMissing');
        const email = check.email('email');
        if (email === '') check.wrong('email', 'referStatus.emailMissing');
        check.done();
        await countTry(web, { what: 'status', who: { address }, most: MOST_ASKED, seconds: HOUR_SECONDS });
        const who = { account: `${reference} ${email.toLowerCase()}` };
        await countTry(web, { what: 'status', who, most: MOST_OF_ONE, seconds: HOUR_SECONDS });
        // Nobody waits for it: how long an answer takes tells nothing either.
        void sendLinks(web, visitor.authority, { reference, email, at }).catch(() => {
          web.api.log.warn({ authority: visitor.authority }, 'a link to a referral was not sent');
        });
        return redirectTo(statusPath.pattern, { text: 'referStatus.done', kind: 'information' });
      },
    },
  });

async function sendLinks(
  web: WebServices,
  authority: string,
  { reference, email, at }: { reference: string; email: string; at: Instant },
): Promise<void> {
  const { register, guard } = web.api;
  const [found] = await guard.within(() => register.referred.byEmail(authority, reference, email));
  if (found?.email == null) return;
  const token = await guard.within(() => register.referralLinks.issue(authority, found, at));
  await sendMail(web, authority, {
    to: found.email,
    template: 'referral-status',
    fields: {
      reference,
      pageUrl: `${web.publicUrl()}${statusLinkPath.to({ link: token })}`,
      untilDate: english().dates.dayOf(addSeconds(at, LINK_SECONDS)),
    },
  });
}
