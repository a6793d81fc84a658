/** Who is away and who stands in: for the routes and for the pages. */
import { rolesFor } from '../../domain/permissions.js';
import type { Instant } from '../../domain/time.js';
import type { Bearer } from '../../register/index.js';
import { invalidRequest, notFound, Problem } from '../problem.js';
import type { Services } from '../services.js';
import { actingAs, actorOf, hasRole } from './actor.js';

export interface AbsenceDesk {
  /**
   * Answers the absence's id.
   * @throws Problem `not_allowed` for somebody else's without the power, `invalid_request` for who or when cannot be
   */
  record: (
    bearer: Bearer,
    of: { who: string; from: Instant; until?: Instant | undefined; deputy?: string | undefined },
  ) => Promise<string>;
  /** The person is back from an instant on. @throws Problem `not_found`, or `not_allowed` as above */
  end: (bearer: Bearer, absence: string, at: Instant) => Promise<void>;
}

export function createAbsenceDesk({ register, guard }: Pick<Services, 'register' | 'guard'>): AbsenceDesk {
  /** One's own, or as somebody who has the power over others'. */
  const mustBeTheirs = (bearer: Bearer, who: string): void => {
    actingAs(bearer, rolesFor('staffAway'));
    if (who !== bearer.person && !hasRole(bearer, ['senior', 'manager', 'administrator']))
      throw new Problem(
        'not_allowed',
        'An absence is entered by oneself, a senior officer, a manager or an administrator',
      );
  };
  return {
    record: async (bearer, { who, from, until, deputy }) => {
      const { authority } = bearer;
      mustBeTheirs(bearer, who);
      if (until !== undefined && until < from) throw invalidRequest([{ field: 'until', message: 'lies before from' }]);
      const people = await guard.within(() => register.people.list(authority));
      const unknown = [
        { field: 'who', id: who },
        { field: 'deputy', id: deputy },
      ].filter(({ id }) => id !== undefined && !people.some((person) => person.person === id && person.active));
      if (unknown.length > 0)
        throw invalidRequest(unknown.map(({ field }) => ({ field, message: 'is nobody of this authority' })));
      if (deputy === who) throw invalidRequest([{ field: 'deputy', message: 'is the person who is away' }]);
      return guard.within(() =>
        register.people.recordAbsence(authority, {
          ...{ person: who, from, until: until ?? null, deputy: deputy ?? null },
          recordedBy: actorOf(bearer),
        }),
      );
    },

    end: async (bearer, absence, at) => {
      const { authority } = bearer;
      const held = (await guard.within(() => register.people.absencesFrom(authority, at))).find(
        (one) => one.absence === absence,
      );
      if (held === undefined) throw notFound('The absence');
      mustBeTheirs(bearer, held.person);
      await guard.within(() =>
        held.from < at
          ? register.people.endAbsence(authority, absence, at)
          : register.people.dropAbsence(authority, absence),
      );
    },
  };
}
