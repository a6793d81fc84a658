import { sql } from 'kysely';
import type { Stage, Status } from '../../domain/state.js';
import type { Instant } from '../../domain/time.js';
import type { Database } from '../../register/index.js';
import { referralKey } from '../intake/intake.js';

/** What a referrer sees of a case it referred: nothing of the child's situation, nobody's name. */
export interface OwnCase {
  case: string;
  reference: string;
  referredAt: Instant;
  /** `rejected` and `ended` are told by kind only. */
  progress: 'received' | 'under_way' | 'rejected' | 'ended';
}

export interface OwnCases {
  list: (authority: string, actor: string, limit: number) => Promise<OwnCase[]>;
  /** Null where the case is not there, or was not referred by this actor. */
  find: (authority: string, actor: string, caseId: string) => Promise<OwnCase | null>;
  /** Whether a partner has been given a check of the case. */
  isAsked: (authority: string, partners: readonly string[], caseId: string) => Promise<boolean>;
}

/** Cases as outsiders see them. A referrer's are those that came in under its own requests. */
export function createOwnCases(db: Database): OwnCases {
  const query = (authority: string, actor: string) =>
    db
      .selectFrom('referral_keys as k')
      .innerJoin('cases as c', (join) =>
        join.onRef('c.authority', '=', 'k.authority').onRef('c.case_id', '=', 'k.case_id'),
      )
      .leftJoin('worklist as w', (join) =>
        join.onRef('w.authority', '=', 'k.authority').onRef('w.case_id', '=', 'k.case_id'),
      )
      .select(['k.case_id', 'c.reference', 'w.status', 'w.stage'])
      .select((select) => select.fn.min('k.created_at').as('referred_at'))
      .where('k.authority', '=', authority)
      .where(sql<boolean>`starts_with(k.idempotency_key, ${referralKey(actor, '')})`)
      .groupBy(['k.case_id', 'c.reference', 'w.status', 'w.stage']);
  return {
    list: async (authority, actor, limit) =>
      (await query(authority, actor).orderBy('referred_at', 'desc').orderBy('k.case_id').limit(limit).execute()).map(
        shown,
      ),
    find: async (authority, actor, caseId) => {
      const row = await query(authority, actor).where('k.case_id', '=', caseId).executeTakeFirst();
      return row === undefined ? null : shown(row);
    },
    isAsked: async (authority, partners, caseId) => {
      if (partners.length === 0) return false;
      const row = await db
        .selectFrom('checks')
        .select('check_id')
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .where('actor', 'in', [...partners])
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

const shown = (row: {
  case_id: string;
  reference: string;
  status: Status | null;
  stage: Stage | null;
  referred_at: Instant;
}): OwnCase => ({
  case: row.case_id,
  reference: row.reference,
  referredAt: row.referred_at,
  progress:
    row.status === null || row.status === 'received'
      ? 'received'
      : row.status === 'rejected'
        ? 'rejected'
        : row.stage === 'ended'
          ? 'ended'
          : 'under_way',
});
