import type { Role } from '../../domain/inputs.js';
import type { Bearer } from '../../register/index.js';
import { notFound, notSaved } from '../problem.js';
import { actorOf, hasRole, READERS } from '../services/actor.js';
import type { Gateway, Of } from '../services/gateway.js';
import { closedAmong, isClosedTo, seesRestricted } from '../services/restrictedCases.js';
import type { Services } from '../services.js';

/** How much of a case somebody sees: all of it, the progress of one's own referral, or that one was asked. */
export type Sight = 'all' | 'own' | 'asked';

/** A partner's ids: a named system is the partner of its name, a person is one through the team of that name. */
const partnersOf = (bearer: Bearer): string[] =>
  [...(bearer.system === null ? [] : [bearer.system]), ...bearer.teams].map((id) =>
    id.startsWith('partner:') ? id : `partner:${id}`,
  );

/** What a bearer sees of a case. Who may not know of it is told that there is none. @throws Problem `not_found` */
export async function sightOf(
  { register, ownCases, demo }: Pick<Services, 'register' | 'ownCases' | 'demo'>,
  bearer: Bearer,
  of: Of,
): Promise<Sight> {
  // Invented people only: somebody has to see the case that is moved in time.
  if (demo && hasRole(bearer, ['trainer'])) return 'all';
  if (hasRole(bearer, READERS) && !(await isClosed(register, bearer, of))) return 'all';
  if (hasRole(bearer, ['referrer']) && (await ownCases.find(of.authority, actorOf(bearer), of.caseId)) !== null)
    return 'own';
  if (hasRole(bearer, ['partner']) && (await ownCases.isAsked(of.authority, partnersOf(bearer), of.caseId)))
    return 'asked';
  throw notFound('The enquiry');
}

/** Those of the authority's own: they give inputs to any case that is not closed to them, seen or not. */
const INSIDERS: readonly Role[] = ['officer', 'senior', 'manager', 'dsl', 'administrator', 'auditor', 'trainer'];

/**
 * Whoever asks for something of a case, on any route, has to be one who may know of it.
 * @throws Problem `not_found`; DatabaseAway
 */
export async function mustKnowOf(
  services: Pick<Services, 'register' | 'ownCases' | 'demo'>,
  bearer: Bearer,
  of: Of,
): Promise<void> {
  if (hasRole(bearer, INSIDERS) && !(await isClosed(services.register, bearer, of))) return;
  await sightOf(services, bearer, of);
}

/**
 * The same while the register cannot be asked: the running case says whether it is restricted, and to whom it is assigned.
 * @throws Problem `not_found`, or `not_saved` where it does not answer either
 */
export async function mustKnowOfRunning(
  gateway: Gateway,
  bearer: Bearer,
  of: Of,
  how: 'ordinary' | 'urgent',
): Promise<void> {
  if (!hasRole(bearer, INSIDERS)) throw notSaved('It cannot be looked up whose enquiry this is');
  if (how === 'urgent' || seesRestricted(bearer)) return;
  const { view } = await gateway.liveInTurn(of).catch(() => {
    throw notSaved('It cannot be looked up to whom this enquiry is open');
  });
  if (isClosedTo(bearer, view)) throw notFound('The enquiry');
}

const isClosed = async (register: Services['register'], bearer: Bearer, { caseId }: Of): Promise<boolean> =>
  (await closedAmong(register, bearer, [caseId])).has(caseId);
