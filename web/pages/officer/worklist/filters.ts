/** The filters of the worklist, from its address and back into it. Nothing in them says who a child is. */
import { z } from 'zod';
import { endOfDay } from '../../../../domain/calendar/london.js';
import { isIsoDate, addDays, type Instant, type IsoDate } from '../../../../domain/time.js';
import { london } from '../../../../api/schemas/time.js';
import type { PageSort, WorklistFilter } from '../../../../register/index.js';
import type { Visitor } from '../../../security/visitor.js';

export const LISTS = ['open', 'unassigned', 'team', 'overdue', 'closed'] as const;
export type List = (typeof LISTS)[number];

export const STAGES = ['received', 'triage', 'enquiries', 'decision', 'monitoring'] as const;
export const ENDINGS = ['closed', 'inactive', 'rejected'] as const;
/** Within how many days something is due. */
export const DUE_WITHIN = ['0', '5', '10', '20'] as const;
export const SIZE = 25;
export const MOST_PAGES = 80;

const word = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .optional()
  .catch(undefined);
const day = z
  .string()
  .transform((text) => (isIsoDate(text) ? text : undefined))
  .optional()
  .catch(undefined);

/** What cannot be read is left out: an old bookmark still opens. */
export const worklistQuery = z.object({
  list: z.enum(LISTS).catch('open'),
  officer: word,
  team: word,
  stage: z.enum(STAGES).optional().catch(undefined),
  ending: z.enum(ENDINGS).optional().catch(undefined),
  risk: word,
  due: z.enum(DUE_WITHIN).optional().catch(undefined),
  receivedFrom: day,
  receivedTo: day,
  concern: z.enum(['yes']).optional().catch(undefined),
  sort: z.enum(['due', 'received', 'ended']).optional().catch(undefined),
  order: z.enum(['up', 'down']).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(MOST_PAGES).catch(1),
});

export type WorklistQuery = z.output<typeof worklistQuery>;
export const FILTERS = [
  'officer',
  'team',
  'stage',
  'ending',
  'risk',
  'due',
  'receivedFrom',
  'receivedTo',
  'concern',
] as const;
export type FilterName = (typeof FILTERS)[number];

/** The query of an address of the worklist; what is as it usually is is left out. */
export function worklistAddress(
  query: WorklistQuery,
  change: Partial<Record<FilterName | 'list' | 'sort' | 'order' | 'page', string | undefined>>,
): Record<string, string> {
  const merged: Record<string, string | number | undefined> = { ...query, page: 1, ...change };
  return Object.fromEntries(
    Object.entries(merged)
      .filter(
        ([name, value]) =>
          value !== undefined && !(name === 'list' && value === 'open') && !(name === 'page' && String(value) === '1'),
      )
      .map(([name, value]) => [name, String(value)]),
  );
}

export const sortOf = (query: WorklistQuery): { sort: PageSort; descending: boolean } => {
  const sort = query.sort ?? (query.list === 'closed' ? 'ended' : 'due');
  return { sort, descending: query.order === undefined ? sort !== 'due' : query.order === 'down' };
};

/** What the register is asked for. Null: there is nothing to ask, since the visitor is in no team. */
export function filterOf(query: WorklistQuery, visitor: Visitor, at: Instant, today: IsoDate): WorklistFilter | null {
  const { list, officer, team, stage, ending, risk, due, receivedFrom, receivedTo, concern } = query;
  if (list === 'team' && team === undefined && visitor.teams.length === 0) return null;
  const closed = list === 'closed';
  return {
    ended: closed,
    ...(ending === undefined || !closed ? {} : { status: [ending] }),
    ...(list === 'unassigned' ? { officer: null } : {}),
    ...(list === 'team' ? { team: visitor.teams } : {}),
    ...(list === 'overdue' ? { late: { at } } : {}),
    ...(officer === undefined || list === 'unassigned'
      ? {}
      : { officer: officer === 'none' ? null : officer === 'me' ? visitor.person : officer }),
    ...(team === undefined ? {} : { team }),
    ...(stage === undefined || closed ? {} : { stage: [stage] }),
    ...(risk === undefined ? {} : { risk: [risk] }),
    ...(due === undefined || closed ? {} : { dueBefore: endOf(addDays(today, Number(due))) }),
    ...(receivedFrom === undefined ? {} : { receivedFrom: endOf(addDays(receivedFrom, -1)) }),
    ...(receivedTo === undefined ? {} : { receivedBefore: endOf(receivedTo) }),
    ...(concern === undefined ? {} : { concern: true }),
  };
}

const endOf = (date: IsoDate): Instant => endOfDay(london(), date);
