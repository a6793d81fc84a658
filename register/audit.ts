import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { JsonValue } from './schema.js';

export interface AuditEntry {
  at: Instant;
  /** A person or a named system; neither for a request that never signed in. */
  person?: string | null;
  system?: string | null;
  role?: string | null;
  /** `enquiry.view`, `recordCheck`, `token.issue` … */
  action: string;
  object: { kind: string; id?: string | null };
  /** The route's template, never its address. */
  route?: string | null;
  requestId?: string | null;
  /** False for what was refused. */
  allowed: boolean;
  /** Counts and codes; never personal data. */
  detail?: Record<string, JsonValue>;
}

export interface AuditFilter {
  person?: string;
  action?: string;
  objectKind?: string;
  objectId?: string;
  from?: Instant;
  until?: Instant;
  allowed?: boolean;
  /** The entries before this one, from the last page. */
  before?: number;
  limit?: number;
}

export interface AuditRow extends Required<Omit<AuditEntry, 'object' | 'detail'>> {
  auditId: number;
  object: { kind: string; id: string | null };
  detail: Record<string, JsonValue> | null;
}

/** Who looked at or changed what. Append-only. Takes a transaction too, so that a change and its entry are one. */
export function createAudit(db: Database) {
  return {
    write: (authority: string, entry: AuditEntry): Promise<void> => writeAudit(db, authority, entry),

    /** Newest first. */
    search: async (authority: string, filter: AuditFilter = {}): Promise<AuditRow[]> => {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('authority', '=', authority)
        .$if(filter.person !== undefined, (q) => q.where('person', '=', filter.person ?? ''))
        .$if(filter.action !== undefined, (q) => q.where('action', '=', filter.action ?? ''))
        .$if(filter.objectKind !== undefined, (q) => q.where('object_kind', '=', filter.objectKind ?? ''))
        .$if(filter.objectId !== undefined, (q) => q.where('object_id', '=', filter.objectId ?? ''))
        .$if(filter.from !== undefined, (q) => q.where('at', '>=', filter.from ?? ''))
        .$if(filter.until !== undefined, (q) => q.where('at', '<=', filter.until ?? ''))
        .$if(filter.allowed !== undefined, (q) => q.where('allowed', '=', filter.allowed ?? true))
        .$if(filter.before !== undefined, (q) => q.where('audit_id', '<', filter.before ?? 0))
        .orderBy('audit_id', 'desc')
        .limit(filter.limit ?? 50)
        .execute();
      return rows.map((row) => ({
        auditId: row.audit_id,
        at: row.at,
        person: row.person,
        system: row.system,
        role: row.role,
        action: row.action,
        object: { kind: row.object_kind, id: row.object_id },
        route: row.route,
        requestId: row.request_id,
        allowed: row.allowed,
        detail: row.detail,
      }));
    },
  };
}

export async function writeAudit(db: Database, authority: string, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      authority,
      at: entry.at,
      person: entry.person ?? null,
      system: entry.system ?? null,
      role: entry.role ?? null,
      action: entry.action,
      object_kind: entry.object.kind,
      object_id: entry.object.id ?? null,
      route: entry.route ?? null,
      request_id: entry.requestId ?? null,
      allowed: entry.allowed,
      detail: entry.detail === undefined ? null : JSON.stringify(entry.detail),
    })
    .execute();
}
