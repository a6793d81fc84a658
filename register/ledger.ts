import { sql } from 'kysely';
import { addSeconds, type Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { LedgerRow } from './schema.js';

/** One message to one recipient: what may be sent once. */
export interface LedgerKey {
  authority: string;
  caseId: string;
  episode: number;
  rule: string;
  occurrence: number;
  /** The recipient's role: `officer`, `referrer-2`, `partner:health`. */
  recipient: string;
}

export type Claim =
  /** Send it: nobody has, or the last try is known to have failed. */
  | { kind: 'claimed'; attempt: number }
  /** It left. Do not send. */
  | { kind: 'alreadySent'; sentAt: Instant; providerId: string | null }
  /**
   * Somebody took it and never said what became of it: a crash, or a try under way. Sending now may send it twice; the
   * row counts that. `claimedAt` is when it was taken.
   */
  | { kind: 'claimedBefore'; attempt: number; claimedAt: Instant }
  /** It failed for good, or a later step overtook it. Do not send. */
  | { kind: 'settled'; state: 'failed' | 'overtaken' };

/** A claim is one round to the database; a safeguarding message does not wait longer for it. */
export function createLedger(db: Database) {
  return {
    /** Takes a message before it is sent. Two at once: one is told `claimed`, the other `claimedBefore`. */
    claim: (key: LedgerKey, channel: string, at: Instant): Promise<Claim> => claim(db, key, channel, at),

    /** It left. Writes the row also where it was never claimed, as a safeguarding message may go. */
    markSent: async (
      key: LedgerKey,
      sent: { channel: string; at: Instant; providerId?: string | null },
    ): Promise<void> => {
      const providerId = sent.providerId ?? null;
      await db
        .insertInto('ledger')
        .values({
          ...columns(key),
          channel: sent.channel,
          state: 'sent',
          attempts: 1,
          provider_id: providerId,
          sent_at: sent.at,
        })
        .onConflict((conflict) =>
          conflict.columns(keyColumns).doUpdateSet((set) => ({
            state: 'sent',
            channel: sent.channel,
            provider_id: providerId,
            error_class: null,
            next_try_at: null,
            // A second departure is a duplicate that is certain; the first date stays.
            uncertain_sends: sql<number>`ledger.uncertain_sends + case when ledger.state = 'sent' then 1 else 0 end`,
            sent_at: sql<Instant>`coalesce(${set.ref('ledger.sent_at')}, ${sent.at}::timestamptz)`,
          })),
        )
        .execute();
    },

    /** It did not leave and is tried again at `retryAt`. What has left stays sent. */
    park: (key: LedgerKey, failure: { channel: string; errorClass: string; retryAt: Instant }): Promise<void> =>
      settle(db, key, failure.channel, 'parked', failure.errorClass, failure.retryAt),

    /** It can never be sent this way: the address does not exist. */
    fail: (key: LedgerKey, failure: { channel: string; errorClass: string }): Promise<void> =>
      settle(db, key, failure.channel, 'failed', failure.errorClass, null),

    /** A later step of the same rule has overtaken it before it left. */
    overtake: (key: LedgerKey, channel: string): Promise<void> => settle(db, key, channel, 'overtaken', null, null),

    /** What the provider said later; false where no message carries this id. */
    recordDelivery: async (authority: string, providerId: string, delivery: string): Promise<LedgerRow | null> =>
      (await db
        .updateTable('ledger')
        .set({ delivery })
        .where('authority', '=', authority)
        .where('provider_id', '=', providerId)
        .returningAll()
        .executeTakeFirst()) ?? null,

    /** Parked messages, the one to be tried first at the top. */
    parked: (authority: string, limit = 100): Promise<LedgerRow[]> =>
      db
        .selectFrom('ledger')
        .selectAll()
        .where('authority', '=', authority)
        .where('state', '=', 'parked')
        .orderBy('next_try_at')
        .limit(limit)
        .execute(),

    /** Parked messages whose time for another try has come, and claims left behind for longer than `abandonedAfterSeconds`. */
    dueForRetry: (
      authority: string,
      at: Instant,
      { limit = 100, abandonedAfterSeconds = 900 } = {},
    ): Promise<LedgerRow[]> =>
      db
        .selectFrom('ledger')
        .selectAll()
        .where('authority', '=', authority)
        .where((where) =>
          where.or([
            where.and([where('state', '=', 'parked'), where('next_try_at', '<=', at)]),
            where.and([
              where('state', '=', 'claimed'),
              where('claimed_at', '<=', addSeconds(at, -abandonedAfterSeconds)),
            ]),
          ]),
        )
        .orderBy('claimed_at')
        .limit(limit)
        .execute(),

    /** How many messages may have reached somebody twice, and how many extra times at most. */
    possibleDuplicates: async (authority: string): Promise<{ messages: number; sends: number }> => {
      const row = await db
        .selectFrom('ledger')
        .select((select) => [
          select.fn.countAll<number>().as('messages'),
          sql<number>`coalesce(sum(uncertain_sends), 0)`.as('sends'),
        ])
        .where('authority', '=', authority)
        .where('uncertain_sends', '>', 0)
        .executeTakeFirstOrThrow();
      return { messages: row.messages, sends: row.sends };
    },

    /** The row of one message; null before anybody took it. */
    find: async (key: LedgerKey): Promise<LedgerRow | null> =>
      (await db
        .selectFrom('ledger')
        .selectAll()
        .where((where) => where.and(columns(key)))
        .executeTakeFirst()) ?? null,
  };
}

const keyColumns = ['authority', 'case_id', 'episode', 'rule', 'occurrence', 'recipient'] as const;

const columns = (key: LedgerKey) => ({
  authority: key.authority,
  case_id: key.caseId,
  episode: key.episode,
  rule: key.rule,
  occurrence: key.occurrence,
  recipient: key.recipient,
});

async function claim(db: Database, key: LedgerKey, channel: string, at: Instant): Promise<Claim> {
  const fresh = await db
    .insertInto('ledger')
    .values({ ...columns(key), channel, state: 'claimed', attempts: 1, claimed_at: at })
    .onConflict((conflict) => conflict.columns(keyColumns).doNothing())
    .returning('attempts')
    .executeTakeFirst();
  if (fresh !== undefined) return { kind: 'claimed', attempt: 1 };

  return db.transaction().execute(async (tx): Promise<Claim> => {
    const row = await tx
      .selectFrom('ledger')
      .selectAll()
      .where((where) => where.and(columns(key)))
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (row.state === 'sent') return { kind: 'alreadySent', sentAt: row.sent_at ?? at, providerId: row.provider_id };
    if (row.state === 'failed' || row.state === 'overtaken') return { kind: 'settled', state: row.state };
    const attempt = row.attempts + 1;
    const unknown = row.state === 'claimed';
    await tx
      .updateTable('ledger')
      .set({
        state: 'claimed',
        channel,
        attempts: attempt,
        uncertain_sends: row.uncertain_sends + (unknown ? 1 : 0),
        claimed_at: at,
        next_try_at: null,
      })
      .where((where) => where.and(columns(key)))
      .execute();
    return unknown ? { kind: 'claimedBefore', attempt, claimedAt: row.claimed_at ?? at } : { kind: 'claimed', attempt };
  });
}

/** What has left stays sent, whatever is learnt later. */
async function settle(
  db: Database,
  key: LedgerKey,
  channel: string,
  state: 'parked' | 'failed' | 'overtaken',
  errorClass: string | null,
  nextTryAt: Instant | null,
): Promise<void> {
  await db
    .insertInto('ledger')
    .values({ ...columns(key), channel, state, attempts: 0, error_class: errorClass, next_try_at: nextTryAt })
    .onConflict((conflict) =>
      conflict
        .columns(keyColumns)
        .doUpdateSet({ state, channel, error_class: errorClass, next_try_at: nextTryAt })
        .where('ledger.state', '<>', 'sent'),
    )
    .execute();
}
