import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { refuseField } from '../../../forms/errors.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { draftData } from '../form/draftData.js';
import { flowIn, formWorld } from '../form/formWorld.js';
import { letIn, stepPath } from '../form/openDraft.js';
import { RESUMED } from '../resumeLink/resumeLink.js';
import { codePath, referPath } from '../paths.js';

const MOST_TRIED = 40;
const HOUR_SECONDS = 3_600;

/** Takes the code that went to the mailbox, and only then opens what was kept. */
export const resumeCodePage = (web: WebServices): Page =>
  page({
    id: 'referCode',
    path: codePath.pattern,
    may: anyone,
    audit: { action: 'referral.code', object: 'page' },
    params: nothing,
    query: nothing,
    template: 'referrer/resumeCode/resumeCode.njk',
    load: ({ session }) =>
      Promise.resolve(
        session.kept(RESUMED) === undefined
          ? redirectTo(referPath.pattern, { text: 'referResume.over', kind: 'information' })
          : show({}),
      ),
    form: {
      audit: { action: 'referral.code', object: 'page' },
      fields: z.strictObject({ code: z.string().max(40) }),
      act: async ({ visitor, form, session, at, address }) => {
        const { api } = web;
        const id = session.kept(RESUMED);
        const over = redirectTo(referPath.pattern, { text: 'referCode.over', kind: 'information' });
        if (typeof id !== 'string') return over;
        const code = form.code.replaceAll(/\s/g, '');
        if (!/^\d{6}$/.test(code)) throw refuseField('code', 'referCode.missing');
        await countTry(web, { what: 'code', who: { address }, most: MOST_TRIED, seconds: HOUR_SECONDS });
        const { referralDrafts } = api.register;
        const answer = await api.guard.within(() => referralDrafts.tryCode(visitor.authority, id, code, at));
        if (answer === 'wrong') throw refuseField('code', 'referCode.wrong');
        session.keep(RESUMED, undefined);
        const draft =
          answer === 'over' ? null : await api.guard.within(() => referralDrafts.read(visitor.authority, id, at));
        if (draft === null) return over;
        letIn(session, id);
        const world = await formWorld(web, visitor.authority, at);
        return redirectTo(stepPath(id, flowIn(web, world, draftData.parse(draft.data)).next));
      },
    },
  });
