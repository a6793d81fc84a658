import { eventWords } from '../../../../config/caseWords/eventWords.js';
import { createNames } from '../../../../config/caseWords/names.js';
import { idWords } from '../../../../config/caseWords/words.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { openToOf } from '../../../../api/services/restrictedCases.js';
import type { EventType } from '../../../../domain/events.js';
import { addSeconds } from '../../../../domain/time.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { casework } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { completeTaskPath } from '../../caseActions/paths.js';
import { childName } from '../case/frame.js';
import { whoIs } from '../case/openCase.js';
import { messagesPath, myWorkPath, timelinePath, worklistPath } from '../paths.js';
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
              limit: ITEMS,
            }),
            api.register.officerWork.stranded(authority, person, ITEMS),
          ]),
        READ_MS,
      );
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
      note({ rows: due.rows.length });
      const cases = due.rows.map((row) => listedCase(row, title, people));
      const today = londonDay(at);
      return show({
        tabs: tabsOf('mine', visitor),
        concerns: cases.filter(({ action }) => action.key === 'acknowledgeConcern'),
        decisions: cases.filter(({ action }) => DECISIONS.includes(action.key)),
        late: cases.filter((one) => one.due !== null && one.due < today),
        due: cases.filter((one) => one.due === null || one.due >= today),
        columns: ['child', 'reference', 'action', 'due', 'status'].map((text) => ({ text, path: null, sorted: null })),
        more: due.total > CASES ? due.total : 0,
        allPath: worklistPath.to({}, { officer: 'me' }),
        tasks: tasks.map((task) => ({
          path: completeTaskPath.to({ case: task.case, kind: task.kind, rule: task.rule }),
          title: title(task.policy, task.rule) || idWords(task.kind, language),
          reference: task.reference,
          child: cases.find(({ caseId }) => caseId === task.case)?.child ?? null,
          due: task.due ?? (task.dueAt === null ? null : londonDay(task.dueAt)),
          instead: task.assignee === person || task.assignee === null ? null : whoIs(task.assignee, people, language),
        })),
        changes: changed.map((row) => ({
          path: timelinePath.to({ case: row.caseId }),
          child: childName({ given_name: row.givenName, family_name: row.familyName }),
          reference: row.reference,
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
          about: 'rule' in row.event ? title(row.policy, row.event.rule ?? '') : '',
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

const DECISIONS: readonly string[] = ['decideReferral', 'decideRejection', 'decideDuplicate'];

/** How many of somebody's cases are late: the number beside "My work". */
export const myOverdue =
  ({ api }: WebServices) =>
  ({ authority, person }: Visitor): Promise<number> =>
    api.guard.within(() =>
      api.register.worklist.count(authority, { officer: person, status: OPEN, late: { at: api.now() } }),
    );
