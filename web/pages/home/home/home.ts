import { navigationFor } from '../../../layout/navigation.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { Area } from '../../../pages.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { BY_POWER } from './byPower.js';

/** Signed out: what this is and how to come in. Signed in: on to one's own work, or what one may go to. */
export const homePage = (web: WebServices, work: readonly Area[]): Page =>
  page({
    id: 'home',
    path: '/',
    may: anyone,
    audit: { action: 'home.view', object: 'page' },
    params: nothing,
    query: nothing,
    template: 'home/home/home.njk',
    load: async ({ visitor }) => {
      if (visitor.person === null)
        return show({
          canSignIn: web.identity !== null,
          people: web.demoPeople.map(({ id, name, roles, may }) => ({
            name,
            may,
            roles,
            path: `/sign-in?as=${encodeURIComponent(id)}`,
          })),
        });
      const start = BY_POWER.filter((role) => visitor.roles.includes(role))
        .map((role) => work.find((area) => area.start?.roles.includes(role) === true)?.start)
        .find((found) => found !== undefined);
      if (start !== undefined) return redirectTo(start.path);
      const items = work.flatMap((area) => area.navigation);
      return show({ links: await navigationFor(items, visitor, '/') });
    },
  });
