import type { Policy } from '../../../api/services/worlds.js';
import type { WebServices } from '../../services.js';

/** A policy that ships is read from its files the first time: that takes longer than any statement may. */
const POLICY_MS = 30_000;

/**
 * The policies by which cases are run, by name. After the lists are read and one after the other: while files are read
 * a statement under way would be given up.
 */
export async function policiesOf(
  { api }: WebServices,
  authority: string,
  rows: readonly { policy: string }[],
): Promise<ReadonlyMap<string, Policy | null>> {
  const read = new Map<string, Policy | null>();
  for (const name of new Set(rows.map(({ policy }) => policy)))
    read.set(name, await api.guard.within(() => api.worlds.policy(authority, name), POLICY_MS));
  return read;
}
