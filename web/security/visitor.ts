import type { Bearer, Register } from '../../register/index.js';

/** Who asks for a page: what the API calls a bearer, so that pages and routes ask the same questions of it. */
export type Visitor = Bearer;

/** Somebody who has not signed in, at the installation's own authority. */
export const stranger = (authority: string): Visitor => ({
  authority,
  token: '',
  person: null,
  system: null,
  name: '',
  roles: [],
  teams: [],
});

/** A person as the register has them this moment; null where they have left, or were never there. */
export async function visitorOf(register: Register, authority: string, person: string): Promise<Visitor | null> {
  const found = await register.people.find(authority, person);
  if (found?.active !== true) return null;
  return {
    authority,
    token: 'session',
    person: found.person,
    system: null,
    name: found.name,
    roles: found.roles,
    teams: found.teams,
  };
}
