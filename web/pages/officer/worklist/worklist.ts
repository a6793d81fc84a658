import { z } from 'zod';
import { caseId } from '../../../../api/schemas/queries.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { openToOf } from '../../../../api/services/restrictedCases.js';
import type { NumberedPage } from '../../../../register/index.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { casework, readers } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { assigners } from '../../manager/overview.js';
import { keepSelection } from '../assignSelected/selection.js';
import { assignSelectedPath, myWorkPath, searchPath, worklistPath } from '../paths.js';
import {
  DUE_WITHIN,
  ENDINGS,
  filterOf,
  LISTS,
  SIZE,
  sortOf,
  STAGES,
  worklistAddress,
  worklistQuery,
  type FilterName,
  type List,
} from './filters.js';
import { listedCase, ruleTitles } from './rows.js';
import { chosenFilters, columnsOf, filtersOf, keptFields, pagesOf, type Choices } from './view.js';

const READ_MS = 5_000;
const NOTHING: NumberedPage = { rows: [], total: 0, more: false };
/** The two that people use most, above the table as well: they look for them there. */
const QUICK: readonly FilterName[] = ['officer', 'stage'];

/** Every case of the authority that is open to whoever asks: filtered, sorted and in numbered pages. */
export const worklistPage = (web: WebServices): Page =>
  page({
    id: 'worklist',
    path: worklistPath.pattern,
    may: readers,
    audit: { action: 'worklist.view', object: 'worklist' },
    params: nothing,
    query: worklistQuery,
    template: 'officer/worklist/worklist.njk',
    load: async ({ visitor, query, at, note }) => {
      const { api } = web;
      const { authority } = visitor;
      const filter = filterOf(query, visitor, at, londonDay(at));
      const request = { ...sortOf(query), page: query.page, size: SIZE, openTo: openToOf(visitor) };
      const [found, people, teams, policy] = await api.guard.within(
        () =>
          Promise.all([
            filter === null ? NOTHING : api.register.worklistPages.page(authority, { ...request, filter }),
            api.register.people.list(authority),
            api.register.people.teams(authority),
            api.worlds.inForce(authority, at),
          ]),
        READ_MS,
      );
      const title = await ruleTitles(api.worlds, authority, found.rows);
      note({ rows: found.rows.length, list: query.list });
      const asked = filtersOf(query.list);
      const quick = QUICK.filter((name) => asked.includes(name));
      const triage = policy?.compiled.triage ?? null;
      const choices = choicesOf(web, visitor, {
        officers: people.filter(({ active, roles }) => active && roles.some((role) => CASEWORK.includes(role))),
        teams,
        risks: triage === null ? [] : [triage.level, triage.otherwise],
      });
      return show({
        list: query.list,
        tabs: tabsOf(query.list, visitor),
        noTeam: filter === null,
        query,
        choices,
        asked,
        quick,
        chosen: chosenFilters(query, choices, web.language),
        clearPath: worklistPath.to({}, query.list === 'open' ? {} : { list: query.list }),
        kept: keptFields(query, asked),
        keptByQuick: keptFields(query, quick),
        cases: found.rows.map((row) => listedCase(row, title, people)),
        columns: columnsOf(query),
        pages: pagesOf(query, found),
        searchPath: searchPath.pattern,
        selects: query.list !== 'closed' && assigners.allows(visitor),
      });
    },
    form: {
      may: assigners,
      audit: { action: 'reassign.choose', object: 'worklist' },
      fields: z.strictObject({
        cases: z.preprocess(
          (value) => (value === undefined ? [] : [value].flat()),
          z.array(caseId).min(1, 'worklist.noneSelected').max(SIZE, 'errors.notAChoice'),
        ),
      }),
      act: ({ form, session, query, note }) => {
        note({ cases: form.cases.length });
        const back = worklistPath.to({}, worklistAddress(query, { page: String(query.page) }));
        keepSelection(session, { cases: form.cases, back });
        return Promise.resolve(redirectTo(assignSelectedPath.pattern));
      },
    },
  });

const CASEWORK: readonly string[] = casework.roles ?? [];

/** The lists that worklist and "My work" lead to. */
export const tabsOf = (active: List | 'mine', visitor: Visitor) => [
  ...(casework.allows(visitor) ? [{ text: 'myWork.nav', path: myWorkPath.pattern, active: active === 'mine' }] : []),
  ...LISTS.map((list) => ({
    text: `worklist.lists.${list}`,
    path: worklistPath.to({}, list === 'open' ? {} : { list }),
    active: list === active,
  })),
];

function choicesOf(
  { language }: WebServices,
  visitor: Visitor,
  known: {
    officers: readonly { person: string; name: string }[];
    teams: readonly { team: string; name: string }[];
    risks: readonly string[];
  },
): Choices {
  const { say } = language;
  return {
    officer: [
      ...(casework.allows(visitor) ? [{ value: 'me', text: say('worklist.me') }] : []),
      { value: 'none', text: say('case.nobody') },
      ...known.officers.map(({ person, name }) => ({ value: person, text: name })),
    ],
    team: known.teams.map(({ team, name }) => ({ value: team, text: name })),
    stage: STAGES.map((stage) => ({ value: stage, text: say(`stages.${stage}`) })),
    ending: ENDINGS.map((ending) => ({ value: ending, text: say(`status.${ending}`) })),
    risk: known.risks.map((risk) => ({ value: risk, text: risk })),
    due: DUE_WITHIN.map((days) => ({ value: days, text: say(`worklist.within.${days}`) })),
    concern: [{ value: 'yes', text: say('worklist.concernYes') }],
  };
}
