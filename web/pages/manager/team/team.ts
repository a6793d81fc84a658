import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { assigners, overviewNav, READ_MS } from '../overview.js';
import { awayPath, teamMemberPath, teamPath } from '../paths.js';
import { canHaveCases, shownAbsence } from '../people.js';

/** Who has how many cases, who is away, and the way to give cases to others. */
export const teamPage = (web: WebServices): Page =>
  page({
    id: 'team',
    path: teamPath.pattern,
    may: assigners,
    audit: { action: 'team.view', object: 'people' },
    params: nothing,
    query: nothing,
    template: 'manager/team/team.njk',
    load: async ({ visitor, at, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const [people, teams, standings, absences] = await api.guard.within(
        () =>
          Promise.all([
            api.register.people.list(authority),
            api.register.people.teams(authority),
            api.register.oversight.byOfficer(authority, at),
            api.register.people.absencesAt(authority, at),
          ]),
        READ_MS,
      );
      const of = (person: string | null) => standings.find(({ value }) => value === person) ?? { open: 0, late: 0 };
      // Somebody who has left, or has another role now, may still have cases: they have to be seen.
      const shown = people.filter((one) => canHaveCases(one) || of(one.person).open > 0);
      note({ rows: shown.length });
      const unassigned = of(null);
      return show({
        nav: overviewNav(language, visitor, teamPath.pattern),
        awayPath: awayPath.pattern,
        nobody: { ...unassigned, path: teamMemberPath.to({ person: 'none' }) },
        people: shown.map((one) => {
          const absence = absences.find(({ person }) => person === one.person);
          return {
            name: one.name,
            path: teamMemberPath.to({ person: one.person }),
            teams: one.teams.map((team) => teams.find((known) => known.team === team)?.name ?? team),
            gone: !canHaveCases(one),
            open: of(one.person).open,
            late: of(one.person).late,
            away: absence === undefined ? null : shownAbsence(absence, people, language),
          };
        }),
      });
    },
  });
