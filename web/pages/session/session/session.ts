import { z } from 'zod';
import { epochSeconds } from '../../../../domain/time.js';
import { nothing, page, redirectTo, sendData, show, type Page } from '../../../page.js';
import { only, signedIn } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';

const administrators = only('administrator');

/** When the session ends, and how to prolong it: what the banner does, without a script. */
export const sessionPage = (): Page =>
  page({
    id: 'session',
    path: '/session',
    may: signedIn,
    audit: { action: 'session.view', object: 'session' },
    params: nothing,
    query: nothing,
    template: 'session/session/session.njk',
    load: ({ session, visitor }) =>
      Promise.resolve(
        show({
          endsAt: session.endsAt,
          lastsUntil: session.lastsUntil,
          maySignOutEveryone: administrators.allows(visitor),
        }),
      ),
    form: {
      audit: { action: 'session.prolong', object: 'session' },
      fields: z.strictObject({}),
      // Every request prolongs; this one does nothing else.
      act: () => Promise.resolve(redirectTo('/session', { text: 'session.prolonged' })),
    },
  });

/** The same for the banner's script, which is told how long the session lasts now. */
export const prolongPage = ({ api, limits }: WebServices): Page =>
  page({
    id: 'prolong',
    path: '/session/prolong',
    may: signedIn,
    audit: { action: 'session.view', object: 'session' },
    params: nothing,
    query: nothing,
    template: 'session/session/session.njk',
    load: () => Promise.resolve(redirectTo('/session')),
    form: {
      audit: { action: 'session.prolong', object: 'session' },
      fields: z.strictObject({}),
      act: ({ session }) => {
        const most = session.lastsUntil === null ? 0 : epochSeconds(session.lastsUntil) - epochSeconds(api.now());
        return Promise.resolve(sendData({ secondsLeft: Math.min(limits.idleSeconds, most) }));
      },
    },
  });
