/** What the form is made of: the policy in force, the authority's schools, and the words of our own. */
import { notFound } from '../../../../api/problem.js';
import type { Policy } from '../../../../api/services/worlds.js';
import { londonDay } from '../../../../api/schemas/time.js';
import type { Instant, IsoDate } from '../../../../domain/time.js';
import { schoolsOf, type School } from '../../../schools.js';
import type { WebServices } from '../../../services.js';
import { flowOf, type Flow } from './flow.js';
import type { DraftData } from './draftData.js';

export interface FormWorld {
  policy: Policy;
  /** Those that the authority's settings name; none where they name none. */
  schools: readonly School[];
  authorityName: string;
  today: IsoDate;
}

const READ_MS = 5_000;

/** @throws Problem `not_found` where the authority has no policy in force, and so no form */
export async function formWorld({ api }: WebServices, authority: string, at: Instant): Promise<FormWorld> {
  const [policy, found] = await api.guard.within(
    () => Promise.all([api.worlds.inForce(authority, at), api.register.authorities.get(authority)]),
    READ_MS,
  );
  if (policy === null) throw notFound('The form');
  return { policy, schools: schoolsOf(found), authorityName: found?.name ?? '', today: londonDay(at) };
}

/** The way through the form for these answers. */
export function flowIn({ language }: WebServices, { policy, today }: FormWorld, data: DraftData): Flow {
  return flowOf(data, policy, today, language);
}
