import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { id } from '../../../../api/schemas/text.js';
import { ROLES } from '../../../../domain/inputs.js';
import { choice } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';
import { markOf, mustBeUnchanged } from '../../../forms/unchanged.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { peoplePath, personPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';
import { changeOf, inWords, mustBeDone, personFields, standing, teamIdOf } from './personForm.js';

/** One member of staff: name, address, roles, teams, and whether they still belong here. */
export const personPage = ({ api, language }: WebServices): Page => {
  const { register, guard } = api;
  const found = async (authority: string, person: string) => {
    const one = await guard.within(() => register.people.find(authority, person));
    if (one === null) throw notFound('This person');
    return one;
  };
  return page({
    id: 'person',
    path: personPath.pattern,
    may: seesSetUp,
    audit: { action: 'person.view', object: 'person', param: 'person' },
    params: z.strictObject({ person: id }),
    query: nothing,
    template: 'administrator/person/person.njk',
    example: { person: 'officer-a' },
    load: async ({ visitor, params, at }) => {
      const { authority } = visitor;
      const [one, teams, sessions] = await Promise.all([
        found(authority, params.person),
        guard.within(() => register.people.teams(authority)),
        guard.within(() => register.sessions.people(authority, at)),
      ]);
      return show({
        one,
        mark: markOf(standing(one)),
        roles: ROLES,
        teams,
        changes: administers.allows(visitor),
        self: one.person === visitor.person,
        sessions: sessions.find(({ person }) => person === one.person)?.sessions ?? 0,
        rolesFromProvider: rolesFromProvider(api.settings),
        back: peoplePath.pattern,
      });
    },
    form: {
      may: administers,
      audit: { action: 'person.change', object: 'person', param: 'person' },
      fields: z.strictObject({
        ...personFields,
        membership: choice(['active', 'ended'], 'person.membershipMissing'),
        mark: z.string(),
      }),
      act: async ({ visitor: { authority }, params, form, note }) => {
        const now = await found(authority, params.person);
        mustBeUnchanged(form.mark, standing(now), inWords(now, language), language);
        const teams = await guard.within(() => register.people.teams(authority));
        if (form.teams.some((team) => !teams.some((known) => known.team === team)))
          throw refuseField('teams', 'person.teamUnknown');
        const added = form.newTeam === undefined ? null : { team: teamIdOf(form.newTeam), name: form.newTeam };
        if (added !== null) await guard.within(() => register.people.putTeam(authority, added.team, added.name));
        const change = changeOf(
          added === null ? form : { ...form, teams: [...form.teams, added.team] },
          form.membership === 'active',
        );
        mustBeDone(await guard.within(() => register.staffChanges.change(authority, params.person, change)));
        note({
          roles: change.roles.join(',') || 'none',
          teams: change.teams.join(',') || 'none',
          active: change.active,
        });
        return redirectTo(peoplePath.pattern, { text: change.active ? 'person.done' : 'person.ended' });
      },
    },
  });
};

const withRoles = z.object({ signIn: z.object({ roles: z.unknown() }) });

/** Whether roles come with each sign-in, so that what is entered here lasts until the next one. */
export function rolesFromProvider(settings: Readonly<Record<string, unknown>> | null): boolean {
  const read = withRoles.safeParse(settings);
  return read.success && read.data.signIn.roles !== undefined && read.data.signIn.roles !== null;
}
