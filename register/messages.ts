import { sql } from 'kysely';
import type { Channel, Purpose } from '../domain/policy.js';
import type { Instant } from '../domain/time.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Database } from './database.js';
import type { LedgerKey } from './ledger.js';

/** A message with why it fell due and what became of it. */
export interface MessageRow {
  caseId: string;
  reference: string;
  /** The event that let it fall due. */
  seq: number;
  at: Instant;
  episode: number;
  rule: string;
  purpose: Purpose;
  basis: 'policy' | 'default' | null;
  occurrence: number;
  recipient: string;
  channel: Channel | null;
  template: string | null;
  fields: Record<string, string>;
  safeguarding: boolean;
  /** `due`: nobody has taken it yet. */
  state: MessageState;
  attempts: number;
  uncertainSends: number;
  errorClass: string | null;
  delivery: string | null;
  sentAt: Instant | null;
  nextTryAt: Instant | null;
}

export type MessageState = 'due' | 'claimed' | 'sent' | 'parked' | 'failed' | 'overtaken';

export interface MessageFilter {
  caseId?: string;
  state?: readonly MessageState[];
  purpose?: readonly Purpose[];
  recipient?: string;
  rule?: string;
  from?: Instant;
  before?: Instant;
}

const SORT = 'messages';

/** What was sent, why, and what is parked. */
export function createMessages(db: Database) {
  const state = sql<MessageState>`case when m.overtaken then 'overtaken' else coalesce(l.state, 'due') end`;
  const select = (authority: string, filter: MessageFilter) =>
    db
      .selectFrom('messages as m')
      .innerJoin('cases as c', (join) =>
        join.onRef('c.authority', '=', 'm.authority').onRef('c.case_id', '=', 'm.case_id'),
      )
      .leftJoin('ledger as l', (join) =>
        join
          .onRef('l.authority', '=', 'm.authority')
          .onRef('l.case_id', '=', 'm.case_id')
          .onRef('l.episode', '=', 'm.episode')
          .onRef('l.rule', '=', 'm.rule')
          .onRef('l.occurrence', '=', 'm.occurrence')
          .onRef('l.recipient', '=', 'm.recipient'),
      )
      .select([
        'm.case_id as caseId',
        'c.reference',
        'm.seq',
        'm.at',
        'm.episode',
        'm.rule',
        'm.purpose',
        'm.basis',
        'm.occurrence',
        'm.recipient',
        'm.channel',
        'm.template',
        'm.fields',
        'm.safeguarding',
        state.as('state'),
        sql<number>`coalesce(l.attempts, 0)`.as('attempts'),
        sql<number>`coalesce(l.uncertain_sends, 0)`.as('uncertainSends'),
        'l.error_class as errorClass',
        'l.delivery',
        'l.sent_at as sentAt',
        'l.next_try_at as nextTryAt',
      ])
      .where('m.authority', '=', authority)
      .$if(filter.caseId !== undefined, (q) => q.where('m.case_id', '=', filter.caseId ?? ''))
      .$if(filter.state !== undefined, (q) => q.where(state, 'in', [...(filter.state ?? [])]))
      .$if(filter.purpose !== undefined, (q) => q.where('m.purpose', 'in', [...(filter.purpose ?? [])]))
      .$if(filter.recipient !== undefined, (q) => q.where('m.recipient', '=', filter.recipient ?? ''))
      .$if(filter.rule !== undefined, (q) => q.where('m.rule', '=', filter.rule ?? ''))
      .$if(filter.from !== undefined, (q) => q.where('m.at', '>=', filter.from ?? ''))
      .$if(filter.before !== undefined, (q) => q.where('m.at', '<', filter.before ?? ''));

  return {
    /** Those of one case, in the order in which they fell due. */
    ofCase: (authority: string, caseId: string): Promise<MessageRow[]> =>
      select(authority, { caseId }).orderBy('m.seq').execute(),

    /** The message that a row of the ledger is about; null before its event is recorded. */
    find: async (key: LedgerKey): Promise<MessageRow | null> =>
      (await select(key.authority, { caseId: key.caseId, rule: key.rule, recipient: key.recipient })
        .where('m.episode', '=', key.episode)
        .where('m.occurrence', '=', key.occurrence)
        .where('m.overtaken', '=', false)
        .executeTakeFirst()) ?? null,

    /** How many could not be sent yet, and how many never will be as they stand. */
    unsent: async (authority: string): Promise<{ parked: number; failed: number }> => {
      const count = async (which: 'parked' | 'failed') =>
        db
          .selectFrom('ledger')
          .select((of) => of.fn.countAll<number>().as('messages'))
          .where('authority', '=', authority)
          .where('state', '=', sql.lit(which))
          .executeTakeFirstOrThrow();
      const [parked, failed] = await Promise.all([count('parked'), count('failed')]);
      return { parked: parked.messages, failed: failed.messages };
    },

    /** A page of an authority's messages, the newest first. Throws `InvalidCursor`. */
    list: async (
      authority: string,
      { filter = {}, cursor, limit = 50 }: { filter?: MessageFilter; cursor?: string; limit?: number } = {},
    ): Promise<{ rows: MessageRow[]; cursor: string | null }> => {
      const place = cursor === undefined ? null : readCursor(cursor, SORT);
      const rows = await select(authority, filter)
        .$if(place !== null, (q) =>
          q.where(
            sql<boolean>`(m.at, m.case_id || '/' || lpad(m.seq::text, 9, '0')) < (${place?.value}::timestamptz, ${place?.id ?? ''})`,
          ),
        )
        .orderBy('m.at', 'desc')
        .orderBy(sql`m.case_id || '/' || lpad(m.seq::text, 9, '0')`, 'desc')
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const more = rows.length > limit && last !== undefined;
      const id = last === undefined ? '' : `${last.caseId}/${String(last.seq).padStart(9, '0')}`;
      return { rows: page, cursor: more ? writeCursor({ sort: SORT, value: last.at, id }) : null };
    },
  };
}
