import type { Bearer } from '../../register/index.js';
import { notFound } from '../problem.js';
import { actorOf, hasRole, READERS } from '../services/actor.js';
import type { Of } from '../services/gateway.js';
import type { OwnCases } from './ownCases.js';

/** How much of a case somebody sees: all of it, the progress of one's own referral, or that one was asked. */
export type Sight = 'all' | 'own' | 'asked';

/** A partner's ids: a named system is the partner of its name, a person is one through the team of that name. */
const partnersOf = (bearer: Bearer): string[] =>
  [...(bearer.system === null ? [] : [bearer.system]), ...bearer.teams].map((id) =>
    id.startsWith('partner:') ? id : `partner:${id}`,
  );

/** What a bearer sees of a case. Who may not know of it is told that there is none. @throws Problem `not_found` */
export async function sightOf(ownCases: OwnCases, bearer: Bearer, of: Of, demo: boolean): Promise<Sight> {
  if (hasRole(bearer, READERS)) return 'all';
  // Invented people only: somebody has to see the case that is moved in time.
  if (demo && hasRole(bearer, ['trainer'])) return 'all';
  if (hasRole(bearer, ['referrer']) && (await ownCases.find(of.authority, actorOf(bearer), of.caseId)) !== null)
    return 'own';
  if (hasRole(bearer, ['partner']) && (await ownCases.isAsked(of.authority, partnersOf(bearer), of.caseId)))
    return 'asked';
  throw notFound('The enquiry');
}
