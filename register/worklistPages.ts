import { sql } from 'kysely';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import { openTo } from './openTo.js';
import { worklistConditions, type WorklistEntry, type WorklistFilter } from './worklist.js';

/** `due`: by what is late or due first; `received`; `ended`. */
export type PageSort = 'due' | 'received' | 'ended';

export interface PageRequest {
  filter: WorklistFilter;
  sort: PageSort;
  /** The latest first. */
  descending: boolean;
  /** 1 is the first page. */
  page: number;
  size: number;
  /** Who looks, where restricted cases that are not assigned to them are not theirs to know of; null sees all. */
  openTo: string | null;
}

export interface NumberedPage {
  rows: (WorklistEntry & { first_date: Instant | null })[];
  /** How many the filter finds, up to `MOST_COUNTED`. */
  total: number;
  /** There are more than `total`. */
  more: boolean;
}

/** Nobody turns eighty pages; to count further costs more than the page itself. */
export const MOST_COUNTED = 2_000;

/** The worklist in numbered pages, for people who turn them. */
export function createWorklistPages(db: Database) {
  const found = (authority: string, { filter, openTo: who }: Pick<PageRequest, 'filter' | 'openTo'>) =>
    db
      .selectFrom('worklist as w')
      .innerJoin('cases as c', (join) =>
        join.onRef('c.authority', '=', 'w.authority').onRef('c.case_id', '=', 'w.case_id'),
      )
      .where((where) => where.and(worklistConditions(where, authority, filter)))
      .where(openTo(who));

  return {
    page: async (authority: string, request: PageRequest): Promise<NumberedPage> => {
      const { sort, descending, page, size } = request;
      const firstDate = sql<Instant | null>`least(w.late_since, w.next_due_at)`;
      const by = { due: firstDate, received: sql`w.received_at`, ended: sql`w.ended_at` }[sort];
      const rows = await found(authority, request)
        .leftJoin('subjects as s', (join) =>
          join.onRef('s.authority', '=', 'w.authority').onRef('s.case_id', '=', 'w.case_id'),
        )
        .selectAll('w')
        .select(['c.reference', 'c.rehearsed', 'c.next_wake', 's.given_name', 's.family_name', 's.date_of_birth'])
        .select(sql<boolean>`w.restricted or c.restricted`.as('restricted'))
        .select(firstDate.as('first_date'))
        .orderBy(by, descending ? 'desc' : 'asc')
        .orderBy('w.case_id', descending ? 'desc' : 'asc')
        .limit(size)
        .offset((page - 1) * size)
        .execute();
      const counted = await db
        .selectFrom(
          found(authority, request)
            .select(sql`1`.as('one'))
            .limit(MOST_COUNTED + 1)
            .as('some'),
        )
        .select((select) => select.fn.countAll<number>().as('cases'))
        .executeTakeFirstOrThrow();
      return {
        rows: rows.map(({ authority: _authority, ...row }) => row),
        total: Math.min(counted.cases, MOST_COUNTED),
        more: counted.cases > MOST_COUNTED,
      };
    },
  };
}
