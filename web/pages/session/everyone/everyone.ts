import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';

/** Ends every session of the authority at once, as after a lost computer. */
export const everyonePage = ({ api }: WebServices): Page =>
  page({
    id: 'everyone',
    path: '/session/everyone',
    may: only('administrator'),
    audit: { action: 'sessions.list', object: 'sessions' },
    params: nothing,
    query: nothing,
    template: 'session/everyone/everyone.njk',
    load: async ({ visitor: { authority }, at, note }) => {
      const [rows, people] = await api.guard.within(() =>
        Promise.all([api.register.sessions.people(authority, at), api.register.people.list(authority)]),
      );
      note({ rows: rows.length });
      return show({
        people: rows.map(({ person, sessions }) => ({
          name: people.find((one) => one.person === person)?.name ?? person,
          sessions,
        })),
      });
    },
    form: {
      audit: { action: 'sessions.endAll', object: 'sessions' },
      fields: z.strictObject({}),
      act: async ({ visitor: { authority }, session, note }) => {
        note({ ended: await api.guard.within(() => api.register.sessions.endAll(authority)) });
        await session.signOut();
        return redirectTo('/signed-out');
      },
    },
  });
