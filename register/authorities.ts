import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { JsonValue } from './schema.js';

export interface Authority {
  authority: string;
  name: string;
  settings: Record<string, JsonValue>;
  /** The person who stands in for the designated safeguarding lead; null: the senior officer. */
  deputy: string | null;
}

export interface Contact {
  name: string | null;
  email: string | null;
  phone: string | null;
  /** May receive a child's details. */
  secure: boolean;
}

/** Councils, whom they write to, and how they set the service up. */
export function createAuthorities(db: Database) {
  return {
    put: async (authority: Authority): Promise<void> => {
      const row = { name: authority.name, settings: JSON.stringify(authority.settings), deputy: authority.deputy };
      await db
        .insertInto('authorities')
        .values({ authority: authority.authority, ...row })
        .onConflict((conflict) => conflict.column('authority').doUpdateSet(row))
        .execute();
    },

    get: async (authority: string): Promise<Authority | null> =>
      (await db
        .selectFrom('authorities')
        .select(['authority', 'name', 'settings', 'deputy'])
        .where('authority', '=', authority)
        .executeTakeFirst()) ?? null,

    /** Every authority of this installation: for what starts and schedules work, never for a request. */
    list: (): Promise<Authority[]> =>
      db.selectFrom('authorities').select(['authority', 'name', 'settings', 'deputy']).orderBy('authority').execute(),

    /** The address for a role of the policy: `safeguarding-contact`, `police`, `team` … */
    putContact: async (
      authority: string,
      role: string,
      contact: Contact & { webhook?: string | null },
    ): Promise<void> => {
      const row = {
        name: contact.name,
        email: contact.email,
        phone: contact.phone,
        secure: contact.secure,
        webhook: contact.webhook ?? null,
      };
      await db
        .insertInto('authority_contacts')
        .values({ authority, role, ...row })
        .onConflict((conflict) => conflict.columns(['authority', 'role']).doUpdateSet(row))
        .execute();
    },

    contacts: (authority: string): Promise<(Contact & { role: string; webhook: string | null })[]> =>
      db
        .selectFrom('authority_contacts')
        .select(['role', 'name', 'email', 'phone', 'webhook', 'secure'])
        .where('authority', '=', authority)
        .orderBy('role')
        .execute(),

    putPartner: async (
      authority: string,
      partner: string,
      contact: Contact & { name: string; active?: boolean },
    ): Promise<void> => {
      const row = {
        name: contact.name,
        email: contact.email,
        phone: contact.phone,
        secure: contact.secure,
        active: contact.active ?? true,
      };
      await db
        .insertInto('partners')
        .values({ authority, partner, ...row })
        .onConflict((conflict) => conflict.columns(['authority', 'partner']).doUpdateSet(row))
        .execute();
    },

    partners: (authority: string): Promise<(Contact & { partner: string; active: boolean })[]> =>
      db
        .selectFrom('partners')
        .select(['partner', 'name', 'email', 'phone', 'secure', 'active'])
        .where('authority', '=', authority)
        .orderBy('partner')
        .execute(),

    putSetting: async (authority: string, name: string, value: JsonValue, by: string, at: Instant): Promise<void> => {
      const row = { value: JSON.stringify(value), changed_by: by, changed_at: at };
      await db
        .insertInto('service_settings')
        .values({ authority, name, ...row })
        .onConflict((conflict) => conflict.columns(['authority', 'name']).doUpdateSet(row))
        .execute();
    },

    /** Undefined where nobody has set it. */
    setting: async (authority: string, name: string): Promise<JsonValue | undefined> =>
      (
        await db
          .selectFrom('service_settings')
          .select('value')
          .where('authority', '=', authority)
          .where('name', '=', name)
          .executeTakeFirst()
      )?.value,
  };
}
