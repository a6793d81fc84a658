import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { createChecker } from '../form/answers.js';
import { withSeen } from '../form/draftData.js';
import { mayOpenStep } from '../form/flow.js';
import { draftPath, openDraft, saveAndGoOn, stepPath } from '../form/openDraft.js';
import { aroundStep } from '../form/shown.js';
import { contactPath } from '../paths.js';

/** How whoever refers may be reached. A member of the public may stay unnamed. */
export const contactPage = (web: WebServices): Page =>
  page({
    id: 'referContact',
    path: contactPath.pattern,
    may: anyone,
    audit: { action: 'referral.contact', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: 'referrer/contact/contact.njk',
    example: { draft: 'none' },
    load: async (call) => {
      const open = await openDraft(web, call, call.params.draft);
      if ('instead' in open) return open.instead;
      const { data } = open;
      if (!mayOpenStep(open.flow, data, 'contact')) return redirectTo(stepPath(open.draft.draft, open.flow.next));
      return show({
        ...aroundStep(web, call, open, 'contact'),
        ...(await known(web, call.visitor, data)),
        who: data.who,
        mayBeAnonymous: data.who === 'public' && call.visitor.person === null,
      });
    },
    form: {
      audit: { action: 'referral.answer', object: 'referralDraft', param: 'draft' },
      fields: z.record(z.string(), z.unknown()),
      act: async (call) => {
        const open = await openDraft(web, call, call.params.draft);
        if ('instead' in open) return open.instead;
        if (!mayOpenStep(open.flow, open.data, 'contact'))
          return redirectTo(stepPath(open.draft.draft, open.flow.next));
        const check = createChecker(call.form);
        const isPublic = open.data.who === 'public';
        const typed = {
          name: check.line('name', 100),
          organisation: isPublic ? '' : check.line('organisation', 200),
          email: check.email('email'),
          phone: check.phone('phone'),
        };
        const anonymous = isPublic && call.visitor.person === null && call.form.anonymous === 'yes';
        if (anonymous && Object.values(typed).some((value) => value !== ''))
          check.wrong('anonymous', 'referContact.notBoth');
        check.done();
        return saveAndGoOn(web, open, withSeen({ ...open.data, referrer: { anonymous, ...typed } }, 'contact'));
      },
    },
  });

/** What is there; before it was asked, what the register has of the person who signed in. */
async function known(
  { api }: WebServices,
  visitor: { authority: string; person: string | null },
  { referrer, seen }: { referrer: Record<string, string | boolean>; seen: readonly string[] },
): Promise<{ stored: Record<string, string | boolean> }> {
  const { person } = visitor;
  if (person === null || seen.includes('contact')) return { stored: referrer };
  const found = await api.guard.within(() => api.register.people.find(visitor.authority, person));
  return { stored: { ...referrer, name: found?.name ?? '', email: found?.email ?? '', phone: found?.phone ?? '' } };
}
