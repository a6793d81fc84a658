import { navigationFor } from '../../../layout/navigation.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { Area } from '../../../pages.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { referPath, statusPath } from '../../referrer/paths.js';
import { BY_POWER } from './byPower.js';

/** What a newcomer does in turn, as several of the demonstration's people. */
const FIRST_STEPS = ['refer', 'assign', 'work', 'concern', 'move', 'decide'];

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
          referPath: referPath.pattern,
          statusPath: statusPath.pattern,
          steps: FIRST_STEPS,
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
