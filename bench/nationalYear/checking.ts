/** How checks are done: most in a few days, some forgotten, some typed in late, partners in their own time. */
import type { CheckResult, PersonInput } from '../../domain/inputs.js';
import type { CheckRule } from '../../domain/policy.js';
import type { CaseState, Check } from '../../domain/state.js';
import type { Instant } from '../../domain/time.js';
import { act, actWhile, by, MANAGER, type Act, type Course } from './acts.js';

const RESULTS: readonly (readonly [CheckResult, number])[] = [
  ['nothing_found', 70],
  ['information_found', 15],
  ['no_reply', 11],
  ['contact_made', 4],
];
const VISIT_RESULTS: readonly (readonly [CheckResult, number])[] = [
  ['no_reply', 75],
  ['nothing_found', 15],
  ['contact_made', 6],
  ['child_seen', 4],
];

const FORGOTTEN = 0.05;
const TYPED_IN_LATE = 0.06;
const PARTNER_SILENT = 0.1;
const OPTIONAL_DONE = 0.3;
const WITH_EVIDENCE = 0.92;
const DUTY_MISSED = 0.08;
/** A weekly duty is done for so many weeks, where the case is open as long. */
const WEEKS = 30;

export const isOpen = (state: CaseState, id: string): boolean =>
  state.status === 'open' && openChecks(state).some((check) => check.id === id);

export const openChecks = (state: CaseState): Check[] =>
  state.checks.filter((check) => check.state === 'open' || check.state === 'waiting');

/** The acts of every check of the policy; one that is not open when its time comes is passed over. */
export function checkingActs(course: Course): Act[] {
  const { policy, chance } = course;
  return policy.checks.flatMap((rule) => {
    if (rule.doneByMessage !== undefined) return [];
    if (rule.need === 'optional' && !chance.happens(OPTIONAL_DONE)) return [];
    if (rule.partner !== undefined) return partnerActs(course, rule);
    if (rule.attempts !== undefined) return visitActs(course, rule, rule.attempts.min);
    return plainActs(course, rule);
  });
}

/** When an officer comes to a check: within the week for most, sooner for a child whom the policy puts first. */
function startOf({ office, chance, receivedAt, prioritised }: Course): Instant {
  const days = chance.happens(FORGOTTEN) ? chance.around(15, 1.6) : chance.around(prioritised ? 1 : 2.5, 1.8);
  return office.after(receivedAt, days, chance);
}

function plainActs(course: Course, rule: CheckRule): Act[] {
  const { chance, officer } = course;
  const record: RecordCheck = { do: 'recordCheck', check: rule.id, result: chance.weighted(RESULTS), evidence: 'text' };
  const entry = drawEntry(course, startOf(course), record);
  return [actWhile(entry.at, (state) => isOpen(state, rule.id), officer, entry.record)];
}

type RecordCheck = PersonInput & { do: 'recordCheck' };

/** When what was done is entered: at once, or some days later with the time at which it was done. */
function drawEntry(
  { office, chance }: Course,
  doneAt: Instant,
  record: RecordCheck,
): { at: Instant; record: RecordCheck } {
  if (!chance.happens(TYPED_IN_LATE)) return { at: doneAt, record };
  return { at: office.after(doneAt, chance.between(1, 5), chance), record: { ...record, doneAt } };
}

function partnerActs(course: Course, rule: CheckRule): Act[] {
  const { office, chance, officer, prioritised } = course;
  const askedAt = startOf(course);
  const asked = (state: CaseState): boolean =>
    isOpen(state, rule.id) && state.partnerRequests.some((r) => r.check === rule.id && r.repliedAt === undefined);
  const ask = actWhile(askedAt, (state) => isOpen(state, rule.id) && !asked(state), officer, {
    do: 'askPartner',
    check: rule.id,
  });
  if (chance.happens(PARTNER_SILENT)) {
    const given = office.after(askedAt, chance.around(20, 1.3), chance);
    const record: PersonInput = { do: 'recordCheck', check: rule.id, result: 'no_reply', evidence: 'text' };
    return [ask, actWhile(given, (state) => isOpen(state, rule.id), officer, record)];
  }
  const repliedAt = office.after(askedAt, chance.around(prioritised ? 1.5 : 5, 1.8), chance);
  const reply: PersonInput = { do: 'partnerReplied', check: rule.id, result: chance.weighted(RESULTS) };
  return [ask, actWhile(repliedAt, asked, officer, reply)];
}

/** Visits some working days apart, one more now and then than the policy asks: two in one band count once. */
function visitActs(course: Course, rule: CheckRule, asked: number): Act[] {
  const { office, chance, officer } = course;
  const acts: Act[] = [];
  let at = startOf(course);
  for (let visit = 0; visit < asked * 2; visit += 1) {
    const record: PersonInput = { do: 'recordCheck', check: rule.id, result: chance.weighted(VISIT_RESULTS) };
    const evidence = chance.happens(WITH_EVIDENCE) ? { evidence: 'text' } : {};
    acts.push(actWhile(at, (state) => isOpen(state, rule.id), officer, { ...record, ...evidence }));
    at = office.after(at, chance.around(2, 1.7), chance);
  }
  return acts;
}

/** What is left of the checks before a decision: done now, or put aside with a reason. */
export function finishChecks(state: CaseState, { policy, chance, officer }: Course) {
  return openChecks(state).flatMap((check) => {
    const rule = policy.checks.find((each) => each.id === check.id);
    if (rule?.doneByMessage !== undefined || (!check.required && chance.happens(0.5))) return [];
    return [
      chance.happens(0.6)
        ? by(officer, { do: 'markNotApplicable', check: check.id, reason: 'text' })
        : by(officer, { do: 'recordCheck', check: check.id, result: 'nothing_found', evidence: 'text' }),
    ];
  });
}

/** Acts that a deadline asks for under its own id, once or each time it recurs. */
export function dutyActs(course: Course): Act[] {
  const { policy, office, chance, officer, receivedAt } = course;
  const acts: Act[] = [];
  for (const rule of policy.deadlines) {
    if (rule.met.act !== true) continue;
    const record: RecordCheck = { do: 'recordCheck', check: rule.id, result: 'contact_made', evidence: 'text' };
    const isAsked = (state: CaseState): boolean =>
      state.deadlines.some((d) => d.rule === rule.id && (d.state === 'open' || d.state === 'breached'));
    let at = office.after(receivedAt, chance.around(3, 1.8), chance);
    for (let time = 0; time < (rule.recurring === true ? WEEKS : 1); time += 1) {
      const entry = drawEntry(course, at, record);
      if (!chance.happens(DUTY_MISSED)) acts.push(actWhile(entry.at, isAsked, officer, entry.record));
      at = office.after(at, 5, chance);
    }
  }
  return acts;
}

/** The case gets its officer, once the manager comes to it. */
export const assignmentAct = ({ office, chance, receivedAt, officer }: Course): Act =>
  act(office.after(receivedAt, chance.around(0.6, 2), chance), MANAGER, {
    do: 'assign',
    to: officer.id,
    toRole: 'officer',
  });
