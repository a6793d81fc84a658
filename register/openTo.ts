import { sql, type RawBuilder } from 'kysely';

/**
 * Which cases somebody may know of, of `worklist w` and `cases c`: all that are not restricted, and what is assigned to
 * them; null sees all.
 */
export const openTo = (person: string | null): RawBuilder<boolean> =>
  person === null ? sql<boolean>`true` : sql<boolean>`(w.assignee = ${person} or not (w.restricted or c.restricted))`;
