import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';

export interface PolicyProposal {
  pack: string;
  version: string;
  proposedBy: string;
  proposedAt: Instant;
  /** Null while it waits: no referral is taken under it. */
  adoptedBy: string | null;
  adoptedAt: Instant | null;
}

/** Versions of policies that were loaded for a manager to adopt. One that came with the installation is none. */
export function createProposals(db: Database) {
  return {
    /** A proposal that is there already stays as it is. */
    put: async (
      authority: string,
      of: { pack: string; version: string; proposedBy: string; proposedAt: Instant },
    ): Promise<void> => {
      await db
        .insertInto('policy_proposals')
        .values({
          authority,
          pack: of.pack,
          version: of.version,
          proposed_by: of.proposedBy,
          proposed_at: of.proposedAt,
          adopted_by: null,
          adopted_at: null,
        })
        .onConflict((conflict) => conflict.columns(['authority', 'pack', 'version']).doNothing())
        .execute();
    },

    /** From now on referrals may be taken under it. False where it does not wait. */
    adopt: async (
      authority: string,
      of: { pack: string; version: string; adoptedBy: string; adoptedAt: Instant },
    ): Promise<boolean> => {
      const row = await db
        .updateTable('policy_proposals')
        .set({ adopted_by: of.adoptedBy, adopted_at: of.adoptedAt })
        .where('authority', '=', authority)
        .where('pack', '=', of.pack)
        .where('version', '=', of.version)
        .where('adopted_at', 'is', null)
        .returning('version')
        .executeTakeFirst();
      return row !== undefined;
    },

    list: async (authority: string): Promise<PolicyProposal[]> => {
      const rows = await db
        .selectFrom('policy_proposals')
        .selectAll()
        .where('authority', '=', authority)
        .orderBy('pack')
        .orderBy('version')
        .execute();
      return rows.map((row) => ({
        pack: row.pack,
        version: row.version,
        proposedBy: row.proposed_by,
        proposedAt: row.proposed_at,
        adoptedBy: row.adopted_by,
        adoptedAt: row.adopted_at,
      }));
    },
  };
}
