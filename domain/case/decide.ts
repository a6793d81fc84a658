import { londonDate } from '../calendar/london.js';
import type { CaseEvent } from '../events.js';
import { factDefinition } from '../facts.js';
import type { CaseInput, Person, PersonInput } from '../inputs.js';
import { isReturnReason } from '../law.js';
import { mayDo } from '../permissions.js';
import { policyName, type FactId, type FactType, type FactValue } from '../policy.js';
import type { CaseState } from '../state.js';
import { isIsoDate, later, type Instant } from '../time.js';
import { agendaOf, inOrder, play } from './agenda.js';
import { addCheck, markNotApplicable, recordCheck } from './checks.js';
import { acknowledgeConcern, raiseConcern, resolveConcern, stateConcern } from './concerns.js';
import { cancelDeadlines } from './deadlines.js';
import { send } from './messages.js';
import { recalculate, recalculateAnew } from './moved.js';
import { serveNotice } from './notices.js';
import { decideOutcome, giveAdvice, overrideGate, proposeOutcome, reopen, requestAdvice } from './outcomes.js';
import { askPartner, partnerReplied } from './partners.js';
import {
  acceptReferral,
  confirmDuplicate,
  furtherReferral,
  proposeRejection,
  receive,
  refuseDuplicate,
  rejectReferral,
} from './referrals.js';
import { recordAttendance } from './attendance.js';
import { settle } from './settle.js';
import { endTasks, openTask } from './tasks.js';
import { createTurn, refuse, Refused, type Refusal, type Turn, type World } from './turn.js';

/** A case with what it is decided by. Null state: the case has not begun. */
export interface Case {
  state: CaseState | null;
  world: World;
}

export type Decision =
  { ok: true; events: CaseEvent[]; state: CaseState; world: World } | { ok: false; refusal: Refusal };

/**
 * What an input brings at an instant. Whatever falls due by then must have been played (`playDue`): at one instant the
 * clock comes before inputs. A refused input changes nothing.
 */
export function decide({ state, world }: Case, input: CaseInput, at: Instant): Decision {
  const turn = createTurn(state, world, state === null ? at : later(at, state.at));
  try {
    take(turn, input, state === null);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
  settle(turn);
  return { ok: true, events: turn.events, state: { ...turn.state, at: turn.at }, world: turn.world };
}

/** The next instant at which the clock brings something, or null. May lie in the past of a case that woke late. */
export function nextWake({ state, world }: { state: CaseState; world: World }): Instant | null {
  const turn = createTurn(state, world, state.at);
  let next: Instant | null = null;
  for (const item of agendaOf(turn)) if (next === null || item.at < next) next = item.at;
  return next;
}

/** Plays the next due instant, if it is at or before `until`: everything that falls due then, in one turn. */
export function playNext(
  { state, world }: { state: CaseState; world: World },
  until: Instant,
): { events: CaseEvent[]; state: CaseState } | null {
  const items = agendaOf(createTurn(state, world, state.at), until);
  let due: Instant | null = null;
  for (const item of items) if (due === null || item.at < due) due = item.at;
  if (due === null || due > until) return null;
  const turn = createTurn(state, world, later(due, state.at));
  for (const item of inOrder(items.filter((i) => i.at === due))) play(turn, item);
  settle(turn);
  return { events: turn.events, state: { ...turn.state, at: turn.at } };
}

/** Plays every instant that is due by `until`, in order, each with its own `at`. */
export function playDue(
  { state, world }: { state: CaseState; world: World },
  until: Instant,
): { events: CaseEvent[]; state: CaseState } {
  const events: CaseEvent[] = [];
  let current = state;
  for (;;) {
    const played = playNext({ state: current, world }, until);
    if (played === null) return { events, state: current };
    current = played.state;
    events.push(...played.events);
  }
}

function take(turn: Turn, input: CaseInput, first: boolean): void {
  if (input.do === 'calendarChanged') {
    turn.world = { ...turn.world, calendars: input.calendars };
    turn.emit({ type: 'calendarChanged', reason: input.reason });
    if (turn.state.status === 'open') recalculate(turn, input.reason);
    return;
  }
  const { by } = input;
  if (by.id === 'system' && input.do !== 'deliveryReported') refuse('not_allowed', 'a named person has to do this');
  if (by.id !== 'system' && !mayDo(by.role, input.do))
    refuse('not_allowed', `${input.do} is not for the role ${by.role}`);
  if (input.do === 'referral') {
    checkReferral(turn, input);
    if (first) receive(turn, input.referral, by);
    else furtherReferral(turn, input);
    return;
  }
  if (first) refuse('not_found', 'no such case');
  takeFrom(turn, input, by);
}

/** A turn that begins a case has no state to look facts up in: the policy alone decides what may be stated. */
function checkReferral(turn: Turn, input: CaseInput & { do: 'referral' }): void {
  const { child, facts } = input.referral;
  checkFacts(turn, facts);
  if (child.dateOfBirth === undefined) return;
  if (!isIsoDate(child.dateOfBirth)) refuse('invalid', 'this date does not exist', { field: 'child.dateOfBirth' });
  if (child.dateOfBirth > turn.today)
    refuse('invalid', 'the date of birth lies in the future', { field: 'child.dateOfBirth' });
}

/** Inputs that a case takes after its end as well: there is life after the end. */
const AFTER_THE_END: readonly PersonInput['do'][] = [
  'partnerReplied',
  'reopen',
  'note',
  'raiseConcern',
  'acknowledgeConcern',
  'resolveConcern',
  'reviewHistory',
  'completeTask',
  'deliveryReported',
  'confirmDuplicate',
  'refuseDuplicate',
  'staffAway',
  'assign',
];

function takeFrom(turn: Turn, input: PersonInput & { by: Person; adopted?: World['policy'] }, by: Person): void {
  if (turn.state.endedAt !== null && !AFTER_THE_END.includes(input.do))
    refuse('invalid', `the case has ended (${turn.state.status}): reopen it first`);
  switch (input.do) {
    case 'acceptReferral':
      return acceptReferral(turn, input, by);
    case 'rejectReferral':
      return rejectReferral(turn, input, by);
    case 'proposeRejection':
      return proposeRejection(turn, input, by);
    case 'confirmDuplicate':
      return confirmDuplicate(turn, input, by);
    case 'refuseDuplicate':
      return refuseDuplicate(turn, input, by);
    case 'recordCheck':
      return recordCheck(turn, input, by);
    case 'addCheck':
      return addCheck(turn, input, by);
    case 'markNotApplicable':
      return markNotApplicable(turn, input, by);
    case 'recordFact':
      return recordFact(turn, input.fact, input.value, by);
    case 'raiseConcern':
      return raiseConcern(turn, input, by);
    case 'acknowledgeConcern':
      return acknowledgeConcern(turn, input, by);
    case 'resolveConcern':
      return resolveConcern(turn, input, by);
    case 'reviewHistory':
      return turn.emit({ type: 'historyReviewed', reason: input.reason }, by);
    case 'assign':
      return assign(turn, input, by);
    case 'staffAway':
      return staffAway(turn, input, by);
    case 'askPartner':
      return askPartner(turn, input, by);
    case 'partnerReplied':
      return partnerReplied(turn, input, by);
    case 'serveNotice':
      return serveNotice(turn, input, by);
    case 'recordAttendance':
      return recordAttendance(turn, input, by);
    case 'proposeOutcome':
      return proposeOutcome(turn, input, by);
    case 'decideOutcome':
      return decideOutcome(turn, input, by);
    case 'requestRollRemovalAdvice':
      return requestAdvice(turn, by);
    case 'giveRollRemovalAdvice':
      return giveAdvice(turn, input, by);
    case 'completeTask':
      return completeTask(turn, input, by);
    case 'overrideGate':
      return overrideGate(turn, input, by);
    case 'reopen':
      return reopen(turn, input, by);
    case 'adoptPolicy':
      return adoptPolicy(turn, input.adopted, by);
    case 'deliveryReported':
      return deliveryReported(turn, input);
    case 'note':
      return turn.emit({ type: 'noteAdded', text: input.text }, by);
  }
}

/** What a person may record: facts of the closed list or of the pack, of the right type, that no one else derives. */
function recordFact(turn: Turn, fact: FactId, value: FactValue, by: Person): void {
  checkFact(turn, fact, value, 'fact', 'value');
  const setBy = factDefinition(fact)?.setBy;
  if (setBy?.every((setter) => setter === 'system') === true)
    refuse('not_allowed', `${fact} is derived by the system`, { field: 'fact' });
  turn.emit({ type: 'factRecorded', fact, value }, by);
  stateConcern(turn, { [fact]: value }, by);
}

/** A referral states facts that exist, each of its type. */
function checkFacts(turn: Turn, facts: Record<FactId, FactValue>): void {
  for (const [fact, value] of Object.entries(facts)) checkFact(turn, fact, value, `facts.${fact}`, `facts.${fact}`);
}

function checkFact(turn: Turn, fact: FactId, value: FactValue, field: string, valueField: string): void {
  const declared = turn.world.policy.facts;
  const type = factDefinition(fact)?.type ?? (Object.hasOwn(declared, fact) ? declared[fact]?.type : undefined);
  if (type === undefined) refuse('not_found', `there is no fact ${fact}`, { field });
  if (!hasType(value, type)) refuse('invalid', `${fact} takes a ${type}`, { field: valueField });
  const { category } = turn.world.policy;
  if (category !== null && 'fact' in category && category.fact === fact)
    if (category.oneOf?.includes(String(value)) === false)
      refuse('invalid', `the policy's categories are ${category.oneOf.join(', ')}`, { field: valueField });
  if (fact === 'return_reason' && !isReturnReason(String(value)))
    refuse('invalid', 'a reason of the national return is NAT-RETURN-Q1 to NAT-RETURN-Q20', { field: valueField });
}

function hasType(value: FactValue, type: FactType): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'date':
      return typeof value === 'string' && isIsoDate(value);
    case 'text':
      return typeof value === 'string';
  }
}

function assign(turn: Turn, input: PersonInput & { do: 'assign' }, by: Person): void {
  const self = input.to === by.id;
  if (!self && by.role !== 'senior' && by.role !== 'manager')
    refuse('not_allowed', 'a case is assigned by a senior officer or a manager; anyone may take one');
  if (input.toRole !== 'officer' && input.toRole !== 'senior' && input.toRole !== 'manager')
    refuse('invalid', 'a case is assigned to an officer, a senior officer or a manager', { field: 'to' });
  if (turn.state.assignee === input.to) return;
  turn.emit({ type: 'assigned', to: input.to, rule: 'SYS-ASSIGN' }, by);
  endTasks(turn, (task) => task.kind === 'assignCase', by);
  if (!self) send(turn, { rule: 'SYS-ASSIGN', purpose: 'assignment', to: 'officer', template: 'assignment' });
}

function staffAway(turn: Turn, input: PersonInput & { do: 'staffAway' }, by: Person): void {
  const allowed = input.who === by.id || ['senior', 'manager', 'administrator'].includes(by.role);
  if (!allowed)
    refuse('not_allowed', 'an absence is entered by oneself, a senior officer, a manager or an administrator');
  const { who, from, until, deputy } = input;
  if (until !== undefined && until < from) refuse('invalid', 'until lies before from', { field: 'until' });
  turn.emit(
    {
      type: 'noteAdded',
      text: `${who} is away from ${londonDate(turn.world.calendars.london, from)}`,
      away: { who, from, ...(until === undefined ? {} : { until }), ...(deputy === undefined ? {} : { deputy }) },
    },
    by,
  );
}

function completeTask(turn: Turn, input: PersonInput & { do: 'completeTask' }, by: Person): void {
  const { kind, rule, note } = input;
  const open = turn.state.tasks.find((task) => !task.done && task.kind === kind && task.rule === rule);
  // The designated lead has no part in the officers' work, but ends what was opened for the lead.
  if (by.role === 'dsl' && open?.for !== 'dsl')
    refuse('not_allowed', 'the designated lead ends tasks of the lead only', { field: 'kind' });
  if (open === undefined) refuse('not_found', `no open task ${kind} of ${rule}`, { field: 'kind' });
  if (open.concern !== undefined)
    refuse('invalid', 'this task ends when the concern is acknowledged: record who was spoken to', { field: 'kind' });
  endTasks(turn, (task) => task.id === open.id, by, note);
}

/** A manager moves a running case to another policy. What is met or breached stays; open deadlines are recalculated. */
function adoptPolicy(turn: Turn, adopted: World['policy'] | undefined, by: Person): void {
  if (adopted === undefined) refuse('not_found', 'there is no such policy', { field: 'policy' });
  const was = turn.state.policy;
  const name = policyName(adopted);
  if (name === was) refuse('invalid', `the case runs under ${name} already`, { field: 'policy' });
  if (adopted.id !== turn.world.policy.id)
    refuse('invalid', `${name} is the policy of another authority`, { field: 'policy' });
  turn.world = { ...turn.world, policy: adopted };
  turn.emit({ type: 'policyAdopted', policy: name, was }, by);
  cancelDeadlines(
    turn,
    `${name} has no such rule`,
    (deadline) =>
      !adopted.deadlines.some((rule) => rule.id === deadline.rule) &&
      !adopted.notices.some((rule) => rule.id === deadline.rule),
  );
  recalculateAnew(turn, `${name} was adopted`);
}

/** What became of a message. One that failed for good needs another way to reach its recipient. */
function deliveryReported(turn: Turn, input: PersonInput & { do: 'deliveryReported' }): void {
  const { rule, to, occurrence, status } = input;
  const sent = turn.state.messages[`${rule}|${to}`] ?? 0;
  if (sent === 0 || (occurrence ?? 1) > sent) refuse('not_found', `no message of ${rule} to ${to}`, { field: 'rule' });
  if (status === 'permanent_failure') openTask(turn, { kind: 'contactByOtherMeans', for: 'officer', rule });
}
