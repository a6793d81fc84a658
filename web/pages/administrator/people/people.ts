import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { newPersonPath, peoplePath, personPath, sessionsPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';

/** Everybody who has, or had, a membership in this authority. */
export const peoplePage = ({ api }: WebServices): Page =>
  page({
    id: 'people',
    path: peoplePath.pattern,
    may: seesSetUp,
    audit: { action: 'people.list', object: 'people' },
    params: nothing,
    query: nothing,
    template: 'administrator/people/people.njk',
    load: async ({ visitor, note }) => {
      const { authority } = visitor;
      const [people, teams] = await api.guard.within(() =>
        Promise.all([api.register.people.list(authority), api.register.people.teams(authority)]),
      );
      note({ rows: people.length });
      const shown = people.map((one) => ({
        path: personPath.to({ person: one.person }),
        name: one.name,
        email: one.email,
        roles: one.roles,
        teams: one.teams.map((team) => teams.find((known) => known.team === team)?.name ?? team),
        active: one.active,
      }));
      return show({
        people: shown.filter(({ active }) => active),
        left: shown.filter(({ active }) => !active),
        newPath: administers.allows(visitor) ? newPersonPath.pattern : null,
        everyonePath: administers.allows(visitor) ? sessionsPath.pattern : null,
      });
    },
  });
