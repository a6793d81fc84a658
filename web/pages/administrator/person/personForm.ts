/** The form of one member of staff, for adding and for changing. */
import { z } from 'zod';
import { ROLES, type Role } from '../../../../domain/inputs.js';
import type { StaffChange, StaffMember, StaffRefusal } from '../../../../register/index.js';
import type { Language } from '../../../language/language.js';
import { emailField, phoneField } from '../../../forms/contactFields.js';
import { choices, optionalText, requiredText } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';

/** Whoever answers for a partner is in the team `partner:` and its id. */
const TEAM = /^(partner:)?[a-z0-9][a-z0-9-]{0,59}$/;

/** Fields that both forms have. Teams are checked against the authority's own in `act`. */
export const personFields = {
  name: requiredText('person.nameMissing', { most: 200 }),
  email: emailField(),
  phone: phoneField(),
  roles: choices(ROLES),
  teams: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string().regex(TEAM, 'errors.notAChoice')),
  ),
  newTeam: optionalText({ most: 60 }),
};

interface Filled {
  name: string;
  email?: string | undefined;
  phone?: string | undefined;
  roles: readonly Role[];
  teams: readonly string[];
}

export const changeOf = (form: Filled, active: boolean): StaffChange => ({
  name: form.name,
  email: form.email ?? null,
  phone: form.phone ?? null,
  roles: form.roles,
  teams: form.teams,
  active,
});

/** Says at its field why the register refused. @throws FieldRefused */
export function mustBeDone(refusal: StaffRefusal | null): void {
  if (refusal === 'last_administrator') throw refuseField('roles', 'person.lastAdministrator');
  if (refusal === 'taken') throw refuseField('name', 'newPerson.taken');
  if (refusal === 'unknown') throw refuseField('name', 'person.unknown');
}

/** A team's id from the name that people give it: `Bradford East` is `bradford-east`. @throws FieldRefused */
export function teamIdOf(name: string): string {
  const id = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  if (!TEAM.test(id)) throw refuseField('newTeam', 'person.teamName');
  return id;
}

/** How a member of staff stands, for the mark of the form and for what is said when somebody else was faster. */
export const standing = ({ name, email, phone, roles, teams, active }: StaffMember) => ({
  ...{ name, email, phone, roles, teams, active },
});

export const inWords = (one: StaffMember, { say }: Language): string =>
  [
    one.name,
    one.email ?? say('person.now.noEmail'),
    one.phone ?? say('person.now.noPhone'),
    say('person.now.roles', {
      roles: one.roles.map((role) => say(`roles.${role}`)).join(', ') || say('person.now.none'),
    }),
    say('person.now.teams', { teams: one.teams.join(', ') || say('person.now.none') }),
    say(one.active ? 'person.now.member' : 'person.now.ended'),
  ].join('; ');
