import { sql } from 'kysely';
import type { CaseState, Stage, Status } from '../domain/state.js';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';

/** A case as its referral's key finds it. */
export interface ReferredCase {
  caseId: string;
  reference: string;
  /** Null until the first event is recorded. */
  status: Status | null;
  stage: Stage | null;
  referredAt: Instant;
}

export interface PupilCase extends ReferredCase {
  childNamed: string | null;
  referrer: number;
  restricted: boolean;
  school: string | null;
  /** The case as folded; null until the first event is recorded. Nothing of it is the referrer's to see as it is. */
  state: CaseState | null;
}

export interface LinkedTo {
  caseId: string;
  referrer: number;
  email: string | null;
}

/** Cases by who referred them, and by who was asked. */
export function createReferredCases(db: Database) {
  /** `keys`: what the idempotency keys of one referrer begin with. */
  const query = (authority: string, keys: string) =>
    db
      .selectFrom('referral_keys as k')
      .innerJoin('cases as c', (join) =>
        join.onRef('c.authority', '=', 'k.authority').onRef('c.case_id', '=', 'k.case_id'),
      )
      .leftJoin('worklist as w', (join) =>
        join.onRef('w.authority', '=', 'k.authority').onRef('w.case_id', '=', 'k.case_id'),
      )
      .select(['k.case_id as caseId', 'c.reference', 'w.status', 'w.stage'])
      .select((select) => select.fn.min('k.created_at').as('referredAt'))
      .where('k.authority', '=', authority)
      .where(sql<boolean>`starts_with(k.idempotency_key, ${keys})`)
      .groupBy(['k.case_id', 'c.reference', 'w.status', 'w.stage']);
  return {
    /** The newest first. */
    list: (authority: string, keys: string, limit: number): Promise<ReferredCase[]> =>
      query(authority, keys).orderBy('referredAt', 'desc').orderBy('k.case_id').limit(limit).execute(),

    /** Null where the case is not there, or came in under other keys. */
    find: async (authority: string, keys: string, caseId: string): Promise<ReferredCase | null> =>
      (await query(authority, keys).where('k.case_id', '=', caseId).executeTakeFirst()) ?? null,

    /** Cases that one referrer's keys brought in, with the child's name as that referrer gave it. The newest first. */
    pupils: async (authority: string, keys: string, limit: number): Promise<PupilCase[]> => {
      const rows = await query(authority, keys)
        .innerJoin('referrers as r', (join) =>
          join
            .onRef('r.authority', '=', 'k.authority')
            .onRef('r.case_id', '=', 'k.case_id')
            .onRef('r.referrer', '=', 'k.referrer'),
        )
        .leftJoin('case_snapshots as s', (join) =>
          join.onRef('s.authority', '=', 'k.authority').onRef('s.case_id', '=', 'k.case_id'),
        )
        .leftJoin('subjects as u', (join) =>
          join.onRef('u.authority', '=', 'k.authority').onRef('u.case_id', '=', 'k.case_id'),
        )
        .select((select) => select.fn.max('r.child_named').as('childNamed'))
        .select((select) => select.fn.min('k.referrer').as('referrer'))
        .select(['c.restricted', 'u.school', sql<CaseState | null>`(array_agg(s.state))[1]`.as('state')])
        .groupBy(['c.restricted', 'u.school'])
        .orderBy('referredAt', 'desc')
        .orderBy('k.case_id')
        .limit(limit)
        .execute();
      return rows;
    },

    /** The referrers of a case who gave this address, whatever their case of letters. */
    byEmail: async (authority: string, reference: string, email: string): Promise<LinkedTo[]> =>
      db
        .selectFrom('referrers as r')
        .innerJoin('cases as c', (join) =>
          join.onRef('c.authority', '=', 'r.authority').onRef('c.case_id', '=', 'r.case_id'),
        )
        .select(['r.case_id as caseId', 'r.referrer', 'r.email'])
        .where('r.authority', '=', authority)
        .where('c.reference', '=', reference)
        .where(sql<boolean>`lower(r.email) = ${email.toLowerCase()}`)
        .orderBy('r.referrer')
        .execute(),

    /** Whether one of these partners has been given a check of the case. */
    isAsked: async (authority: string, partners: readonly string[], caseId: string): Promise<boolean> => {
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
