import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '../domain/inputs.js';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import { staff } from './people.js';

export type TokenOwner =
  | { person: string }
  /** A named system, such as a school's software, with roles of its own. */
  | { system: string; roles: readonly Role[] };

/** Who a token speaks for, at this instant. */
export interface Bearer {
  authority: string;
  token: string;
  person: string | null;
  system: string | null;
  /** What a person is shown as. */
  name: string;
  roles: Role[];
  teams: string[];
}

export interface TokenRow {
  token: string;
  label: string;
  person: string | null;
  system: string | null;
  expiresAt: Instant;
  revokedAt: Instant | null;
  createdAt: Instant;
}

const SECRET_BYTES = 32;
const SHAPE = /^rollcall_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

export function createTokens(db: Database) {
  return {
    /** Answers the token once; only the SHA-256 of its secret is kept. */
    issue: async (
      authority: string,
      owner: TokenOwner,
      { label, expiresAt }: { label: string; expiresAt: Instant },
    ): Promise<{ token: string; text: string }> => {
      const token = randomBytes(8).toString('hex');
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      await db
        .insertInto('tokens')
        .values({
          authority,
          token,
          hash: hashOf(secret),
          person: 'person' in owner ? owner.person : null,
          system: 'system' in owner ? owner.system : null,
          system_roles: 'system' in owner ? JSON.stringify(owner.roles) : null,
          label,
          expires_at: expiresAt,
          revoked_at: null,
        })
        .execute();
      return { token, text: `rollcall_${token}_${secret}` };
    },

    /**
     * Who presents this token; null for one that is unknown, wrong, expired or revoked, or whose person has left. The
     * one query without an authority: the token is what tells which. Roles are those of this moment.
     */
    verify: async (text: string, at: Instant): Promise<Bearer | null> => {
      const [, token, secret] = SHAPE.exec(text) ?? [];
      if (token === undefined || secret === undefined) return null;
      const row = await db.selectFrom('tokens').selectAll().where('token', '=', token).executeTakeFirst();
      // An unknown token costs the same comparison as a known one.
      const right = timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(row?.hash ?? hashOf('')));
      if (row === undefined || !right || row.revoked_at !== null || row.expires_at <= at) return null;
      const of = { authority: row.authority, token: row.token };
      if (row.person === null)
        return {
          ...of,
          person: null,
          system: row.system,
          name: row.system ?? '',
          roles: row.system_roles ?? [],
          teams: [],
        };
      const person = await staff(db, row.authority).where('p.person', '=', row.person).executeTakeFirst();
      if (person?.active !== true) return null;
      return {
        ...of,
        person: person.person,
        system: null,
        name: person.name,
        roles: person.roles,
        teams: person.teams,
      };
    },

    /** Takes effect at the next request. False where there is no such token in force. */
    revoke: async (authority: string, token: string, at: Instant): Promise<boolean> => {
      const row = await db
        .updateTable('tokens')
        .set({ revoked_at: at })
        .where('authority', '=', authority)
        .where('token', '=', token)
        .where('revoked_at', 'is', null)
        .returning('token')
        .executeTakeFirst();
      return row !== undefined;
    },

    list: async (authority: string): Promise<TokenRow[]> => {
      const rows = await db
        .selectFrom('tokens')
        .select(['token', 'label', 'person', 'system', 'expires_at', 'revoked_at', 'created_at'])
        .where('authority', '=', authority)
        .orderBy('created_at')
        .orderBy('token')
        .execute();
      return rows.map((row) => ({
        token: row.token,
        label: row.label,
        person: row.person,
        system: row.system,
        expiresAt: row.expires_at,
        revokedAt: row.revoked_at,
        createdAt: row.created_at,
      }));
    },
  };
}

/** The secret has 256 random bits, so a plain hash cannot be searched; no salt, no slow hash. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
