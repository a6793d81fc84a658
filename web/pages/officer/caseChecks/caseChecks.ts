import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { reasonWords } from '../../../../config/caseWords/reasons.js';
import { capital, idWords } from '../../../../config/caseWords/words.js';
import type { CheckRule, RuleId } from '../../../../domain/policy.js';
import type { Deadline } from '../../../../domain/state.js';
import type { IsoDate } from '../../../../domain/time.js';
import type { CaseView } from '../../../../domain/view.js';
import { page, show, type Page } from '../../../page.js';
import { onCase, readers, whoMay } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import {
  addCheckPath,
  askPartnerPath,
  notApplicablePath,
  outcomePath,
  partnerRepliedPath,
  recordCheckPath,
} from '../../caseActions/paths.js';
import { blockersByRule } from '../caseOverview/caseOverview.js';
import { caseFrame } from '../case/frame.js';
import { stands } from '../case/nextStep.js';
import { caseQuery, openCase, type OpenCase } from '../case/openCase.js';
import { guidanceAt, sourceOf } from '../case/rules.js';
import { checksPath } from '../paths.js';

/** The checks of a case as a list of tasks, and those that are not open, with what keeps them shut. */
export const caseChecksPage = (web: WebServices): Page =>
  page({
    id: 'caseChecks',
    path: checksPath.pattern,
    may: onCase(readers),
    audit: { action: 'enquiry.checks', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: caseQuery,
    template: 'officer/caseChecks/caseChecks.njk',
    load: async (call) => {
      const { visitor, params, query } = call;
      const open = await openCase(web, call, params.case, query.seq);
      return show(
        {
          frame: caseFrame(open, visitor, 'checks'),
          now: open.now,
          ...(open.standing === null ? { standing: null } : { standing: standingOf(open, open.standing, visitor) }),
        },
        { reference: open.read.enquiry.case.reference },
      );
    },
  });

type Group = 'own' | 'partners' | 'others' | 'acts';

function standingOf(open: OpenCase, { state, view }: NonNullable<OpenCase['standing']>, visitor: Visitor) {
  const { names, read, today, paused, language } = open;
  const of = { case: read.enquiry.case.case_id };
  const policy = read.policy?.compiled;
  const may = (input: Parameters<typeof whoMay>[0]): boolean =>
    !paused && state.endedAt === null && whoMay(input).allows(visitor);
  const ruleOf = (id: RuleId): CheckRule | undefined => policy?.checks.find((rule) => rule.id === id);

  const checks = view.checks.map((check) => {
    const rule = ruleOf(check.id);
    const held = state.checks.find(({ id }) => id === check.id);
    const due = dueOf(open, view, check);
    const live = check.state === 'open' || check.state === 'waiting';
    const late = live && due !== null && due < today;
    const request = state.partnerRequests.findLast((one) => one.check === check.id);
    const partner = rule?.partner;
    const here = { ...of, check: check.id };
    return {
      id: check.id,
      group: groupOf(check.actor, partner),
      title: names.rule(check.id) || check.id,
      required: check.required,
      status: STATUSES[check.state],
      late,
      due: live ? due : null,
      result: check.result === null ? null : capital(idWords(check.result, language)),
      doneAt: check.doneAt,
      lateEntry: check.lateEntry,
      attempts: (held?.attempts ?? []).map((one, index) => ({
        ...one,
        number: index + 1,
        result: capital(idWords(one.result, language)),
      })),
      attemptsNeeded: rule?.attempts?.min ?? null,
      distinct: rule?.attempts?.distinct ?? false,
      evidence: rule?.attempts?.evidence ?? false,
      partner: partner === undefined ? null : names.recipient(partner),
      askedAt: request?.askedAt ?? null,
      chaseAt: live && request?.repliedAt === undefined ? (request?.chaseAt[request.chased] ?? null) : null,
      who: check.actor === 'authority' ? null : names.recipient(check.actor),
      notBefore: (check.notBefore ?? []).map((why) => reasonWords(why, names, language)),
      source: sourceOf(read.policy, check.id),
      guidance: guidanceAt(read.policy, [`check:${check.id}`], view, today),
      recordPath: live && may('recordCheck') ? recordCheckPath.to(here) : null,
      askPath: live && partner !== undefined && may('askPartner') ? askPartnerPath.to(here) : null,
      replyPath: check.state === 'waiting' && may('partnerReplied') ? partnerRepliedPath.to(here) : null,
      notNeededPath: live && may('markNotApplicable') ? notApplicablePath.to(here) : null,
    };
  });

  const acts = view.deadlines
    .filter((deadline) => isAct(open, deadline))
    .map((deadline) => ({
      id: deadline.rule,
      title: names.rule(deadline.rule) || deadline.rule,
      status: stands(deadline) ? ('notStarted' as const) : (ACT_STATES[deadline.state] ?? ('completed' as const)),
      late: stands(deadline) && deadline.due !== null && deadline.due < today,
      due: stands(deadline) ? deadline.due : null,
      recordPath: stands(deadline) && may('recordCheck') ? recordCheckPath.to({ ...of, check: deadline.rule }) : null,
    }));

  const required = view.checks.filter((check) => check.required);
  const left = required.filter((check) => check.state === 'open' || check.state === 'waiting');
  const endings = view.gates.filter(({ action }) => action === 'close' || action === 'inactive');
  return {
    groups: (['own', 'partners', 'others'] as const)
      .map((group) => ({ group, checks: checks.filter((check) => check.group === group) }))
      .filter((group) => group.checks.length > 0),
    acts,
    done: required.length - left.length,
    all: required.length,
    decide: {
      path: may('proposeOutcome') && state.acceptedAt !== null ? outcomePath.to(of) : null,
      proposed: state.proposedOutcome,
      outcome: state.outcome?.outcome ?? null,
      shut: endings
        .filter((gate) => !gate.open)
        .map((gate) => ({ action: gate.action, blockedBy: blockersByRule(open, gate.blockedBy) })),
    },
    notOpen: view.notOpen.map((check) => ({
      id: check.id,
      title: names.rule(check.id) || check.id,
      need: check.need,
      why: check.why.map((why) => reasonWords(why, names, language)),
    })),
    addPath: may('addCheck') && state.acceptedAt !== null ? addCheckPath.to(of) : null,
    guidance: guidanceAt(read.policy, ['checks', 'contact', 'attendance'], view, today),
    accepted: state.acceptedAt !== null,
  };
}

const STATUSES = { open: 'notStarted', waiting: 'waiting', done: 'completed', not_applicable: 'notNeeded' } as const;
const ACT_STATES: Readonly<Record<string, 'completed' | 'notNeeded' | 'blocked'>> = {
  met: 'completed',
  breached: 'completed',
  lapsed: 'notNeeded',
  cancelled: 'notNeeded',
  blocked: 'blocked',
};

/** Whoever does it, and whether it asks somebody, says under which heading a check stands. */
export const groupOf = (actor: string, partner: string | undefined): Group =>
  actor !== 'authority' ? 'others' : partner === undefined ? 'own' : 'partners';

/** A deadline that asks for one act and has no check: it is recorded like a check, under its own id. */
const isAct = ({ read }: OpenCase, { rule, actor }: Deadline): boolean =>
  actor === 'authority' && read.policy?.compiled.deadlines.find((one) => one.id === rule)?.met.act === true;

/** The first day by which a deadline wants the check. */
function dueOf({ read }: OpenCase, view: CaseView, check: CaseView['checks'][number]): IsoDate | null {
  const rules = read.policy?.compiled.deadlines ?? [];
  const days = view.deadlines.filter(stands).flatMap((deadline) => {
    const met = rules.find(({ id }) => id === deadline.rule)?.met.checks;
    const wanted = met === 'required' ? check.required : (met?.includes(check.id) ?? false);
    return wanted && deadline.due !== null ? [deadline.due] : [];
  });
  return days.sort()[0] ?? null;
}
