import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';

/** Signing out is a form, so that no link or picture of another site can do it. */
export const signOutPage = (): Page =>
  page({
    id: 'signOut',
    path: '/sign-out',
    may: anyone,
    audit: { action: 'session.view', object: 'session' },
    params: nothing,
    query: nothing,
    template: 'session/signOut/signOut.njk',
    load: ({ visitor }) => Promise.resolve(visitor.person === null ? redirectTo('/signed-out') : show({})),
    form: {
      audit: { action: 'session.signOut', object: 'session' },
      fields: z.strictObject({}),
      act: async ({ session }) => {
        await session.signOut();
        return redirectTo('/signed-out');
      },
    },
  });

export const signedOutPage = (web: WebServices): Page =>
  page({
    id: 'signedOut',
    path: '/signed-out',
    may: anyone,
    audit: { action: 'session.view', object: 'session' },
    params: nothing,
    query: nothing,
    template: 'session/signOut/signedOut.njk',
    load: async () => {
      // The provider may be away; this browser is signed out of Rollcall all the same.
      const url = await web.identity?.endUrl(`${web.publicUrl()}/`).catch(() => null);
      return show({ providerUrl: url?.href ?? null });
    },
  });
