import { ApplicationFailure } from '@temporalio/common';
import type { LedgerKey, Register } from '../register/index.js';
import { instantNow } from './instantNow.js';
import { keyOf } from './ledgerKey.js';
import { errorCode, type ActivityLog } from './log.js';
import type { SendRequest, Unmarked } from './sending.js';

/** What the ledger learns of a message after the send, or instead of it. Each goes on until it succeeds. */
export interface DeliveryActivities {
  /** Messages that left while the ledger was away. */
  markSent: (request: { authority: string; caseId: string; sent: readonly Unmarked[] }) => Promise<void>;
  /** Messages whose time ran out. The ledger holds them from here. Those that are settled in it stay as they are. */
  parkMessages: (request: SendRequest) => Promise<void>;
}

export interface DeliveryDependencies {
  register: Pick<Register, 'ledger'>;
  now?: () => Date;
  log: ActivityLog;
}

export function createDeliveryActivities({ register, log, now = () => new Date() }: DeliveryDependencies) {
  const { ledger } = register;

  async function park(key: LedgerKey, channel: string): Promise<void> {
    const row = await ledger.find(key);
    if (row !== null && row.state !== 'claimed') return;
    await ledger.park(key, { channel, errorClass: 'out_of_time', retryAt: instantNow(now) });
    log.warn({ ...key }, 'a message is parked');
  }

  const activities: DeliveryActivities = {
    markSent: ({ authority, caseId, sent }) =>
      failingQuietly(async () => {
        for (const { key, channel, at, providerId } of sent)
          await ledger.markSent({ authority, caseId, ...key }, { channel, at, providerId });
      }),
    parkMessages: (request) =>
      failingQuietly(async () => {
        for (const due of request.messages) await park(keyOf(request, due), due.message.channel);
      }),
  };
  return activities;
}

/** A failure ends in the history: it says what kind it was, never what a statement held. */
async function failingQuietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw ApplicationFailure.retryable(`The ledger could not be written (${errorCode(error)}).`, 'LedgerAway');
  }
}
