import { addSeconds, type Instant } from '../domain/time.js';
import type { Database } from './database.js';
import { linkHash, randomLink } from './linkHash.js';

/** Which referral a link is about: the case, and the number of the referrer on it. */
export interface LinkedReferral {
  caseId: string;
  referrer: number;
}

const KEPT_SECONDS = 28 * 86_400;

/** Links by which a referrer reads how a referral stands. Each is for one referrer of one case, for 28 days. */
export function createReferralLinks(db: Database) {
  return {
    /** Answers the token, which is kept nowhere. */
    issue: async (authority: string, { caseId, referrer }: LinkedReferral, at: Instant): Promise<string> => {
      const token = randomLink();
      await db
        .insertInto('referral_links')
        .values({
          ...{ authority, link_hash: linkHash(token), case_id: caseId, referrer },
          expires_at: addSeconds(at, KEPT_SECONDS),
        })
        .execute();
      return token;
    },

    /** Whether a link is in force, without using it: a mail scanner may ask. */
    isLive: async (authority: string, token: string, at: Instant): Promise<boolean> => {
      const row = await db
        .selectFrom('referral_links')
        .select('case_id')
        .where('authority', '=', authority)
        .where('link_hash', '=', linkHash(token))
        .where('expires_at', '>', at)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Counts the use. Null for a link that is over, or never was. */
    use: async (authority: string, token: string, at: Instant): Promise<LinkedReferral | null> => {
      const row = await db
        .updateTable('referral_links')
        .set((set) => ({ uses: set('uses', '+', 1) }))
        .where('authority', '=', authority)
        .where('link_hash', '=', linkHash(token))
        .where('expires_at', '>', at)
        .returning(['case_id', 'referrer'])
        .executeTakeFirst();
      return row === undefined ? null : { caseId: row.case_id, referrer: row.referrer };
    },
  };
}
