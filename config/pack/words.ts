/** Parts of a policy in words that its author and a committee read. */
import type { ClockRef, Condition, MetBy, PolicyPeriod } from '../../domain/policy.js';

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** `five working days`, `one week`, `20 school days`. */
export function amountInWords({ amount, unit }: { amount: number; unit: PolicyPeriod['unit'] }): string {
  return `${SMALL[amount] ?? String(amount)} ${unit.replace('_', ' ')}${amount === 1 ? '' : 's'}`;
}

/** `five working days`, `15 calendar days, the first day counted`. */
export const periodInWords = ({ amount, unit, mode }: PolicyPeriod): string =>
  `${amountInWords({ amount, unit })}${mode === 'inclusive' ? ', the day of the event counted' : ''}`;

const EVENTS: Readonly<Record<string, string>> = {
  referral_received: 'the receipt of the referral',
  referral_accepted: 'the acceptance of the referral',
  marker_identified: 'the first time the case reaches the first risk level',
  service: 'the service of the notice',
};

/** An event that starts a count, in words; a fact by its name. */
export const eventInWords = (event: string): string => EVENTS[event] ?? factName(event);

/** What starts a count. */
export function clockInWords(clock: ClockRef): string {
  if ('event' in clock) return eventInWords(clock.event);
  if ('laterOf' in clock) return `the later of ${clock.laterOf.map(eventInWords).join(' and ')}`;
  return clock.firstOf
    .map(
      ({ event, when }) =>
        `${eventInWords(event)}${when === undefined ? ' where it is known' : ` where ${conditionInWords(when)}`}`,
    )
    .join(', else ');
}

/** Every event that can start a clock. */
export function eventsOf(clock: ClockRef): string[] {
  if ('event' in clock) return [clock.event];
  return 'laterOf' in clock ? clock.laterOf : clock.firstOf.map(({ event }) => event);
}

/** A condition as a committee reads it: `a safeguarding concern` stays a name, and grounds of one kind are drawn together. */
export function conditionInWords(condition: Condition): string {
  if ('not' in condition) return 'fact' in condition.not ? denied(condition.not) : `not ${grouped(condition.not)}`;
  if ('any' in condition) return anyInWords(condition.any);
  if ('all' in condition) {
    // "Only where it was really stated": what is compared with a value is known.
    const parts = condition.all.filter((each) => !isImplied(each, condition.all));
    return parts.map(grouped).join(' and ');
  }
  return factInWords(condition);
}

type Comparison = Extract<Condition, { fact: string }>;

/** The name of a fact, as people say it. */
export const factName = (fact: string): string => fact.replaceAll('_', ' ');

function factInWords(condition: Comparison): string {
  const name = factName(condition.fact);
  if ('known' in condition) return `${name} is ${condition.known ? 'stated' : 'not stated'}`;
  if ('past' in condition) return `${name} lies in the past`;
  if ('op' in condition) return `${name} is ${OPERATORS[condition.op]} ${condition.value}`;
  return condition.is === true ? name : condition.is === false ? `not ${name}` : `${name} is ${condition.is}`;
}

const OPERATORS = { '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least' };

function denied(condition: Comparison): string {
  if ('is' in condition && condition.is === true) return `not ${factName(condition.fact)}`;
  if ('known' in condition) return factInWords({ ...condition, known: !condition.known });
  return `not (${factInWords(condition)})`;
}

function anyInWords(parts: Condition[]): string {
  const [first] = parts;
  const oneFact = first !== undefined && 'fact' in first ? first.fact : undefined;
  const values = parts.flatMap((part) =>
    'is' in part && part.fact === oneFact && typeof part.is !== 'boolean' ? [String(part.is)] : [],
  );
  if (oneFact !== undefined && values.length === parts.length && values.length > 1)
    return `${factName(oneFact)} is one of ${listInWords(values, 'or')}`;
  return parts.map(grouped).join(' or ');
}

const isImplied = (part: Condition, among: readonly Condition[]): boolean =>
  'known' in part &&
  part.known &&
  among.some((each) => each !== part && 'fact' in each && each.fact === part.fact && !('known' in each));

function grouped(condition: Condition): string {
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  const words = conditionInWords(condition);
  return parts.length > 1 && / (and|or) /.test(words) ? `(${words})` : words;
}

/** What meets a deadline. */
export function metInWords(met: MetBy, id: string): string {
  const parts = [
    ...(met.checks === undefined
      ? []
      : [met.checks === 'required' ? 'every required check is done' : `${met.checks.join(', ')} are done`]),
    ...(met.facts === undefined ? [] : [`${conditionInWords(met.facts)} is recorded`]),
    ...(met.act === true ? [`somebody records it under ${id}`] : []),
    ...(met.referral === true ? ['the referral itself comes in time'] : []),
  ];
  return parts.join(', and ');
}

/** `a, b and c`. */
export function listInWords(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1] ?? ''}`;
}

/** `roll_removal` as people say it. */
export function actionInWords(action: string): string {
  switch (action) {
    case 'inactive':
      return 'making the record inactive';
    case 'close':
      return 'closing the case';
    case 'roll_removal':
      return 'advice to take the name off the roll';
    case 'next_step':
      return 'the next step after a notice';
    default:
      return `the outcome ${action.replace(/^outcome:/, '')}`;
  }
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
