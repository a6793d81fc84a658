/** People as a scenario names them: the part before the first hyphen is the role. */
import { z } from 'zod';
import { ROLES, type Person } from '../../domain/inputs.js';

/** `system` is no person: an input in its name is taken in, and refused when it is played. */
export const SYSTEM: Person = { id: 'system', role: 'auditor' };

const NAMED = ROLES.filter((role) => role !== 'trainer');

/** `officer-a` is the officer `officer-a`; undefined where the first part is no role. */
export function personNamed(name: string): Person | undefined {
  if (name === SYSTEM.id) return SYSTEM;
  const prefix = name.split('-')[0] ?? '';
  const role = ROLES.find((each) => each === prefix);
  return role === undefined ? undefined : { id: name, role };
}

/** A field that names a person. */
export const personField = z.string().transform((name, context): Person => {
  const person = personNamed(name);
  if (person !== undefined) return person;
  context.issues.push({
    code: 'custom',
    message: `expected a person such as officer-a; the part before the first hyphen is a role: ${NAMED.join(', ')}`,
    input: name,
  });
  return z.NEVER;
});
