import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Selectable } from 'kysely';
import { addSeconds, type Instant } from '../domain/time.js';
import type { Database } from './database.js';
import { linkHash, randomLink } from './linkHash.js';
import type { JsonValue, ReferralDraftsTable } from './schema.js';

/** A referral that is being filled in, or was sent a while ago. */
export interface ReferralDraft {
  draft: string;
  person: string | null;
  /** What was answered so far; null once it was sent: the answers are the case's then. */
  data: JsonValue;
  email: string | null;
  begunAt: Instant;
  expiresAt: Instant;
  sent: { caseId: string; reference: string; at: Instant } | null;
}

const KEPT_SECONDS = 28 * 86_400;
const CODE_SECONDS = 10 * 60;
const CODE_TRIES = 5;

/** What becomes of a code that somebody typed. */
export type CodeAnswer = 'right' | 'wrong' | 'over';

/** Referrals that are not sent yet. They are kept for 28 days and then gone; see `dispose`. */
export function createReferralDrafts(db: Database) {
  const of = (authority: string, draft: string) =>
    db.updateTable('referral_drafts').where('authority', '=', authority).where('draft', '=', draft);
  return {
    begin: async (
      authority: string,
      { person, data, at }: { person: string | null; data: JsonValue; at: Instant },
    ): Promise<string> => {
      const draft = randomBytes(16).toString('hex');
      await db
        .insertInto('referral_drafts')
        .values({
          ...{ authority, draft, person, data: JSON.stringify(data), email: null, link_hash: null },
          ...{ code_hash: null, code_until: null, begun_at: at, expires_at: addSeconds(at, KEPT_SECONDS) },
          ...{ case_id: null, reference: null, sent_at: null },
        })
        .execute();
      return draft;
    },

    /** Null where it is over, or never was. */
    read: async (authority: string, draft: string, at: Instant): Promise<ReferralDraft | null> => {
      const row = await live(db, authority, at).where('draft', '=', draft).executeTakeFirst();
      return row === undefined ? null : shown(row);
    },

    /** What somebody has begun and not sent, the newest first. */
    unsent: async (authority: string, person: string, at: Instant): Promise<ReferralDraft[]> => {
      const rows = await live(db, authority, at)
        .where('person', '=', person)
        .where('sent_at', 'is', null)
        .orderBy('begun_at', 'desc')
        .limit(20)
        .execute();
      return rows.map(shown);
    },

    /** Does nothing to one that was sent. */
    write: async (authority: string, draft: string, data: JsonValue): Promise<void> => {
      await of(authority, draft)
        .set({ data: JSON.stringify(data) })
        .where('sent_at', 'is', null)
        .execute();
    },

    drop: async (authority: string, draft: string): Promise<void> => {
      await db
        .deleteFrom('referral_drafts')
        .where('authority', '=', authority)
        .where('draft', '=', draft)
        .where('sent_at', 'is', null)
        .execute();
    },

    /** The answers go with it: the case has them. What stays says "already sent". */
    markSent: async (
      authority: string,
      draft: string,
      { caseId, reference, at }: { caseId: string; reference: string; at: Instant },
    ): Promise<void> => {
      await of(authority, draft)
        .set({
          ...{ case_id: caseId, reference, sent_at: at, data: 'null', email: null },
          ...{ link_hash: null, code_hash: null, code_until: null },
        })
        .where('sent_at', 'is', null)
        .execute();
    },

    /** A new link to come back by; an earlier one leads nowhere from then on. Answers its token, which is kept nowhere. */
    newLink: async (authority: string, draft: string, email: string): Promise<string> => {
      const token = randomLink();
      await of(authority, draft)
        .set({ email, link_hash: linkHash(token), code_hash: null, code_until: null, code_tries: 0 })
        .where('sent_at', 'is', null)
        .execute();
      return token;
    },

    /** The unsent referral that a link leads to. */
    byLink: async (authority: string, token: string, at: Instant): Promise<ReferralDraft | null> => {
      const row = await live(db, authority, at)
        .where('link_hash', '=', linkHash(token))
        .where('sent_at', 'is', null)
        .executeTakeFirst();
      return row === undefined ? null : shown(row);
    },

    /** A new code of six digits, good for ten minutes and five tries; an earlier one is over. */
    newCode: async (authority: string, draft: string, at: Instant): Promise<string> => {
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      await of(authority, draft)
        .set({ code_hash: await slowHash(code), code_until: addSeconds(at, CODE_SECONDS), code_tries: 0 })
        .execute();
      return code;
    },

    /** Counts the try first, so that tries at once count each. A code that was right is used up. */
    tryCode: async (authority: string, draft: string, code: string, at: Instant): Promise<CodeAnswer> => {
      const row = await of(authority, draft)
        .set((set) => ({ code_tries: set('code_tries', '+', 1) }))
        .where('code_hash', 'is not', null)
        .where('code_until', '>', at)
        .where('code_tries', '<', CODE_TRIES)
        .returning(['code_hash', 'code_tries'])
        .executeTakeFirst();
      if (row?.code_hash == null) return 'over';
      if (!(await isRight(code, row.code_hash))) return row.code_tries >= CODE_TRIES ? 'over' : 'wrong';
      const used = await of(authority, draft)
        .set({ code_hash: null, code_until: null, link_hash: null })
        .where('code_hash', '=', row.code_hash)
        .executeTakeFirst();
      return used.numUpdatedRows > 0n ? 'right' : 'over';
    },

    /** Removes what is over: referrals that were never sent, files, links. */
    dispose: async (at: Instant): Promise<void> => {
      await db.deleteFrom('referral_drafts').where('expires_at', '<=', at).execute();
      await db.deleteFrom('referral_files').where('expires_at', '<=', at).execute();
      await db.deleteFrom('referral_links').where('expires_at', '<=', at).execute();
    },
  };
}

const live = (db: Database, authority: string, at: Instant) =>
  db.selectFrom('referral_drafts').selectAll().where('authority', '=', authority).where('expires_at', '>', at);

const shown = (row: Selectable<ReferralDraftsTable>): ReferralDraft => ({
  draft: row.draft,
  person: row.person,
  data: row.data,
  email: row.email,
  begunAt: row.begun_at,
  expiresAt: row.expires_at,
  sent:
    row.case_id === null || row.reference === null || row.sent_at === null
      ? null
      : { caseId: row.case_id, reference: row.reference, at: row.sent_at },
});

const derived = promisify<string, Buffer, number, Buffer>(scrypt);
const KEY_BYTES = 32;

async function slowHash(code: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('hex')} ${(await derived(code, salt, KEY_BYTES)).toString('hex')}`;
}

async function isRight(code: string, hash: string): Promise<boolean> {
  const [salt = '', key = ''] = hash.split(' ');
  return timingSafeEqual(await derived(code, Buffer.from(salt, 'hex'), KEY_BYTES), Buffer.from(key, 'hex'));
}
