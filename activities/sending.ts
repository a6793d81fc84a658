/** What is sent, and what is answered: shared by the sends, the ledger's words on them, and the workflow. */
import type { CaseEvent } from '../domain/events.js';
import type { Instant, IsoDate } from '../domain/time.js';
import type { LedgerKey } from '../register/index.js';

/** A message as it fell due, with the episode it belongs to. */
export interface SendMessage {
  episode: number;
  message: CaseEvent & { type: 'messageDue' };
}

export interface SendRequest {
  authority: string;
  caseId: string;
  /** `bradford@1`: whose titles and sources the messages name. */
  policy: string;
  rehearsed: boolean;
  /** How long a referrer is told it may take. */
  expected: { from: IsoDate; to: IsoDate } | null;
  /** The kind of the open concern raised last. */
  concern: string | null;
  messages: readonly SendMessage[];
}

/** A message that left and that the ledger does not know of yet. */
export interface Unmarked {
  key: Omit<LedgerKey, 'authority' | 'caseId'>;
  channel: string;
  at: Instant;
  providerId: string | null;
}

export interface SendResult {
  /** Their recipients cannot be reached this way, now or later. */
  failed: { rule: string; to: string; occurrence: number }[];
  unmarked: Unmarked[];
}
