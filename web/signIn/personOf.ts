import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '../../domain/inputs.js';
import type { Register, StaffMember } from '../../register/index.js';
import type { IdentitySettings } from './identityProvider.js';

/** Who came back from the identity provider, as the register has them; or why nobody may come in. */
export type Admission = { admitted: StaffMember } | { refused: 'no_subject' | 'unknown' | 'no_role' | 'left' };

type Claims = Readonly<Record<string, unknown>>;

/** The roles of the claim, by the configuration; values that it does not know mean nothing. */
export function rolesOf(claims: Claims, { claim, map }: NonNullable<IdentitySettings['roles']>): Role[] {
  const value = claims[claim];
  const values = Array.isArray(value) ? value : [value];
  const named = new Set(values.flatMap((one: unknown) => (typeof one === 'string' ? (map.get(one) ?? []) : [])));
  return ROLES.filter((role) => named.has(role));
}

/**
 * Finds the person by the provider and its own id, never by name or address. Where roles come with the claims, whoever
 * has one is entered at the first sign-in and has exactly those roles from each sign-in on; else the register decides.
 */
export async function personOf(
  register: Register,
  authority: string,
  settings: IdentitySettings,
  claims: Claims,
): Promise<Admission> {
  const subject = claims[settings.subjectClaim];
  if (typeof subject !== 'string' || subject === '') return { refused: 'no_subject' };
  const issuer = settings.issuerName ?? settings.issuer;
  const known = await register.people.findBySubject(authority, issuer, subject);
  if (known !== null && !known.active) return { refused: 'left' };
  if (settings.roles === null) {
    if (known === null) return { refused: 'unknown' };
    return known.roles.length === 0 ? { refused: 'no_role' } : { admitted: known };
  }
  const roles = rolesOf(claims, settings.roles);
  if (roles.length === 0) {
    // A role that was taken away at the provider is taken away here.
    if (known !== null) await register.people.setRoles(authority, known.person, []);
    return { refused: 'no_role' };
  }
  const person = known?.person ?? `p-${randomUUID().slice(0, 13)}`;
  const details = {
    name: text(claims.name) ?? known?.name ?? person,
    email: text(claims.email) ?? known?.email ?? null,
  };
  await register.people.put(authority, { person, ...details, phone: known?.phone ?? null, issuer, subject });
  await register.people.setRoles(authority, person, roles);
  const entered = await register.people.find(authority, person);
  return entered === null ? { refused: 'unknown' } : { admitted: entered };
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null;
