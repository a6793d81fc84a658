/** Which cases are closed to somebody: a restricted case (a refuge, a colleague's family) is open to named people only. */
import type { Role } from '../../domain/inputs.js';
import type { Bearer, Register } from '../../register/index.js';
import { hasRole } from './actor.js';

/** An auditor reads all, and each read is recorded. */
const OPEN_RESTRICTED: readonly Role[] = ['manager', 'dsl', 'auditor'];

type Asker = Pick<Bearer, 'authority' | 'person' | 'roles'>;

/** Whether restricted cases are open to somebody also where they are not assigned to them. */
export const seesRestricted = (asker: Pick<Bearer, 'roles'>): boolean => hasRole(asker, OPEN_RESTRICTED);

/** For lists: the person whose restricted cases may be in them; null where all may. A system has none assigned. */
export const openToOf = (asker: Pick<Bearer, 'person' | 'roles'>): string | null =>
  seesRestricted(asker) ? null : (asker.person ?? '');

export const isClosedTo = (
  asker: Pick<Bearer, 'person' | 'roles'>,
  { restricted, assignee }: { restricted: boolean; assignee: string | null },
): boolean => restricted && !seesRestricted(asker) && (asker.person === null || assignee !== asker.person);

/** Those of these cases of which somebody may not know. */
export async function closedAmong(
  { cases }: Pick<Register, 'cases'>,
  asker: Asker,
  caseIds: readonly string[],
): Promise<Set<string>> {
  if (seesRestricted(asker)) return new Set();
  const restricted = await cases.restrictedAmong(asker.authority, caseIds);
  return new Set(
    [...restricted].flatMap(([id, assignee]) => (isClosedTo(asker, { restricted: true, assignee }) ? [id] : [])),
  );
}
