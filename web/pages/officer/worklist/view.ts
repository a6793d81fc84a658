/** What the worklist's page shows around its rows: the filters in use, the columns and the pages. */
import type { Language } from '../../../language/language.js';
import type { NumberedPage } from '../../../../register/index.js';
import { worklistPath } from '../paths.js';
import {
  FILTERS,
  MOST_PAGES,
  SIZE,
  sortOf,
  worklistAddress,
  type FilterName,
  type List,
  type WorklistQuery,
} from './filters.js';

export type Choices = Readonly<Partial<Record<FilterName, readonly { value: string; text: string }[]>>>;

/** Which filters make sense for a list. */
export const filtersOf = (list: List): FilterName[] =>
  FILTERS.filter((name) =>
    name === 'officer'
      ? list !== 'unassigned'
      : name === 'ending'
        ? list === 'closed'
        : name === 'stage' || name === 'due'
          ? list !== 'closed'
          : true,
  );

/** The filters in use, each with the address without it. */
export function chosenFilters(
  query: WorklistQuery,
  choices: Choices,
  { dates }: Language,
): { name: FilterName; text: string; href: string }[] {
  return filtersOf(query.list).flatMap((name) => {
    const value = query[name];
    if (value === undefined) return [];
    const found = choices[name]?.find((one) => one.value === value)?.text;
    const text = found ?? (name === 'receivedFrom' || name === 'receivedTo' ? dates.day(value) : value);
    return [{ name, text, href: worklistPath.to({}, worklistAddress(query, { [name]: undefined })) }];
  });
}

/** What a form of filters takes along although it does not ask for it. */
export const keptFields = (query: WorklistQuery, asked: readonly FilterName[]): { name: string; value: string }[] =>
  Object.entries(worklistAddress(query, {}))
    .filter(([name]) => name !== 'page' && !asked.some((one) => one === name))
    .map(([name, value]) => ({ name, value }));

export interface Column {
  /** A key of the language files. */
  text: string;
  /** Where a press on it leads; null where the list cannot be sorted by it. */
  path: string | null;
  sorted: 'ascending' | 'descending' | null;
}

export function columnsOf(query: WorklistQuery): Column[] {
  const { sort, descending } = sortOf(query);
  const sortable = (by: 'due' | 'received' | 'ended', usuallyDown: boolean): Column => {
    const current = by === sort;
    const down = current ? !descending : usuallyDown;
    return {
      text: by,
      path: worklistPath.to({}, worklistAddress(query, { sort: by, order: down ? 'down' : 'up' })),
      sorted: current ? (descending ? 'descending' : 'ascending') : null,
    };
  };
  const plain = (text: string): Column => ({ text, path: null, sorted: null });
  return [
    plain('child'),
    plain('reference'),
    ...(query.list === 'closed' ? [sortable('ended', true)] : [plain('action'), sortable('due', false)]),
    sortable('received', true),
    plain('officer'),
    plain('status'),
  ];
}

export interface Pages {
  from: number;
  to: number;
  total: number;
  more: boolean;
  items: { number?: number; href?: string; current?: boolean; ellipsis?: boolean }[];
  previous: string | null;
  next: string | null;
}

/** "Showing 1 to 25 of 143", and the numbers that lead on. */
export function pagesOf(query: WorklistQuery, { rows, total, more }: NumberedPage): Pages {
  const last = Math.min(MOST_PAGES, Math.max(1, Math.ceil(total / SIZE)));
  const to = (page: number): string => worklistPath.to({}, worklistAddress(query, { page: String(page) }));
  const near = [1, query.page - 1, query.page, query.page + 1, last].filter((page) => page >= 1 && page <= last);
  const numbers = [...new Set(near)].sort((a, b) => a - b);
  const items = numbers.flatMap((number, index): Pages['items'] => {
    const before = numbers[index - 1];
    const item = { number, href: to(number), current: number === query.page };
    return before !== undefined && number - before > 1 ? [{ ellipsis: true }, item] : [item];
  });
  return {
    from: rows.length === 0 ? 0 : (query.page - 1) * SIZE + 1,
    to: (query.page - 1) * SIZE + rows.length,
    total,
    more,
    items,
    previous: query.page > 1 ? to(query.page - 1) : null,
    next: query.page < last ? to(query.page + 1) : null,
  };
}
