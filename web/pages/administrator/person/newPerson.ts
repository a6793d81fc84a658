import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ROLES } from '../../../../domain/inputs.js';
import { optionalText } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { newPersonPath, peoplePath } from '../paths.js';
import { administers } from '../who.js';
import { changeOf, mustBeDone, personFields, teamIdOf } from './personForm.js';
import { rolesFromProvider } from './person.js';

const signIn = z.object({ signIn: z.object({ issuer: z.string() }) });

/** Adds a member of staff. They sign in once the identity provider's own id of them is known. */
export const newPersonPage = ({ api }: WebServices): Page => {
  const { register, guard } = api;
  const issuer = signIn.safeParse(api.settings).data?.signIn.issuer ?? null;
  return page({
    id: 'newPerson',
    path: newPersonPath.pattern,
    may: administers,
    audit: { action: 'person.form', object: 'person' },
    params: nothing,
    query: nothing,
    template: 'administrator/person/newPerson.njk',
    load: async ({ visitor: { authority } }) =>
      show({
        roles: ROLES,
        teams: await guard.within(() => register.people.teams(authority)),
        issuer,
        rolesFromProvider: rolesFromProvider(api.settings),
        back: peoplePath.pattern,
      }),
    form: {
      audit: { action: 'person.add', object: 'person' },
      fields: z.strictObject({ ...personFields, subject: optionalText({ most: 255 }) }),
      act: async ({ visitor: { authority }, form, key, note }) => {
        const teams = await guard.within(() => register.people.teams(authority));
        if (form.teams.some((team) => !teams.some((known) => known.team === team)))
          throw refuseField('teams', 'person.teamUnknown');
        const { subject } = form;
        if (subject !== undefined && issuer === null) throw refuseField('subject', 'newPerson.noProvider');
        const identity = subject === undefined || issuer === null ? null : { issuer, subject };
        if (identity !== null) {
          const known = await guard.within(() =>
            register.people.findBySubject(authority, identity.issuer, identity.subject),
          );
          if (known !== null) throw refuseField('subject', 'newPerson.subjectTaken');
        }
        const added = form.newTeam === undefined ? null : { team: teamIdOf(form.newTeam), name: form.newTeam };
        if (added !== null) await guard.within(() => register.people.putTeam(authority, added.team, added.name));
        // The form's key is the person's id, so that a second press adds nobody.
        const person = `p-${UUID.test(key) ? key : randomUUID()}`;
        const change = changeOf(added === null ? form : { ...form, teams: [...form.teams, added.team] }, true);
        const refusal = await guard.within(() => register.staffChanges.add(authority, person, change, identity));
        if (refusal !== 'taken') mustBeDone(refusal);
        note({ person, roles: change.roles.join(',') || 'none' });
        return redirectTo(peoplePath.pattern, { text: 'newPerson.done' });
      },
    },
  });
};

const UUID = /^[0-9a-f-]{36}$/;
