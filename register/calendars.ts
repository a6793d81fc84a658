import { sql } from 'kysely';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { CalendarData } from './schema.js';

export interface StoredCalendar {
  calendar: string;
  /** 1, 2, 3 … without a gap. */
  version: number;
  data: CalendarData;
  /** Why this version came. */
  reason: string;
  storedBy: string;
  storedAt: Instant;
}

/** Calendars by version: bank holidays, closure days, schools' years. A version never changes. */
export function createCalendars(db: Database) {
  const latest = async (authority: string, calendar: string): Promise<StoredCalendar | null> => {
    const row = await db
      .selectFrom('calendars')
      .selectAll()
      .where('authority', '=', authority)
      .where('calendar', '=', calendar)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : shown(row);
  };
  return {
    latest,

    /** Stores the calendar as it is from now on. Unchanged data makes no new version. Answers the version it has. */
    store: (
      authority: string,
      calendar: { calendar: string; data: CalendarData; reason: string; storedBy: string },
    ): Promise<{ version: number; changed: boolean }> =>
      db.transaction().execute(async (tx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${`${authority} calendar ${calendar.calendar}`}, 0))`.execute(
          tx,
        );
        const data = JSON.stringify(calendar.data);
        const last = await tx
          .selectFrom('calendars')
          .select(['version', 'data'])
          .where('authority', '=', authority)
          .where('calendar', '=', calendar.calendar)
          .orderBy('version', 'desc')
          .limit(1)
          .executeTakeFirst();
        if (last !== undefined && JSON.stringify(last.data) === data) return { version: last.version, changed: false };
        const version = (last?.version ?? 0) + 1;
        await tx
          .insertInto('calendars')
          .values({
            authority,
            calendar: calendar.calendar,
            version,
            data,
            reason: calendar.reason,
            stored_by: calendar.storedBy,
          })
          .execute();
        return { version, changed: true };
      }),

    version: async (authority: string, calendar: string, version: number): Promise<StoredCalendar | null> => {
      const row = await db
        .selectFrom('calendars')
        .selectAll()
        .where('authority', '=', authority)
        .where('calendar', '=', calendar)
        .where('version', '=', version)
        .executeTakeFirst();
      return row === undefined ? null : shown(row);
    },

    /** The versions of one, the newest first, without their days. */
    history: async (
      authority: string,
      calendar: string,
      limit = 100,
    ): Promise<Omit<StoredCalendar, 'data' | 'calendar'>[]> => {
      const rows = await db
        .selectFrom('calendars')
        .select(['version', 'reason', 'stored_by', 'stored_at'])
        .where('authority', '=', authority)
        .where('calendar', '=', calendar)
        .orderBy('version', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        version: row.version,
        reason: row.reason,
        storedBy: row.stored_by,
        storedAt: row.stored_at,
      }));
    },

    /** The newest version of each. */
    list: async (authority: string): Promise<StoredCalendar[]> => {
      const rows = await db
        .selectFrom('calendars')
        .selectAll()
        .distinctOn('calendar')
        .where('authority', '=', authority)
        .orderBy('calendar')
        .orderBy('version', 'desc')
        .execute();
      return rows.map(shown);
    },
  };
}

const shown = (row: {
  calendar: string;
  version: number;
  data: CalendarData;
  reason: string;
  stored_by: string;
  stored_at: Instant;
}): StoredCalendar => ({
  calendar: row.calendar,
  version: row.version,
  data: row.data,
  reason: row.reason,
  storedBy: row.stored_by,
  storedAt: row.stored_at,
});
