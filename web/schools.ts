import { z } from 'zod';
import type { Authority } from '../register/index.js';

export interface School {
  id: string;
  name: string;
}

const settings = z.object({
  schools: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .optional()
    .catch(undefined),
});

/** The schools that an authority's settings name; none where they name none. */
export const schoolsOf = (authority: Authority | null): School[] =>
  settings.catch({}).parse(authority?.settings ?? {}).schools ?? [];

/** A case's school in words: a record holds the id of one in the authority's settings, or whatever name was written. */
export const schoolName = (schools: readonly School[], school: string): string =>
  schools.find(({ id }) => id === school)?.name ?? school;
