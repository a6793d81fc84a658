import { z } from 'zod';
import { startOfDay } from '../../../../domain/calendar/london.js';
import { addDays } from '../../../../domain/time.js';
import { london, londonDay } from '../../../../api/schemas/time.js';
import { requestHash } from '../../../../api/enquiries/requestKey.js';
import { actorOf, hasRole } from '../../../../api/services/actor.js';
import { refuseField } from '../../../forms/errors.js';
import { aDate, optionalDate, optionalText, requiredText } from '../../../forms/fields.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { absentees, overviewNav, READ_MS } from '../overview.js';
import { awayPath, backPath, teamMemberPath } from '../paths.js';
import { shownAbsence } from '../people.js';

/** Who may enter anybody's absence, and not only their own. */
export const forOthers = (visitor: Visitor): boolean => hasRole(visitor, ['senior', 'manager', 'administrator']);

/** Who is away and who stands in, and the form to say so. */
export const awayPage = (web: WebServices): Page =>
  page({
    id: 'away',
    path: awayPath.pattern,
    may: absentees,
    audit: { action: 'absences.view', object: 'people' },
    params: nothing,
    query: nothing,
    template: 'manager/away/away.njk',
    load: async ({ visitor, at, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const [people, absences, standings] = await api.guard.within(
        () =>
          Promise.all([
            api.register.people.list(authority),
            api.register.people.absencesFrom(authority, at),
            api.register.oversight.byOfficer(authority, at),
          ]),
        READ_MS,
      );
      const all = forOthers(visitor);
      note({ rows: absences.length });
      const options = people
        .filter(({ active, roles }) => active && roles.length > 0)
        .map(({ person, name }) => ({ value: person, text: name }));
      return show({
        nav: overviewNav(language, visitor, awayPath.pattern),
        absences: absences.map((one) => ({
          ...shownAbsence(one, people, language),
          now: one.from <= at,
          cases: standings.find(({ value }) => value === one.person)?.open ?? 0,
          casesPath: all && hasRole(visitor, ['senior', 'manager']) ? teamMemberPath.to({ person: one.person }) : null,
        })),
        backPath: backPath.pattern,
        all,
        me: visitor.person,
        people: all ? options : options.filter(({ value }) => value === visitor.person),
        deputies: options,
      });
    },
    form: {
      audit: { action: 'absence.record', object: 'person' },
      fields: z.strictObject({
        who: requiredText('away.noWho', { most: 100 }),
        from: aDate({ missing: 'away.noFrom' }),
        until: optionalDate(),
        deputy: optionalText({ most: 100 }),
      }),
      act: async ({ visitor, form, at, key }) => {
        const { api } = web;
        const { from, until, deputy, who } = form;
        const people = await api.guard.within(() => api.register.people.list(visitor.authority));
        const known = (person: string) => people.some((one) => one.person === person && one.active);
        if (!known(who)) throw refuseField('who', 'away.noWho');
        if (who !== visitor.person && !forOthers(visitor)) throw refuseField('who', 'away.onlyOwn');
        if (deputy !== undefined && !known(deputy)) throw refuseField('deputy', 'away.noDeputy');
        if (deputy === who) throw refuseField('deputy', 'away.sameDeputy');
        if (until !== undefined && until < from) throw refuseField('until', 'away.backwards', 'until-day');
        if (until !== undefined && until < londonDay(at)) throw refuseField('until', 'away.over', 'until-day');
        const of = {
          who,
          from: startOfDay(london(), from),
          // The last day is a day away: back from midnight after it.
          until: until === undefined ? undefined : startOfDay(london(), addDays(until, 1)),
          deputy,
        };
        const first = { authority: visitor.authority, actor: actorOf(visitor), key };
        await api.once(first, requestHash('staffAway', of), at, async () => ({
          status: 201,
          body: { absence: await api.absences.record(visitor, of) },
        }));
        return redirectTo(awayPath.pattern, { text: 'away.done' });
      },
    },
  });
