import { createHash } from 'node:crypto';
import type { LedgerKey } from '../register/index.js';
import type { SendMessage } from './sending.js';

/** The row of a message in the ledger. */
export const keyOf = (of: { authority: string; caseId: string }, { episode, message }: SendMessage): LedgerKey => ({
  authority: of.authority,
  caseId: of.caseId,
  episode,
  rule: message.rule,
  occurrence: message.occurrence,
  recipient: message.to,
});

/**
 * The Message-ID of an e-mail: the same for the same message to the same person, so that a mail system which gets it
 * twice can tell. A digest, because an address must not stand in it.
 */
export function messageIdOf(key: LedgerKey, address: string, domain: string): string {
  const { authority, caseId, episode, rule, occurrence, recipient } = key;
  const text = JSON.stringify([authority, caseId, episode, rule, occurrence, recipient, address]);
  return `<${createHash('sha256').update(text).digest('hex').slice(0, 40)}@${domain}>`;
}
