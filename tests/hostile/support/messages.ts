import type { MessageRow } from '../../../register/index.js';
import type { Mail } from './mailServer.js';
import { AUTHORITY, type Topology } from './topology.js';

/** Every message that these cases caused, with what the ledger says of it. */
export async function messagesOf({ register }: Topology, caseIds: readonly string[]): Promise<MessageRow[]> {
  const rows = await Promise.all(caseIds.map((caseId) => register.messages.ofCase(AUTHORITY, caseId)));
  return rows.flat();
}

/** Messages that look the same to whom they went to, and yet carry different Message-IDs: duplicates nobody can tell. */
export function unmarkedDuplicates(mails: readonly Mail[]): string[] {
  const ids = new Map<string, Set<string>>();
  for (const { to, subject, text, messageId } of mails) {
    const looks = JSON.stringify([to, subject, text]);
    ids.set(looks, (ids.get(looks) ?? new Set()).add(messageId));
  }
  return [...ids].filter(([, different]) => different.size > 1).map(([looks]) => looks);
}
