import { workingDaysAfter } from '../calendar/count.js';
import { atTime } from '../calendar/london.js';
import type { CheckResult, Person, PersonInput } from '../inputs.js';
import type { Check, PartnerRequest } from '../state.js';
import type { Instant } from '../time.js';
import { send } from './messages.js';
import { POSITIVE, showWhatWasFound } from './shown.js';
import { openTask } from './tasks.js';
import { refuse, type Turn } from './turn.js';
import { isDone, isLateEntry, presentChecks } from './work.js';

const digestTimeAfter = (turn: Turn, workingDays: number): Instant | null => {
  const { calendars, policy } = turn.world;
  const counted = workingDaysAfter(turn.today, workingDays, calendars);
  return counted.ok ? atTime(calendars.london, counted.date, policy.defaults.digestTime) : null;
};

/** Writes to a partner, and sets the days on which silence is chased and told (SYS-CHASE). */
function ask(turn: Turn, check: string, partner: string, by?: Person): void {
  const { defaults } = turn.world.policy;
  turn.emit(
    {
      type: 'partnerAsked',
      rule: check,
      partner,
      request: turn.state.partnerRequests.length + 1,
      chaseAt: defaults.chaseWorkingDays.flatMap((days) => digestTimeAfter(turn, days) ?? []),
      managerAt: digestTimeAfter(turn, defaults.chaseManagerWorkingDays),
    },
    by,
  );
  send(turn, {
    rule: check,
    purpose: 'request',
    to: partner,
    template: 'partner-request',
    byPerson: by !== undefined,
  });
}

/** Asks a partner as soon as its check opens. On a restricted case a named person has to ask. */
export function askAutomatically(turn: Turn, check: string, partner: string): void {
  if (turn.fact('restricted') === true) openTask(turn, { kind: 'sendRestricted', for: 'senior', rule: check });
  else ask(turn, check, partner);
}

/** Another authority has to confirm that a moved child is registered there: asked, chased and told as a partner is. */
export function expectConfirmation(turn: Turn, rule: string, partner: string): void {
  if (!turn.state.partnerRequests.some((r) => r.check === rule && isUnanswered(r))) ask(turn, rule, partner);
}

export function askPartner(turn: Turn, input: PersonInput & { do: 'askPartner' }, by: Person): void {
  const check = presentChecks(turn).find((c) => c.id === input.check);
  const rule = turn.world.policy.checks.find((c) => c.id === input.check);
  if (check === undefined)
    refuse(rule === undefined ? 'not_found' : 'invalid', `no open check ${input.check} on this case`, {
      field: 'check',
    });
  if (rule?.partner === undefined)
    refuse('invalid', `${input.check} names no partner: record its result instead`, { field: 'check' });
  if (isDone(check)) refuse('invalid', `${input.check} is already done`, { field: 'check' });
  ask(turn, input.check, rule.partner, by);
}

/** Whether a late answer says more than the check says: silence says nothing, and nobody unsays what was found. */
const saysMore = ({ result: now }: Check, result: CheckResult): boolean =>
  (POSITIVE.includes(result) && (now === null || !POSITIVE.includes(now))) ||
  (result === 'nothing_found' && (now === 'no_reply' || now === 'refused'));

/** An answer, early or late. After the end of the case a positive one opens a review. */
export function partnerReplied(turn: Turn, input: PersonInput & { do: 'partnerReplied' }, by: Person): void {
  const doneAt = input.doneAt ?? turn.at;
  if (doneAt > turn.at)
    refuse('invalid', 'doneAt lies after the moment of entry: give the time at which it was done', { field: 'doneAt' });
  const request = turn.state.partnerRequests.filter((r) => r.check === input.check).at(-1);
  if (request === undefined) refuse('not_found', `no partner was asked for ${input.check}`, { field: 'check' });
  const { result } = input;
  const note = input.note === undefined ? {} : { note: input.note };
  turn.emit({ type: 'partnerReplied', rule: input.check, partner: request.partner, result, doneAt, ...note }, by);
  const check = turn.state.checks.find((c) => c.id === input.check);
  if (check !== undefined && !isDone(check))
    turn.emit(
      {
        type: 'checkRecorded',
        rule: input.check,
        result,
        doneAt,
        lateEntry: isLateEntry(turn, input.check, doneAt),
        ...note,
      },
      by,
    );
  // The work was done when it was done; what it brought to light is the answer, however late.
  else if (check !== undefined && saysMore(check, result))
    turn.emit(
      {
        type: 'checkRecorded',
        rule: input.check,
        result,
        doneAt: check.doneAt ?? doneAt,
        lateEntry: check.lateEntry,
        ...note,
      },
      by,
    );
  if (turn.state.endedAt !== null) {
    if (POSITIVE.includes(result)) openTask(turn, { kind: 'review', for: 'manager', rule: 'SYS-CHASE' });
    return;
  }
  showWhatWasFound(turn, result);
}

export const isUnanswered = (request: PartnerRequest): boolean => request.repliedAt === undefined;

export function chase(turn: Turn, request: PartnerRequest): void {
  send(turn, {
    rule: request.check,
    purpose: 'chaser',
    basis: 'default',
    to: request.partner,
    template: 'partner-chaser',
    step: { of: 'chase', request: request.request },
  });
}

/** Fifteen working days of silence: the manager is told. Silence is "no reply", never a negative answer. */
export function tellOfSilence(turn: Turn, request: PartnerRequest): void {
  send(turn, {
    rule: request.check,
    purpose: 'chaser',
    basis: 'default',
    to: 'manager',
    template: 'partner-silence',
    step: { of: 'silence', request: request.request },
  });
}
