import { nothing, page, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { draftPath, openDraft, stepPath } from '../form/openDraft.js';
import { aroundStep } from '../form/shown.js';
import { dangerNowPath, dangerPath } from '../paths.js';

/** Whom to call now: 999, and whom the policy names for children who may be harmed. The form may be sent afterwards. */
export const dangerNowPage = (web: WebServices): Page =>
  page({
    id: 'referDangerNow',
    path: dangerNowPath.pattern,
    may: anyone,
    audit: { action: 'referral.dangerNow', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: 'referrer/dangerNow/dangerNow.njk',
    example: { draft: 'none' },
    load: async (call) => {
      const open = await openDraft(web, call, call.params.draft);
      if ('instead' in open) return open.instead;
      const { api } = web;
      const contacts = await api.guard.within(() => api.register.authorities.contacts(call.visitor.authority));
      const door = contacts.find(({ role }) => role === FRONT_DOOR) ?? null;
      return show({
        ...aroundStep(web, call, open, 'danger'),
        back: dangerPath.to(call.params),
        door: door === null ? null : { name: door.name ?? '', phone: door.phone, email: door.email },
        goOn: stepPath(call.params.draft, open.flow.next),
      });
    },
  });

/** The role of the contact that policies tell of a concern. */
const FRONT_DOOR = 'safeguarding-contact';
