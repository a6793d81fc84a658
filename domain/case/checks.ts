import { londonDate, londonTimeOfDay } from '../calendar/london.js';
import { explain, type Lookup } from '../conditions.js';
import { factLookup, factsOf } from '../factView.js';
import type { CheckResult, Person, PersonInput } from '../inputs.js';
import type { CheckRule } from '../policy.js';
import type { CaseState, Check } from '../state.js';
import { dayNumber, isWeekend, type Instant, type IsoDate } from '../time.js';
import { latest } from './deadlines.js';
import { askAutomatically } from './partners.js';
import { refuse, type Turn } from './turn.js';
import { showWhatWasFound } from './shown.js';
import { isDone, isLateEntry, presentChecks } from './work.js';

/** Results that end a check of several attempts at once. */
const ENDS_ATTEMPTS: readonly CheckResult[] = ['information_found', 'contact_made', 'child_seen'];

const WEEKEND = 'weekend';

/** Opens the checks whose condition holds. One that never opened, and one whose condition ceased, is absent. */
export function syncChecks(turn: Turn): void {
  const opened = new Set(turn.state.checks.map((check) => check.id));
  for (const rule of turn.world.policy.checks) {
    if (opened.has(rule.id) || !isPresent(turn, rule)) continue;
    const notBefore = whyNotBefore(turn, rule);
    turn.emit({
      type: 'checkOpened',
      rule: rule.id,
      required: rule.need !== 'optional',
      actor: rule.actor,
      ...(notBefore.length === 0 ? {} : { notBefore }),
    });
    if (rule.askAutomatically === true && rule.partner !== undefined) askAutomatically(turn, rule.id, rule.partner);
  }
}

function isPresent(turn: Turn, rule: CheckRule): boolean {
  if (rule.when !== undefined && turn.holds(rule.when) !== true) return false;
  if (rule.after === undefined) return true;
  return rule.after.every((id) => turn.state.checks.some((check) => check.id === id && isDone(check)));
}

/** Every check of the policy that is not on the case, and why. */
export function notOpen(turn: Turn): { rule: CheckRule; why: string[] }[] {
  const present = presentChecks(turn);
  return turn.world.policy.checks
    .filter((rule) => !present.some((check) => check.id === rule.id))
    .map((rule) => ({
      rule,
      why: turn.state.acceptedAt === null ? [NOT_ACCEPTED] : shutBy(rule, turn.state, turn.fact, turn.today),
    }));
}

const NOT_ACCEPTED = 'the referral is not accepted';

/** What keeps a check from being open: its condition, and the checks that come before it. */
function shutBy(rule: CheckRule, { checks }: CaseState, fact: Lookup, day: IsoDate): string[] {
  const condition = rule.when === undefined ? [] : explain(rule.when, true, fact, day);
  const order = (rule.after ?? [])
    .filter((id) => !checks.some((check) => check.id === id && isDone(check)))
    .map((id) => `${id} is not done`);
  return [...condition, ...order];
}

/** Why a check that opens now did not stand open before this turn; empty where the case had not been accepted. */
function whyNotBefore(turn: Turn, rule: CheckRule): string[] {
  const { before } = turn;
  if (before === null || before.acceptedAt === null || before.episode !== turn.state.episode) return [];
  const day = londonDate(turn.world.calendars.london, before.at);
  const shut = shutBy(rule, before, factLookup(factsOf(before), day), day);
  return shut.length > 0 ? shut : [`${before.policy} did not ask for it`];
}

/** Records a check, an attempt at one, or the act that a deadline asks for. */
export function recordCheck(turn: Turn, input: PersonInput & { do: 'recordCheck' }, by: Person): void {
  const { check: id, result } = input;
  const doneAt = input.doneAt ?? turn.at;
  if (doneAt > turn.at)
    refuse('invalid', 'doneAt lies after the moment of entry: give the time at which it was done', { field: 'doneAt' });
  const check = presentChecks(turn).find((c) => c.id === id);
  if (check === undefined) {
    recordAct(turn, input, doneAt, by);
    return;
  }
  if (check.state === 'not_applicable') refuse('invalid', `${id} was marked not applicable`, { field: 'check' });
  if (result === 'not_applicable') {
    if (input.note === undefined || input.note === '')
      refuse('invalid', 'not applicable needs a note that gives the reason', { field: 'note' });
    turn.emit({ type: 'checkNotApplicable', rule: id, reason: input.note }, by);
    return;
  }
  const rule = turn.world.policy.checks.find((r) => r.id === id);
  const texts = optionalTexts(input);
  if (rule?.attempts !== undefined && rule.attempts.min > 1) attempt(turn, rule, check, input, doneAt, by);
  else
    turn.emit(
      { type: 'checkRecorded', rule: id, result, doneAt, lateEntry: isLateEntry(turn, id, doneAt), ...texts },
      by,
    );
  showWhatWasFound(turn, result);
}

const optionalTexts = (input: { evidence?: string; note?: string }) => ({
  ...(input.evidence === undefined ? {} : { evidence: input.evidence }),
  ...(input.note === undefined ? {} : { note: input.note }),
});

function attempt(
  turn: Turn,
  rule: CheckRule,
  check: Check,
  input: PersonInput & { do: 'recordCheck' },
  doneAt: Instant,
  by: Person,
): void {
  const { min, distinct, evidence } = rule.attempts ?? { min: 1 };
  const band = bandOf(turn, doneAt);
  const counts =
    (evidence !== true || (input.evidence ?? '') !== '') &&
    (distinct !== true || !check.attempts.some((a) => a.counts && a.band === band));
  const texts = optionalTexts(input);
  const { result } = input;
  turn.emit(
    {
      type: 'checkAttempted',
      rule: rule.id,
      result,
      doneAt,
      attempt: check.attempts.length + 1,
      band,
      counts,
      ...texts,
    },
    by,
  );
  if (check.state === 'done') return;
  const counted = check.attempts.filter((a) => a.counts).length + (counts ? 1 : 0);
  if (counted >= min || ENDS_ATTEMPTS.includes(result))
    turn.emit(
      { type: 'checkRecorded', rule: rule.id, result, doneAt, lateEntry: isLateEntry(turn, rule.id, doneAt) },
      by,
    );
}

/** The time band of an attempt, by the wall clock in London: the lower bound belongs to the band. */
export function bandOf(turn: Turn, doneAt: Instant): string {
  const { london } = turn.world.calendars;
  if (isWeekend(dayNumber(londonDate(london, doneAt)))) return WEEKEND;
  const time = londonTimeOfDay(london, doneAt);
  return turn.world.policy.timeBands.filter((band) => band.from <= time).at(-1)?.name ?? '';
}

/** A deadline that asks for one act and has no check of its own is met by recording its own id. */
function recordAct(turn: Turn, input: PersonInput & { do: 'recordCheck' }, doneAt: Instant, by: Person): void {
  const { check: id, result } = input;
  const rule = turn.world.policy.deadlines.find((deadline) => deadline.id === id && deadline.met.act === true);
  if (rule === undefined) {
    if (turn.world.policy.checks.some((c) => c.id === id))
      refuse('invalid', `${id} is not open on this case: its condition does not hold`, { field: 'check' });
    refuse('not_found', `no check ${id} on this case`, { field: 'check' });
  }
  const deadline = latest(turn, id);
  if (deadline === undefined) refuse('invalid', `${id} is not asked for on this case`, { field: 'check' });
  if (result === 'not_applicable' && (input.note ?? '') === '')
    refuse('invalid', 'not applicable needs a note that gives the reason', { field: 'note' });
  turn.emit(
    {
      type: 'checkRecorded',
      rule: id,
      result,
      doneAt,
      lateEntry: isLateEntry(turn, id, doneAt),
      ...optionalTexts(input),
    },
    by,
  );
  showWhatWasFound(turn, result);
}

export function markNotApplicable(turn: Turn, input: PersonInput & { do: 'markNotApplicable' }, by: Person): void {
  const check = presentChecks(turn).find((c) => c.id === input.check);
  if (check === undefined) {
    const known = turn.world.policy.checks.some((c) => c.id === input.check);
    refuse(known ? 'invalid' : 'not_found', `no open check ${input.check} on this case`, { field: 'check' });
  }
  if (isDone(check)) refuse('invalid', `${input.check} is already done`, { field: 'check' });
  if (input.reason === '') refuse('invalid', 'a reason is needed', { field: 'reason' });
  turn.emit({ type: 'checkNotApplicable', rule: input.check, reason: input.reason }, by);
}

export function addCheck(turn: Turn, input: PersonInput & { do: 'addCheck' }, by: Person): void {
  const taken =
    turn.state.checks.some((check) => check.id === input.check) ||
    turn.world.policy.checks.some((check) => check.id === input.check);
  if (taken) refuse('invalid', `${input.check} is a check already: choose another id`, { field: 'check' });
  turn.emit({ type: 'checkAdded', rule: input.check, title: input.title, reason: input.reason }, by);
}
