import { eventWords } from '../../../../config/caseWords/eventWords.js';
import { createNames } from '../../../../config/caseWords/names.js';
import { idWords } from '../../../../config/caseWords/words.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { openToOf } from '../../../../api/services/restrictedCases.js';
import type { EventType } from '../../../../domain/events.js';
import { addSeconds } from '../../../../domain/time.js';
import type { ChangeRow } from '../../../../register/index.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { casework } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { completeTaskPath } from '../../caseActions/paths.js';
import { childName } from '../case/frame.js';
import { whoIs } from '../case/openCase.js';
import { taskTitle } from '../case/taskTitle.js';
import { messagesPath, myWorkPath, searchPath, timelinePath, worklistPath } from '../paths.js';
import { listedCase, ruleTitles } from '../worklist/rows.js';
import { tabsOf } from '../worklist/worklist.js';

const READ_MS = 5_000;
const CASES = 50;
const ITEMS = 20;
const OPEN = ['received', 'open'] as const;
const DAY_SECONDS = 86_400;
/** Somebody who comes back after a long weekend still sees what changed. */
const CHANGED_DAYS = 5;
/** What is worth telling an officer; what the clock does by itself stands in the deadlines. */
const TOLD: readonly EventType[] = [
  'referralReceived',
  'referralJoined',
  'duplicateProposed',
  'deadlineShortened',
  'deadlineRecalculated',
  'deadlineBreached',
  'breachWithdrawn',
  'checkRecorded',
  'checkAttempted',
  'checkAdded',
  'checkNotApplicable',
  'factRecorded',
  'concernRaised',
  'concernAcknowledged',
  'concernResolved',
  'partnerReplied',
  'noticeServed',
  'gateOverridden',
  'adviceGiven',
  'outcomeProposed',
  'outcomeDecided',
  'caseReopened',
  'assigned',
  'policyAdopted',
  'calendarChanged',
  'noteAdded',
];

/** What waits for whoever asks, what is due, and what others did on their cases. */
export const myWorkPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'myWork',
    path: myWorkPath.pattern,
    may: casework,
    audit: { action: 'worklist.view', object: 'worklist' },
    params: nothing,
    query: nothing,
    template: 'officer/myWork/myWork.njk',
    load: async ({ visitor, at, note }) => {
      const { authority } = visitor;
      const person = visitor.person ?? '';
      const [due, people, absences, changed, stranded] = await api.guard.within(
        () =>
          Promise.all([
            api.register.worklistPages.page(authority, {
              filter: { officer: person, ended: false },
              ...{ sort: 'due', descending: false, page: 1, size: CASES, openTo: person },
            }),
            api.register.people.list(authority),
            api.register.people.absencesAt(authority, at),
            api.register.officerWork.changes(authority, person, {
              since: addSeconds(at, -CHANGED_DAYS * DAY_SECONDS),
              types: TOLD,
              onlyOfPeople: OF_PEOPLE,
              limit: ITEMS,
            }),
            api.register.officerWork.stranded(authority, person, ITEMS),
          ]),
        READ_MS,
      );
      /** By name, where whoever asks may know it. */
      const childrenOf = async (ids: readonly string[]): Promise<(caseId: string) => string | null> => {
        const rows = await api.guard.within(() => api.register.oversight.named(authority, ids), READ_MS);
        const named = new Map(rows.map((row) => [row.caseId, namedCase(visitor, row).child]));
        return (caseId) => named.get(caseId) ?? null;
      };
      const standsInFor = absences.filter(({ deputy }) => deputy === person).map((absence) => absence.person);
      const openTo = openToOf(visitor);
      const tasks = (
        await api.guard.within(
          () =>
            Promise.all(
              [person, ...standsInFor].map((officer) =>
                api.register.waiting.tasks(authority, { for: 'officer', officer, limit: ITEMS, openTo }),
              ),
            ),
          READ_MS,
        )
      ).flat();
      const title = await ruleTitles(api.worlds, authority, [...due.rows, ...tasks, ...changed, ...stranded]);
      const childOf = await childrenOf(tasks.map((task) => task.case));
      note({ rows: due.rows.length });
      const cases = due.rows.map((row) => listedCase(row, title, people));
      const concerns = cases.filter(({ action }) => action.key === 'acknowledgeConcern');
      const today = londonDay(at);
      return show({
        tabs: tabsOf('mine', visitor),
        searchPath: searchPath.pattern,
        concerns: concerns.map((one) => ({
          ...one,
          callBy: tasks.find((task) => isCall(task) && task.case === one.caseId)?.dueAt ?? null,
        })),
        decisions: cases.filter(({ action }) => DECISIONS.includes(action.key)),
        late: cases.filter((one) => one.due !== null && one.due < today),
        due: cases.filter((one) => one.due === null || one.due >= today),
        columns: ['child', 'reference', 'action', 'due', 'status'].map((text) => ({ text, path: null, sorted: null })),
        more: due.total > CASES ? due.total : 0,
        allPath: worklistPath.to({}, { officer: 'me' }),
        tasks: tasks
          .filter((task) => !isCall(task) || !concerns.some(({ caseId }) => caseId === task.case))
          .map((task) => ({
            path: completeTaskPath.to({ case: task.case, kind: task.kind, rule: task.rule }),
            title: taskTitle(language, task.kind, title(task.policy, task.rule)),
            reference: task.reference,
            child: childOf(task.case),
            due: task.due ?? (task.dueAt === null ? null : londonDay(task.dueAt)),
            instead: task.assignee === person || task.assignee === null ? null : whoIs(task.assignee, people, language),
          })),
        changes: byCase(changed).map(([first, ...rest]) => ({
          path: timelinePath.to({ case: first.caseId }),
          child: childName({ given_name: first.givenName, family_name: first.familyName }),
          reference: first.reference,
          events: [first, ...rest].map((row) => ({
            at: row.event.at,
            by: row.event.by === 'system' ? null : whoIs(row.event.by, people, language),
            // What was written stands with the case; here it is only told that something was.
            what: eventWords(
              row.event,
              createNames(
                {
                  rule: (id) => title(row.policy, id),
                  contacts: [],
                  person: (id) => whoIs(id, people, language),
                  text: () => '…',
                },
                language,
              ),
              language,
            ).what,
            about: aboutOf(row, title),
          })),
        })),
        stranded: stranded.map((row) => ({
          path: messagesPath.to({ case: row.caseId }),
          child: childName({ given_name: row.givenName, family_name: row.familyName }),
          reference: row.reference,
          title: title(row.policy, row.rule) || idWords(row.purpose, language),
          state: row.state,
          nextTryAt: row.nextTryAt,
        })),
      });
    },
  });

/** The call that a concern asks for: said with the concern itself. */
const isCall = ({ kind }: { kind: string }): boolean => kind === 'referConcern';

const DECISIONS: readonly string[] = ['decideReferral', 'decideRejection', 'decideDuplicate'];

/** What the system works out by itself, such as a fact that follows from another, is no news. */
const OF_PEOPLE: readonly EventType[] = ['factRecorded', 'checkRecorded', 'checkNotApplicable'];

/** The changes of one case together, where its newest stands. */
function byCase(rows: readonly ChangeRow[]): [ChangeRow, ...ChangeRow[]][] {
  const groups = new Map<string, [ChangeRow, ...ChangeRow[]]>();
  for (const row of rows) {
    const group = groups.get(row.caseId);
    if (group === undefined) groups.set(row.caseId, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** Which check or deadline it was. A rule of Rollcall itself only says again what happened. */
function aboutOf({ event, policy }: ChangeRow, title: (policy: string, rule: string) => string): string {
  const rule = 'rule' in event ? (event.rule ?? '') : '';
  return rule.startsWith('SYS-') ? '' : title(policy, rule);
}

/** How many of somebody's cases are late: the number beside "My work". */
export const myOverdue =
  ({ api }: WebServices) =>
  ({ authority, person }: Visitor): Promise<number> =>
    api.guard.within(() =>
      api.register.worklist.count(authority, { officer: person, status: OPEN, late: { at: api.now() } }),
    );
