import { sql, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Stage, Status } from '../domain/state.js';
import type { Instant, IsoDate } from '../domain/time.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Database } from './database.js';
import { openTo } from './openTo.js';
import type { Schema, WorklistRow } from './schema.js';

export interface WorklistFilter {
  status?: readonly Status[];
  stage?: readonly Stage[];
  risk?: readonly string[];
  /** The assigned person; null: cases without one. */
  officer?: string | null;
  /** Cases of the members of a team, or of any of several. */
  team?: string | readonly string[];
  /** Whether it has ended. */
  ended?: boolean;
  /** Something of the authority's own is past its time; true needs `at`. */
  late?: { at: Instant };
  dueBefore?: Instant;
  receivedFrom?: Instant;
  receivedBefore?: Instant;
  /** With a concern that nobody has resolved. */
  concern?: boolean;
  restricted?: boolean;
  policy?: string;
  /** What people quote; capital letters or not. */
  reference?: string;
}

/** `due`: the next deadline first, cases without one last; `received`: the newest first; `late`: the longest late first. */
export type WorklistSort = 'due' | 'received' | 'late';

export interface WorklistEntry extends Omit<WorklistRow, 'authority'> {
  reference: string;
  rehearsed: boolean;
  next_wake: Instant | null;
  given_name: string | null;
  family_name: string | null;
  date_of_birth: IsoDate | null;
}

export interface WorklistPage {
  rows: WorklistEntry[];
  /** For the next page; null at the end. */
  cursor: string | null;
}

const OPEN: readonly Status[] = ['received', 'open'];

/** Lists of cases. One statement each, never a question to a workflow. */
export function createWorklist(db: Database) {
  return {
    /** A page of cases. Throws `InvalidCursor`. */
    list: async (
      authority: string,
      {
        filter = {},
        sort = 'due',
        cursor,
        limit = 25,
        openTo: who = null,
      }: {
        filter?: WorklistFilter;
        sort?: WorklistSort;
        cursor?: string;
        limit?: number;
        /** Who looks, where restricted cases that are not assigned to them are not theirs to know of. */
        openTo?: string | null;
      } = {},
    ): Promise<WorklistPage> => {
      const column = { due: 'w.next_due_at', received: 'w.received_at', late: 'w.late_since' } as const;
      const by = column[sort];
      const place = cursor === undefined ? null : readCursor(cursor, sort);
      const newestFirst = sort === 'received';
      const rows = await db
        .selectFrom('worklist as w')
        .innerJoin('cases as c', (join) =>
          join.onRef('c.authority', '=', 'w.authority').onRef('c.case_id', '=', 'w.case_id'),
        )
        .leftJoin('subjects as s', (join) =>
          join.onRef('s.authority', '=', 'w.authority').onRef('s.case_id', '=', 'w.case_id'),
        )
        .selectAll('w')
        .select(['c.reference', 'c.rehearsed', 'c.next_wake', 's.given_name', 's.family_name', 's.date_of_birth'])
        .select(sql<boolean>`w.restricted or c.restricted`.as('restricted'))
        .where((where) => where.and(worklistConditions(where, authority, filter)))
        .where(openTo(who))
        .$if(sort === 'late', (q) => q.where('w.late_since', 'is not', null))
        .$if(place !== null, (q) =>
          q.where((where) => {
            const id = place?.id ?? '';
            const value = place?.value ?? null;
            if (value === null) return where.and([where(by, 'is', null), where('w.case_id', '>', id)]);
            if (newestFirst) return sql<SqlBool>`(w.received_at, w.case_id) < (${value}::timestamptz, ${id})`;
            return where.or([
              where.and([where(by, '>=', value), where.or([where(by, '>', value), where('w.case_id', '>', id)])]),
              ...(sort === 'due' ? [where(by, 'is', null)] : []),
            ]);
          }),
        )
        .orderBy(by, newestFirst ? 'desc' : (order) => order.asc().nullsLast())
        .orderBy('w.case_id', newestFirst ? 'desc' : 'asc')
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const more = rows.length > limit && last !== undefined;
      const value = { due: last?.next_due_at, received: last?.received_at, late: last?.late_since }[sort] ?? null;
      return {
        rows: page.map(({ authority: _authority, ...row }) => row),
        cursor: more ? writeCursor({ sort, value, id: last.case_id }) : null,
      };
    },

    /** How many cases a filter finds. */
    count: async (authority: string, filter: WorklistFilter = {}): Promise<number> => {
      const row = await db
        .selectFrom('worklist as w')
        .select((select) => select.fn.countAll<number>().as('cases'))
        .where((where) => where.and(worklistConditions(where, authority, filter)))
        .executeTakeFirstOrThrow();
      return row.cases;
    },

    /** One case as the lists show it; null where the record has nothing of it yet. */
    find: async (authority: string, caseId: string): Promise<WorklistRow | null> =>
      (await db
        .selectFrom('worklist')
        .selectAll()
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .executeTakeFirst()) ?? null,

    /** Open cases of each officer; null is nobody's. */
    workload: (authority: string): Promise<{ assignee: string | null; open: number; late: number }[]> =>
      db
        .selectFrom('worklist')
        .select(['assignee', sql<number>`count(*)`.as('open'), sql<number>`count(late_since)`.as('late')])
        .where('authority', '=', authority)
        .where('ended_at', 'is', null)
        .groupBy('assignee')
        .orderBy('assignee')
        .execute(),
  };
}

export type WorklistWhere = ExpressionBuilder<Schema & { w: Schema['worklist'] }, 'w'>;

/** What a filter means in SQL, for whoever lists cases. */
export function worklistConditions(where: WorklistWhere, authority: string, filter: WorklistFilter) {
  const { status, late, team } = filter;
  return [
    where('w.authority', '=', authority),
    ...(status === undefined ? [] : [where('w.status', 'in', [...status])]),
    // The same thing said again, so that the index of open cases serves.
    ...(status?.every((one) => OPEN.includes(one)) === true ? [where('w.ended_at', 'is', null)] : []),
    ...(filter.ended === undefined ? [] : [where('w.ended_at', filter.ended ? 'is not' : 'is', null)]),
    ...(filter.stage === undefined ? [] : [where('w.stage', 'in', [...filter.stage])]),
    ...(filter.risk === undefined ? [] : [where('w.risk', 'in', [...filter.risk])]),
    ...(filter.officer === undefined
      ? []
      : [filter.officer === null ? where('w.assignee', 'is', null) : where('w.assignee', '=', filter.officer)]),
    ...(team === undefined
      ? []
      : [
          where.exists(
            where
              .selectFrom('team_members as t')
              .select('t.person')
              .whereRef('t.authority', '=', 'w.authority')
              .whereRef('t.person', '=', 'w.assignee')
              .where('t.team', 'in', [...(typeof team === 'string' ? [team] : team)]),
          ),
        ]),
    ...(late === undefined
      ? []
      : [
          where('w.ended_at', 'is', null),
          where.or([where('w.late_since', 'is not', null), where('w.next_due_at', '<', late.at)]),
        ]),
    ...(filter.dueBefore === undefined ? [] : [where('w.next_due_at', '<', filter.dueBefore)]),
    ...(filter.receivedFrom === undefined ? [] : [where('w.received_at', '>=', filter.receivedFrom)]),
    ...(filter.receivedBefore === undefined ? [] : [where('w.received_at', '<', filter.receivedBefore)]),
    ...(filter.concern === undefined ? [] : [where('w.open_concerns', filter.concern ? '>' : '=', 0)]),
    ...(filter.restricted === undefined ? [] : [where('w.restricted', '=', filter.restricted)]),
    ...(filter.policy === undefined ? [] : [where('w.policy', '=', filter.policy)]),
    ...(filter.reference === undefined
      ? []
      : [
          where.exists(
            where
              .selectFrom('cases as named')
              .select('named.case_id')
              .whereRef('named.authority', '=', 'w.authority')
              .whereRef('named.case_id', '=', 'w.case_id')
              .where('named.reference', '=', filter.reference.toUpperCase()),
          ),
        ]),
  ];
}
