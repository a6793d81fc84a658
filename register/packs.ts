import type { CompiledPolicy, RuleId } from '../domain/policy.js';
import type { IsoDate } from '../domain/time.js';
import type { Database } from './database.js';
import { Conflict } from './errors.js';
import type { StoredRuleDetails } from './schema.js';

export interface StoredPack {
  pack: string;
  version: string;
  /** Of the compiled policy, hexadecimal. */
  sha256: string;
  /** The first day on which a referral is taken under it. */
  effectiveFrom: IsoDate;
  compiled: CompiledPolicy;
  /** What the screens join by rule id: titles, sources, guidance, interpretations. */
  details: Record<RuleId, StoredRuleDetails>;
  /** The pack as its author wrote it. */
  source: string;
}

/** Versions of policies. A version, once stored, never changes: running cases were decided by it. */
export function createPacks(db: Database) {
  return {
    /** Stores a version; the same one again changes nothing. Throws `Conflict` for other contents under its name. */
    store: async (authority: string, pack: StoredPack): Promise<void> => {
      await db
        .insertInto('packs')
        .values({
          authority,
          pack: pack.pack,
          version: pack.version,
          sha256: pack.sha256,
          effective_from: pack.effectiveFrom,
          compiled: JSON.stringify(pack.compiled),
          details: JSON.stringify(pack.details),
          source: pack.source,
        })
        .onConflict((conflict) => conflict.columns(['authority', 'pack', 'version']).doNothing())
        .execute();
      const row = await db
        .selectFrom('packs')
        .select('sha256')
        .where('authority', '=', authority)
        .where('pack', '=', pack.pack)
        .where('version', '=', pack.version)
        .executeTakeFirstOrThrow();
      if (row.sha256 !== pack.sha256)
        throw new Conflict(
          `${pack.pack}@${pack.version} is stored with other contents: give the changed pack a new version`,
        );
    },

    get: async (authority: string, pack: string, version: string): Promise<StoredPack | null> => {
      const row = await db
        .selectFrom('packs')
        .selectAll()
        .where('authority', '=', authority)
        .where('pack', '=', pack)
        .where('version', '=', version)
        .executeTakeFirst();
      return row === undefined ? null : shown(row);
    },

    /** The version under which a referral of this day is taken; null before the first. One that waits for a manager is none. */
    inForce: async (authority: string, pack: string, day: IsoDate): Promise<StoredPack | null> => {
      const row = await db
        .selectFrom('packs')
        .selectAll()
        .where('authority', '=', authority)
        .where('pack', '=', pack)
        .where('effective_from', '<=', day)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('policy_proposals as w')
                .select('w.version')
                .whereRef('w.authority', '=', 'packs.authority')
                .whereRef('w.pack', '=', 'packs.pack')
                .whereRef('w.version', '=', 'packs.version')
                .where('w.adopted_at', 'is', null),
            ),
          ),
        )
        .orderBy('effective_from', 'desc')
        .orderBy('stored_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : shown(row);
    },

    list: async (authority: string): Promise<Pick<StoredPack, 'pack' | 'version' | 'sha256' | 'effectiveFrom'>[]> => {
      const rows = await db
        .selectFrom('packs')
        .select(['pack', 'version', 'sha256', 'effective_from'])
        .where('authority', '=', authority)
        .orderBy('pack')
        .orderBy('effective_from')
        .orderBy('version')
        .execute();
      return rows.map((row) => ({
        pack: row.pack,
        version: row.version,
        sha256: row.sha256,
        effectiveFrom: row.effective_from,
      }));
    },
  };
}

const shown = (row: {
  pack: string;
  version: string;
  sha256: string;
  effective_from: IsoDate;
  compiled: CompiledPolicy;
  details: Record<RuleId, StoredRuleDetails>;
  source: string;
}): StoredPack => ({
  pack: row.pack,
  version: row.version,
  sha256: row.sha256,
  effectiveFrom: row.effective_from,
  compiled: row.compiled,
  details: row.details,
  source: row.source,
});
