/** What has to be done next on a case, by whom, and where: the first thing that its page says. */
import type { RuleId } from '../../../../domain/policy.js';
import type { CaseState, Deadline } from '../../../../domain/state.js';
import type { Instant, IsoDate } from '../../../../domain/time.js';
import type { CaseView } from '../../../../domain/view.js';
import type { Visitor } from '../../../security/visitor.js';
import { whoMay } from '../../../security/policies.js';
import {
  acceptPath,
  acknowledgeConcernPath,
  assignPath,
  completeTaskPath,
  duplicatePath,
  outcomePath,
  partnerRepliedPath,
  recordCheckPath,
  recordFactPath,
  reopenPath,
  resolveConcernPath,
} from '../../caseActions/paths.js';
import type { OpenCase } from './openCase.js';
import { taskTitle } from './taskTitle.js';

export type StepKind =
  | 'acknowledgeConcern'
  | 'resolveConcern'
  | 'decideReferral'
  | 'decideRejection'
  | 'decideDuplicate'
  | 'decideOutcome'
  | 'assign'
  | 'recordCheck'
  | 'doAct'
  | 'meetDeadline'
  | 'completeTask'
  | 'waitForReply'
  | 'proposeOutcome'
  | 'watch'
  | 'waitForOther'
  | 'nothing';

export interface NextStep {
  kind: StepKind;
  /** What the button or the sentence is about: the title of a check, a deadline or a task; the outcome proposed. */
  about: string;
  due: IsoDate | null;
  dueAt: Instant | null;
  /** Who has the ball, in words. */
  who: string;
  /** Where it is done; null where this visitor may not, or nothing is to be done. */
  path: string | null;
}

type Input = Parameters<typeof whoMay>[0];

/** The order is that of urgency: a child in danger, then what a person has to decide, then what is due first. */
export function nextStep(open: OpenCase, visitor: Visitor): NextStep | null {
  const { standing, names, paused, language } = open;
  if (standing === null) return null;
  const { state } = standing;
  const id = open.read.enquiry.case.case_id;
  const says = (who: string): string => language.say(`caseOverview.who.${who}`);
  const officer = state.assignee === null ? says('team') : names.person(state.assignee);
  const step = (
    kind: StepKind,
    who: string,
    to: { path: string; input: Input } | null,
    more: Partial<Pick<NextStep, 'about' | 'due' | 'dueAt'>> = {},
  ): NextStep => ({
    kind,
    who,
    about: '',
    due: null,
    dueAt: null,
    ...more,
    path: to === null || paused || !whoMay(to.input).allows(visitor) ? null : to.path,
  });

  const concern = state.concerns.find((one) => one.resolvedAt === undefined && one.acknowledgedAt === undefined);
  if (concern !== undefined) {
    const task = state.tasks.find((one) => !one.done && one.concern === concern.id);
    return step(
      'acknowledgeConcern',
      says('lead'),
      { path: acknowledgeConcernPath.to({ case: id, concern: concern.id }), input: 'acknowledgeConcern' },
      { dueAt: task?.dueAt ?? null },
    );
  }
  if (state.endedAt !== null)
    return step('nothing', says('nobody'), { path: reopenPath.to({ case: id }), input: 'reopen' });
  const proposal = state.proposals.find((one) => one.state === 'open');
  if (proposal !== undefined)
    return step('decideDuplicate', officer, {
      path: duplicatePath.to({ case: id, proposal: proposal.id }),
      input: 'confirmDuplicate',
    });
  if (state.rejectionProposed !== null)
    return step('decideRejection', officer, { path: acceptPath.to({ case: id }), input: 'rejectReferral' });
  if (state.status === 'received')
    return step('decideReferral', officer, { path: acceptPath.to({ case: id }), input: 'acceptReferral' });
  if (state.proposedOutcome !== null && state.outcome === null)
    return step(
      'decideOutcome',
      says('manager'),
      { path: outcomePath.to({ case: id }), input: 'decideOutcome' },
      { about: state.proposedOutcome },
    );
  if (state.assignee === null)
    return step('assign', says('assigner'), { path: assignPath.to({ case: id }), input: 'assign' });
  return openCaseStep(open, step, officer) ?? laterStep(id, state, step, { officer, lead: says('lead') });
}

type Make = (
  kind: StepKind,
  who: string,
  to: { path: string; input: Input } | null,
  more?: Partial<Pick<NextStep, 'about' | 'due' | 'dueAt'>>,
) => NextStep;

/** The work that is due first: of a deadline, of a task, of a required check. */
function openCaseStep(open: OpenCase, step: Make, officer: string): NextStep | null {
  const { names, standing, language } = open;
  if (standing === null) return null;
  const { view } = standing;
  const id = open.read.enquiry.case.case_id;
  const deadline = view.deadlines.find(stands);
  const task = [...view.tasks]
    .filter((one) => one.for === 'officer')
    .sort((a, b) => ((a.dueAt ?? a.due ?? '9') < (b.dueAt ?? b.due ?? '9') ? -1 : 1))[0];
  const first = deadline === undefined ? null : workOf(open, view, deadline);
  if (task !== undefined && isBefore(task, deadline ?? { due: null, dueAt: null }))
    return step(
      'completeTask',
      task.assignee === null ? officer : names.person(task.assignee),
      { path: completeTaskPath.to({ case: id, kind: task.kind, rule: task.rule }), input: 'completeTask' },
      { about: taskTitle(language, task.kind, names.rule(task.rule)), due: task.due, dueAt: task.dueAt },
    );
  const dates = deadline === undefined ? {} : { due: deadline.due, dueAt: deadline.dueAt };
  if (first !== null && 'act' in first)
    return step(
      'doAct',
      officer,
      { path: recordCheckPath.to({ case: id, check: first.id }), input: 'recordCheck' },
      { about: names.rule(first.id), ...dates },
    );
  if (first === null && deadline !== undefined)
    return step(
      'meetDeadline',
      officer,
      { path: recordFactPath.to({ case: id }), input: 'recordFact' },
      { about: names.rule(deadline.rule), ...dates },
    );
  const check = first === null ? view.checks.find((one) => one.required && isOpen(one.state)) : first;
  if (check === undefined) return null;
  const waiting = 'state' in check && check.state === 'waiting';
  if (waiting) {
    const partner = open.read.policy?.compiled.checks.find((rule) => rule.id === check.id)?.partner ?? '';
    return step(
      'waitForReply',
      partner === '' ? officer : names.recipient(partner),
      { path: partnerRepliedPath.to({ case: id, check: check.id }), input: 'partnerReplied' },
      { about: names.rule(check.id), ...dates },
    );
  }
  if ('actor' in check && check.actor !== 'authority')
    return step('waitForOther', names.recipient(check.actor), null, { about: names.rule(check.id), ...dates });
  return step(
    'recordCheck',
    officer,
    { path: recordCheckPath.to({ case: id, check: check.id }), input: 'recordCheck' },
    { about: names.rule(check.id), ...dates },
  );
}

function laterStep(id: string, state: CaseState, step: Make, who: { officer: string; lead: string }): NextStep {
  const concern = state.concerns.find((one) => one.resolvedAt === undefined);
  if (concern !== undefined)
    return step('resolveConcern', who.lead, {
      path: resolveConcernPath.to({ case: id, concern: concern.id }),
      input: 'resolveConcern',
    });
  if (state.outcome !== null) return step('watch', who.officer, null, { due: state.monitoringUntil });
  return step('proposeOutcome', who.officer, { path: outcomePath.to({ case: id }), input: 'proposeOutcome' });
}

/** A deadline of the authority's own that still asks for work. */
export const stands = (deadline: Deadline): boolean =>
  deadline.actor === 'authority' &&
  (deadline.state === 'open' || (deadline.state === 'breached' && deadline.workDoneAt === undefined));

export const isOpen = (state: string): boolean => state === 'open' || state === 'waiting';

/** The first open check that a deadline waits for, not one that waits for a reply if there is another; or its act. */
function workOf(
  open: OpenCase,
  view: CaseView,
  { rule }: Deadline,
): CaseView['checks'][number] | { id: RuleId; act: true } | null {
  const met = open.read.policy?.compiled.deadlines.find((one) => one.id === rule)?.met;
  if (met === undefined) return null;
  const wanted = view.checks.filter(
    (check) =>
      isOpen(check.state) && (met.checks === 'required' ? check.required : (met.checks?.includes(check.id) ?? false)),
  );
  const check = wanted.find((one) => one.state === 'open') ?? wanted[0];
  if (check !== undefined) return check;
  return met.act === true ? { id: rule, act: true } : null;
}

const isBefore = (
  a: { due: IsoDate | null; dueAt: Instant | null },
  b: { due: IsoDate | null; dueAt: Instant | null },
): boolean => (a.dueAt ?? a.due ?? '9') < (b.dueAt ?? b.due ?? '9');
