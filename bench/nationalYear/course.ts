/** All that happens to one case in its year, from its referral on: who does what, and when. */
import { CONCERN_KINDS, type CaseInput } from '../../domain/inputs.js';
import { factLookup } from '../../domain/factView.js';
import type { Condition, GateRule, OutcomeRule, StandardOutcome } from '../../domain/policy.js';
import type { CaseState } from '../../domain/state.js';
import { addSeconds } from '../../domain/time.js';
import { actWhile, by, further, LEAD, MANAGER, REFERRER, type Act, type Course } from './acts.js';
import { assignmentAct, checkingActs, dutyActs, finishChecks } from './checking.js';
import { drawFurther } from './referrals.js';
import { findingsFor } from './wishes.js';

const RAISES_A_CONCERN = 0.05;
const IMMEDIATE = 0.2;
const REFERRED_AGAIN = 0.04;
const RESTRICTED = 0.005;
const FACTS_FOUND = 0.8;
/** How often a manager comes back to a case that does not end. */
const DECISIONS = 14;

/** The acts of a case in the order of their time. */
export function courseOf(course: Course): Act[] {
  const acts = [
    referralAct(course),
    assignmentAct(course),
    ...checkingActs(course),
    ...dutyActs(course),
    ...factActs(course),
    ...concernActs(course),
    ...furtherActs(course),
    ...restrictedActs(course),
    ...decisionActs(course),
  ];
  return acts
    .map((act, index) => ({ act, index }))
    .sort((a, b) => (a.act.at < b.act.at ? -1 : a.act.at > b.act.at ? 1 : a.index - b.index))
    .map(({ act }) => act);
}

/** A referral in doubt is accepted by a person; one that the system would reject is rejected by a person. */
function referralAct({ office, chance, receivedAt, officer }: Course): Act {
  return {
    at: office.after(receivedAt, chance.around(1.2, 2), chance),
    inputs: (state) => {
      if (state.status !== 'received') return [];
      return [by(officer, state.rejectionProposed === null ? { do: 'acceptReferral' } : { do: 'rejectReferral' })];
    },
  };
}

/** Deadlines that a fact meets: most of those facts are found, in some days. */
function factActs(course: Course): Act[] {
  const { policy, office, chance, receivedAt } = course;
  return policy.deadlines.flatMap((rule) => {
    const { facts } = rule.met;
    if (facts === undefined || !chance.happens(FACTS_FOUND)) return [];
    const at = office.after(receivedAt, chance.around(6, 2), chance);
    const isSet = (state: CaseState): boolean => state.deadlines.some((d) => d.rule === rule.id && d.state === 'open');
    return [{ at, inputs: (state) => (isSet(state) ? findOut(course, state, at, facts, true) : []) }];
  });
}

/** What an officer records so that a condition is as wanted, as far as it can be. */
function findOut(course: Course, state: CaseState, at: string, condition: Condition, wanted: boolean): CaseInput[] {
  const today = at.slice(0, 10);
  const findings = findingsFor(condition, wanted, { policy: course.policy, known: factLookup(state, today), today });
  return (findings ?? []).map(([fact, value]) => by(course.officer, { do: 'recordFact', fact, value }));
}

function concernActs({ office, chance, receivedAt, officer }: Course): Act[] {
  const stated: Act[] = [];
  if (chance.happens(RAISES_A_CONCERN)) {
    const at = office.after(receivedAt, chance.around(7, 2.2), chance);
    const kind = CONCERN_KINDS[chance.between(0, CONCERN_KINDS.length - 1)] ?? 'welfare';
    const raise = { do: 'raiseConcern', kind, immediate: chance.happens(IMMEDIATE), note: 'text' } as const;
    stated.push(actWhile(at, isOpenCase, chance.happens(0.7) ? officer : REFERRER, raise), ...answerActs(at));
  }
  // A concern that the referral states is there from the first second.
  return [...answerActs(receivedAt), ...stated];

  function answerActs(raisedAt: string): Act[] {
    const told = addSeconds(raisedAt, Math.round(chance.around(20, 2) * 60));
    const resolved = office.after(told, chance.around(8, 2), chance);
    return [
      { at: told, inputs: (state) => concernsOf(state, false).map(acknowledge) },
      { at: resolved, inputs: (state) => concernsOf(state, true).map(resolve) },
    ];
  }
}

const isOpenCase = (state: CaseState): boolean => state.status === 'open';

/** Concerns that nobody has resolved: those acknowledged, or those not yet. */
const concernsOf = (state: CaseState, acknowledged: boolean): string[] =>
  state.concerns
    .filter((c) => c.resolvedAt === undefined && (c.acknowledgedAt !== undefined) === acknowledged)
    .map((c) => c.id);

const acknowledge = (concern: string): CaseInput => by(LEAD, { do: 'acknowledgeConcern', concern, spokenTo: 'text' });
const resolve = (concern: string): CaseInput => by(LEAD, { do: 'resolveConcern', concern, reason: 'text' });

/** The same child is referred again: known by the pupil number, or only similar, which a person has to decide. */
function furtherActs({ office, chance, receivedAt, referral, officer }: Course): Act[] {
  if (!chance.happens(REFERRED_AGAIN)) return [];
  const at = office.after(receivedAt, chance.around(5, 2.2), chance);
  const again = drawFurther(chance, at, referral);
  const match = chance.happens(0.4) ? 'same_upn' : 'similar';
  const decided = office.after(at, chance.around(2, 2), chance);
  const same = chance.happens(0.7);
  return [
    { at, inputs: (state) => (isOpenCase(state) ? [further(again, match)] : []) },
    actWhile(decided, hasProposal, officer, { do: same ? 'confirmDuplicate' : 'refuseDuplicate' }),
  ];
}

const hasProposal = (state: CaseState): boolean => state.proposals.some((proposal) => proposal.state === 'open');

function restrictedActs({ office, chance, receivedAt, officer }: Course): Act[] {
  if (!chance.happens(RESTRICTED)) return [];
  const at = office.after(receivedAt, chance.around(2, 2), chance);
  return [actWhile(at, isOpenCase, officer, { do: 'recordFact', fact: 'restricted', value: true })];
}

/** The manager decides after some weeks, and comes back to what a gate or another authority still holds open. */
function decisionActs(course: Course): Act[] {
  const { office, chance, receivedAt } = course;
  const acts: Act[] = [];
  let at = office.after(receivedAt, chance.around(20, 1.8), chance);
  for (let n = 0; n < DECISIONS; n += 1) {
    const now = at;
    acts.push({ at, inputs: (state) => (isOpenCase(state) ? decide(course, state, now) : []) });
    at = office.after(at, chance.around(12, 1.6), chance);
  }
  return acts;
}

function decide(course: Course, state: CaseState, at: string): CaseInput[] {
  const { policy, chance } = course;
  const ruleOf = (named: StandardOutcome) =>
    policy.outcomes.find((each) => each.outcome === named && each.byIdOnly !== true);
  const planned = ruleOf(course.ends);
  // What has no end of its own in the policy ends otherwise, if at all: the child is found after some time. A child
  // without a place has one when the manager comes back.
  const asPlanned = state.outcome === null ? planned !== undefined || chance.happens(0.7) : isConfirmedLater(planned);
  const outcome = asPlanned ? course.ends : 'in_education';
  const rule = ruleOf(outcome);
  const wishes = [
    ...policy.gates.filter((gate) => concerns(gate, outcome, rule?.id)).flatMap(wishOf),
    ...(state.outcome === null || rule?.closesWhen === undefined ? [] : [{ of: rule.closesWhen, wanted: true }]),
  ];
  return [
    ...(chance.happens(0.75) ? finishChecks(state, course) : []),
    ...wishes.flatMap(({ of, wanted }) => findOut(course, state, at, of, wanted)),
    by(MANAGER, { do: 'decideOutcome', outcome }),
  ];
}

/** Another authority has to confirm it before the case closes: decided again when it has. */
const isConfirmedLater = (rule: OutcomeRule | undefined): boolean => rule?.closesWhen !== undefined;

const concerns = (gate: GateRule, outcome: StandardOutcome, rule: string | undefined): boolean =>
  [outcome === 'not_traced' ? 'inactive' : 'close', `outcome:${outcome}`, `outcome:${rule ?? ''}`].includes(
    gate.action,
  );

/** What a gate asks of the facts, as something to find out. */
function wishOf({ test }: GateRule): { of: Condition; wanted: boolean }[] {
  if ('needs' in test) return [{ of: test.needs, wanted: true }];
  return 'condition' in test ? [{ of: test.condition, wanted: false }] : [];
}
