import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { reasonWords } from '../../../../config/caseWords/reasons.js';
import { capital, factName, idWords, valueWords } from '../../../../config/caseWords/words.js';
import type { Blocker } from '../../../../domain/events.js';
import type { Deadline } from '../../../../domain/state.js';
import { periodsOf } from '../../../../domain/view.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { page, show, type Page } from '../../../page.js';
import { onCase, readers, whoMay } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import {
  completeTaskPath,
  outcomePath,
  overridePath,
  recordCheckPath,
  rollRemovalPath,
} from '../../caseActions/paths.js';
import { caseFrame } from '../case/frame.js';
import { nextStep } from '../case/nextStep.js';
import { caseQuery, openCase, type OpenCase } from '../case/openCase.js';
import { guidanceAt, readingsOfAll, sourceOf } from '../case/rules.js';
import { taskTitle } from '../case/taskTitle.js';
import { whyDeadline, whyExpected, whyPeriod, whyTask, type Why } from '../case/why.js';
import { episodesBefore } from '../case/episodes.js';
import { casePath, checksPath, timelinePath } from '../paths.js';

/** One case, as the register holds it: what is next, what is due and why, what blocks, and what is known. */
export const caseOverviewPage = (web: WebServices): Page =>
  page({
    id: 'caseOverview',
    path: casePath.pattern,
    may: onCase(readers),
    audit: { action: 'enquiry.view', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: caseQuery,
    template: 'officer/caseOverview/caseOverview.njk',
    load: async (call) => {
      const { visitor, params, query } = call;
      const open = await openCase(web, call, params.case, query.seq);
      const { reference } = open.read.enquiry.case;
      return show(
        {
          frame: caseFrame(open, visitor, 'overview'),
          next: nextStep(open, visitor),
          now: open.now,
          episodes: episodesBefore(open),
          timelinePath: timelinePath.to({ case: params.case }),
          ...(open.standing === null ? { standing: null } : { standing: standingOf(open, open.standing, visitor) }),
        },
        { reference },
      );
    },
  });

function standingOf(open: OpenCase, { state, view }: NonNullable<OpenCase['standing']>, visitor: Visitor) {
  const { names, read, paused, language } = open;
  const of = { case: read.enquiry.case.case_id };
  const world = read.policy === null ? null : { policy: read.policy.compiled, calendars: read.calendars };
  const periods = world === null ? [] : periodsOf(state, world, open.now);
  const may = (input: Parameters<typeof whoMay>[0]): boolean => !paused && whoMay(input).allows(visitor);
  const shut = view.gates.filter((gate) => !gate.open);
  return {
    deadlines: view.deadlines.map((deadline) => ({
      title: names.rule(deadline.rule) || deadline.rule,
      occurrence: deadline.occurrence,
      who: deadline.actor === 'authority' ? null : names.recipient(deadline.actor),
      due: deadline.due,
      opensOn: deadline.opensOn ?? null,
      /** Whether it is still to be done, so that how near it is is said. */
      live: isLive(deadline),
      state: deadline.state === 'breached' && deadline.workDoneAt !== undefined ? 'doneLate' : deadline.state,
      why: whyDeadline(open, deadline),
    })),
    earliest: periods
      .filter((period) => period.from !== null)
      .map((period) => ({
        title: names.rule(period.rule) || period.rule,
        action: actionWords(period.action, open),
        from: period.from,
        passed: period.from !== null && period.from <= open.today,
        why: whyPeriod(open, period),
      })),
    ended: state.endedAt !== null,
    gates: view.gates.map((gate) => ({
      action: actionWords(gate.action, open),
      open: gate.open,
      blockedBy: blockersByRule(open, gate.blockedBy),
    })),
    overridePath: shut.length > 0 && state.endedAt === null && may('overrideGate') ? overridePath.to(of) : null,
    outcomePath:
      state.endedAt === null && state.acceptedAt !== null && may('proposeOutcome') ? outcomePath.to(of) : null,
    rollRemovalPath:
      state.endedAt === null && state.acceptedAt !== null && may('requestRollRemovalAdvice')
        ? rollRemovalPath.to(of)
        : null,
    tasks: state.tasks
      .filter((task) => !task.done)
      .map((task) => {
        const shown = view.tasks.find((one) => one.kind === task.kind && one.rule === task.rule);
        return {
          title: taskTitle(language, task.kind, names.rule(task.rule)),
          who:
            task.for === 'officer' && shown?.assignee != null
              ? names.person(shown.assignee)
              : names.recipient(task.for),
          due: task.due ?? (task.dueAt === null ? null : londonDay(task.dueAt)),
          path: may('completeTask') ? completeTaskPath.to({ ...of, kind: task.kind, rule: task.rule }) : null,
          why: whyTask(open, task),
        };
      }),
    checks: (state.endedAt === null ? view.checks : [])
      .filter((check) => check.state === 'open' || check.state === 'waiting')
      .map((check) => ({
        title: names.rule(check.id) || check.id,
        required: check.required,
        waiting: check.state === 'waiting',
        path: may('recordCheck') ? recordCheckPath.to({ ...of, check: check.id }) : null,
      })),
    checksPath: checksPath.to(of),
    expected: view.expected === null ? null : { ...view.expected, why: whyExpected(open, view.expected) },
    about: {
      stage: view.stage,
      risk: view.risk,
      category: view.category,
      owner: view.owner,
      receivedAt: state.receivedAt,
      acceptedAt: state.acceptedAt,
      cmeFrom: state.cmeFrom?.date ?? null,
      monitoringUntil: state.monitoringUntil,
      policy: read.policy === null ? view.policy : `${read.policy.compiled.title} (${view.policy})`,
      outcome: state.outcome?.outcome ?? null,
    },
    facts: view.facts.map(({ fact, value, from, by }) => ({
      name: capital(factName(fact, language)),
      value: capital(valueWords(value, language)),
      from,
      by: by === 'system' ? null : names.person(by),
    })),
    problems: view.problems.map(({ rule, calendar, needed }) => ({
      title: names.rule(rule) || rule,
      calendar,
      needed,
    })),
    guidance: guidanceAt(read.policy, ['case', STEP_OF_STAGE[view.stage] ?? 'case'], view, open.today),
    readings: readingsOfAll(read.policy, [
      ...view.deadlines.map(({ rule }) => rule),
      ...periods.map(({ rule }) => rule),
      ...view.gates.flatMap((gate) => gate.blockedBy.map(({ rule }) => rule)),
      ...view.tasks.map(({ rule }) => rule),
    ]),
  } satisfies Record<string, unknown> & { deadlines: { why: Why }[] };
}

/** What blocks, under the rule that says so. */
export const blockersByRule = ({ names, read, language }: OpenCase, blockers: readonly Blocker[]) =>
  [...new Set(blockers.map(({ rule }) => rule))].map((rule) => ({
    rule,
    title: names.rule(rule),
    source: sourceOf(read.policy, rule),
    whys: blockers.filter((one) => one.rule === rule).map(({ why }) => reasonWords(why, names, language)),
  }));

const isLive = ({ state, workDoneAt }: Deadline): boolean =>
  state === 'open' || (state === 'breached' && workDoneAt === undefined);

/** The steps at which policies show their guidance, by how far the case is. */
const STEP_OF_STAGE: Readonly<Record<string, string>> = {
  received: 'acceptance',
  triage: 'triage',
  enquiries: 'checks',
  decision: 'outcome',
  monitoring: 'placement',
  ended: 'records',
};

/** What a gate keeps shut, as a person would say it. */
export function actionWords(action: string, { names, language }: Pick<OpenCase, 'names' | 'language'>): string {
  const { has, say } = language;
  const [kind, id] = action.split(':');
  if (kind === 'outcome' && id !== undefined)
    return say('caseOverview.decide', { outcome: names.rule(id) || idWords(id, language) });
  return has(`caseOverview.action.${action}`)
    ? say(`caseOverview.action.${action}`)
    : capital(idWords(action, language));
}
