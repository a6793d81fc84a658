import type { Person, Role } from '../../domain/inputs.js';
import type { Bearer } from '../../register/index.js';
import { Problem } from '../problem.js';

/** What a person does under several roles is done under the one with most power that may do it. */
const BY_POWER: readonly Role[] = [
  'manager',
  'senior',
  'dsl',
  'officer',
  'administrator',
  'partner',
  'referrer',
  'trainer',
  'auditor',
];

/** A person's id, or a named system's, which no person can have. */
export const actorOf = (bearer: Bearer): string => bearer.person ?? `system:${bearer.system ?? ''}`;

/** Who acts, in the role that may. @throws Problem `not_allowed` */
export function actingAs(bearer: Bearer, may: readonly Role[]): Person {
  const role = BY_POWER.find((one) => bearer.roles.includes(one) && may.includes(one));
  const id = actorOf(bearer);
  // What the system does by itself is recorded under this name; nobody may borrow it.
  if (role === undefined || id === 'system')
    throw new Problem(
      'not_allowed',
      `This is for ${may.join(', ')}; your roles are ${bearer.roles.join(', ') || 'none'}`,
    );
  return { id, role };
}

export const hasRole = (bearer: Pick<Bearer, 'roles'>, roles: readonly Role[]): boolean =>
  bearer.roles.some((role) => roles.includes(role));

/** The roles that see every case of their authority. */
export const READERS: readonly Role[] = ['officer', 'senior', 'manager', 'dsl', 'auditor'];
