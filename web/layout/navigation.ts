/** The links at the top of every page, by who is signed in. Each area declares its own. */
import type { Policy } from '../security/policies.js';
import type { Visitor } from '../security/visitor.js';

export interface NavigationItem {
  /** A key of the language files. */
  text: string;
  path: string;
  /** Further paths whose pages lie below it. */
  also?: readonly string[];
  /** That of the page it leads to. */
  may: Policy;
  /** What waits there; 0 shows no number. Read on every page, so one quick statement. */
  count?: (visitor: Visitor) => Promise<number>;
}

export interface ShownItem {
  text: string;
  path: string;
  count: number;
  /** `current`: this page; `within`: a page below it. */
  active: 'current' | 'within' | null;
}

/** What this visitor may go to. A count that cannot be read now leaves its link without one. */
export function navigationFor(items: readonly NavigationItem[], visitor: Visitor, path: string): Promise<ShownItem[]> {
  if (visitor.person === null) return Promise.resolve([]);
  const mine = items.filter((item) => item.may.allows(visitor));
  return Promise.all(
    mine.map(async (item) => ({
      text: item.text,
      path: item.path,
      count: (await item.count?.(visitor).catch(() => 0)) ?? 0,
      active: path === item.path ? ('current' as const) : isWithin(item, path) ? ('within' as const) : null,
    })),
  );
}

const isWithin = ({ path: top, also = [] }: NavigationItem, path: string): boolean =>
  path.startsWith(`${top}/`) || also.some((other) => path === other || path.startsWith(`${other}/`));
