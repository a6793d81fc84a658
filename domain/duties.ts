/**
 * Duties of the service that belong to no case: reports, meetings, termly and yearly routines. When each is due follows
 * from the pack's rule, the calendars and a start day. A duty without a rule has no date until the authority gives one.
 */
import { countFrom, judgeSchoolDay, judgeWorkingDay } from './calendar/count.js';
import type { Calendars, Missing, Period, Unit } from './calendar/types.js';
import { reminderDay } from './digest.js';
import type { Defaults, RuleId } from './policy.js';
import { addDays, addMonths, dayNumber, isoDate, later, type IsoDate } from './time.js';

/** How often: every so many units, or in one of the three ways in which the texts say it. */
export type DutyFrequency = { amount: number; unit: Unit } | 'monthly_in_term' | 'termly' | 'three_times_a_year';

/** What the pack says of a duty. */
export interface DutyRule {
  id: RuleId;
  /** Null: the text names none, and the authority is asked. Left out: the duty stands at all times. */
  frequency?: DutyFrequency | null;
  /** The census days of the national return, where this is its duty. */
  dates?: readonly IsoDate[];
  /** From a census day to the day on which the return is due. */
  dueAfter?: Period;
}

/** What the register keeps of a duty: from when it counts, and what the authority decided where the text is silent. */
export interface DutyPlan {
  /** Periods count from here. */
  anchor: IsoDate;
  /** The anchor is itself the first due day: the authority named it. Else the first is a period later. */
  anchorIsDue: boolean;
  /** The authority's own, where the pack gives none. */
  frequency: DutyFrequency | null;
  /** The authority's own dates: its census days, or the days of a duty that falls on no regular ones. */
  dates: readonly IsoDate[] | null;
  /** Nothing that was due before this day is opened: the service did not know of it. */
  knownFrom: IsoDate;
}

export interface DutyDate {
  /** Names the occurrence whatever its due day becomes: `2026-10`, `autumn 2026`, `2027-01-21`. */
  occurrence: string;
  due: IsoDate;
  /** How the day was found, in words. */
  working: string;
}

export type DutyDates =
  | { dated: true; dates: DutyDate[]; missing: Missing | null }
  /** `standing`: a duty at all times. `not_dated`: the authority has not said yet. */
  | { dated: false; why: 'standing' | 'not_dated' };

export interface Span {
  from: IsoDate;
  to: IsoDate;
}

/** An occurrence is opened four weeks before it is due, and no sooner than the one before it is due. */
export const OPENS_AHEAD_DAYS = 28;
/** How far beyond that an open occurrence is looked for again after a calendar has changed. */
const LOOK_FURTHER_DAYS = 92;

/** The frequency that holds: the text's, else the authority's own. */
export const frequencyOf = (rule: DutyRule, plan: Pick<DutyPlan, 'frequency'>): DutyFrequency | null | undefined =>
  rule.frequency ?? plan.frequency ?? rule.frequency;

/** The occurrences of a duty that are due in a span, in order. Never a guess: beyond a calendar it names the calendar. */
export function dutyDates(rule: DutyRule, plan: DutyPlan, span: Span, calendars: Calendars): DutyDates {
  const frequency = frequencyOf(rule, plan);
  if (frequency === 'three_times_a_year' || plan.dates !== null) {
    const days = plan.dates ?? rule.dates;
    if (days === undefined || days.length === 0) return { dated: false, why: 'not_dated' };
    return onDates(days, rule, span, calendars);
  }
  if (frequency === undefined) return { dated: false, why: 'standing' };
  if (frequency === null) return { dated: false, why: 'not_dated' };
  if (frequency === 'monthly_in_term') return monthlyInTerm(span, calendars);
  if (frequency === 'termly') return atEndOfTerms({ amount: 1, ...plan }, span, calendars);
  if (frequency.amount < 1 || frequency.unit === 'hour') return { dated: false, why: 'not_dated' };
  return frequency.unit === 'term'
    ? atEndOfTerms({ ...plan, amount: frequency.amount }, span, calendars)
    : everyPeriod(frequency, plan, span, calendars);
}

/** On days that are given, or the same time after each: the return after its census days. */
function onDates(days: readonly IsoDate[], { dueAfter }: DutyRule, span: Span, calendars: Calendars): DutyDates {
  const dates: DutyDate[] = [];
  for (const day of [...days].sort()) {
    const counted = dueAfter === undefined ? undefined : countFrom(day, dueAfter, calendars);
    if (counted?.ok === false) return { dated: true, dates, missing: counted.missing };
    const due = counted?.date ?? day;
    if (due < span.from || due > span.to) continue;
    const working =
      dueAfter === undefined
        ? 'a day that was set for it'
        : `${dueAfter.amount} ${unitWords(dueAfter)} after the census day ${day}`;
    dates.push({ occurrence: day, due, working });
  }
  return { dated: true, dates, missing: null };
}

/** The first working day of each month on which pupils attend; a month without one is not in term. */
function monthlyInTerm({ from, to }: Span, calendars: Calendars): DutyDates {
  const { school } = calendars;
  if ('missing' in school) return { dated: true, dates: [], missing: { calendar: school.id, needed: from } };
  const dates: DutyDate[] = [];
  // Before the calendar begins nothing is looked for: what lies there is over.
  for (let month = `${later(from, school.from).slice(0, 7)}-01`; month <= to; month = addMonths(month, 1)) {
    const end = addMonths(month, 1);
    for (let day = dayNumber(later(month, school.from)); isoDate(day) < end; day += 1) {
      const working = judgeWorkingDay(calendars, day);
      const pupils = judgeSchoolDay(calendars, day);
      if ('missing' in working) return { dated: true, dates, missing: working.missing };
      if ('missing' in pupils) return { dated: true, dates, missing: pupils.missing };
      if (!working.counts || !pupils.counts) continue;
      const due = isoDate(day);
      const name = month.slice(0, 7);
      if (due >= from && due <= to)
        dates.push({
          occurrence: name,
          due,
          working: `first working day of ${name} in term, by the calendar ${school.id}`,
        });
      break;
    }
  }
  return { dated: true, dates, missing: null };
}

/** The last day of every n-th term, counted from the anchor. */
function atEndOfTerms(
  { amount, anchor, anchorIsDue }: { amount: number } & Pick<DutyPlan, 'anchor' | 'anchorIsDue'>,
  { from, to }: Span,
  { school }: Calendars,
): DutyDates {
  if ('missing' in school) return { dated: true, dates: [], missing: { calendar: school.id, needed: from } };
  const wanted = anchorIsDue ? 0 : amount - 1;
  const dates = school.terms
    .filter((term) => term.to >= anchor)
    .filter((_term, index) => index % amount === wanted)
    .filter((term) => term.to >= from && term.to <= to)
    .map((term) => ({
      occurrence: `${term.name} ${term.from.slice(0, 4)}`,
      due: term.to,
      working: `last day of the ${term.name} term, by the calendar ${school.id}`,
    }));
  return {
    dated: true,
    dates,
    missing: to > school.to ? { calendar: school.id, needed: addDays(school.to, 1) } : null,
  };
}

function everyPeriod(
  { amount, unit }: { amount: number; unit: Unit },
  { anchor, anchorIsDue }: DutyPlan,
  { from, to }: Span,
  calendars: Calendars,
): DutyDates {
  const dates: DutyDate[] = [];
  const everyDay = unit === 'working_day' || unit === 'school_day';
  let last = anchor;
  for (let n = anchorIsDue ? 0 : 1; ; n += 1) {
    // Months and years count from the anchor each time, so that a 31st does not become a 30th for good.
    const counted =
      n === 0
        ? { ok: true as const, date: anchor }
        : everyDay
          ? countFrom(last, { amount, unit, mode: 'after' }, calendars)
          : countFrom(anchor, { amount: amount * n, unit, mode: 'after' }, calendars);
    if (!counted.ok) return { dated: true, dates, missing: counted.missing };
    last = counted.date;
    if (last > to) return { dated: true, dates, missing: null };
    if (last < from) continue;
    const working =
      n === 0 ? `the first day, ${anchor}` : `${amount * n} ${unitWords({ amount: amount * n, unit })} after ${anchor}`;
    dates.push({ occurrence: last, due: last, working });
  }
}

const unitWords = ({ amount, unit }: { amount: number; unit: Unit }): string =>
  `${unit.replace('_', ' ')}${amount === 1 ? '' : 's'}`;

/** "every month", "every 2 weeks", "once a term"; for people. */
export function frequencyInWords(frequency: DutyFrequency | null | undefined): string {
  switch (frequency) {
    case undefined:
      return 'at all times';
    case null:
      return 'the text names no frequency';
    case 'monthly_in_term':
      return 'every month in term';
    case 'termly':
      return 'every term';
    case 'three_times_a_year':
      return 'three times a year';
    default:
      return `every ${frequency.amount === 1 ? '' : `${frequency.amount} `}${unitWords(frequency)}`;
  }
}

export type OccurrenceState = 'open' | 'late' | 'done' | 'not_needed';

/** An occurrence as the register holds it. */
export interface HeldOccurrence {
  rule: RuleId;
  occurrence: string;
  due: IsoDate;
  state: OccurrenceState;
}

/** What has to happen to the occurrences of an authority on a day. */
export type DutyAct =
  | ({ act: 'open'; rule: RuleId; remindOn: IsoDate | null } & DutyDate)
  | ({ act: 'move'; rule: RuleId; remindOn: IsoDate | null; was: IsoDate } & DutyDate)
  | { act: 'late'; rule: RuleId; occurrence: string; due: IsoDate }
  | { act: 'withdraw'; rule: RuleId; occurrence: string; due: IsoDate };

/**
 * Opens what is due soon, moves what a calendar moved, withdraws what the rule no longer asks for, and marks late what
 * its day has passed over. Repeating it on the same day gives nothing. A late occurrence never disappears.
 */
export function dutyActs(
  duties: readonly { rule: DutyRule; plan: DutyPlan }[],
  held: readonly HeldOccurrence[],
  day: IsoDate,
  { calendars, defaults }: { calendars: Calendars; defaults: Defaults },
): DutyAct[] {
  const acts: DutyAct[] = [];
  const to = addDays(day, OPENS_AHEAD_DAYS + LOOK_FURTHER_DAYS);
  const remindOn = (due: IsoDate): IsoDate | null => reminderDay(due, calendars, defaults) ?? null;
  const late = (of: { rule: RuleId; occurrence: string; due: IsoDate }): void => {
    if (of.due < day) acts.push({ act: 'late', rule: of.rule, occurrence: of.occurrence, due: of.due });
  };
  const ruled = new Map(duties.map(({ rule, plan }) => [rule.id, { rule, plan }]));
  for (const { rule, plan } of duties) {
    const found = dutyDates(rule, plan, { from: plan.knownFrom, to }, calendars);
    const own = held.filter((one) => one.rule === rule.id);
    const dates = found.dated ? found.dates : [];
    for (const [index, date] of dates.entries()) {
      if (own.some((one) => one.occurrence === date.occurrence)) continue;
      const before = dates[index - 1]?.due;
      const ahead = addDays(date.due, -OPENS_AHEAD_DAYS);
      if ((before === undefined ? ahead : later(ahead, before)) > day) continue;
      acts.push({ act: 'open', rule: rule.id, remindOn: remindOn(date.due), ...date });
      late({ rule: rule.id, ...date });
    }
    for (const one of own) {
      if (one.state !== 'open') continue;
      const date = dates.find(({ occurrence }) => occurrence === one.occurrence);
      if (one.due < day) late(one);
      else if (date === undefined) {
        // Where a calendar is missing nothing is known, so what is open stays.
        if (!found.dated || found.missing === null)
          acts.push({ act: 'withdraw', rule: rule.id, occurrence: one.occurrence, due: one.due });
      } else if (date.due !== one.due) {
        const due = later(date.due, day);
        if (due !== one.due)
          acts.push({ act: 'move', rule: rule.id, remindOn: remindOn(due), was: one.due, ...date, due });
      }
    }
  }
  for (const one of held)
    if (one.state === 'open' && !ruled.has(one.rule)) {
      if (one.due < day) late(one);
      else acts.push({ act: 'withdraw', rule: one.rule, occurrence: one.occurrence, due: one.due });
    }
  return acts;
}

/**
 * Whether the digest of a working day has a line about an occurrence: a reminder to whoever does it, and from the first
 * working day after its due day on one to the manager, until it is done.
 */
export function dutyLine(
  one: { due: IsoDate; state: OccurrenceState; remindOn: IsoDate | null; for: string },
  day: IsoDate,
): { purpose: 'reminder' | 'late'; to: string } | undefined {
  if (one.state !== 'open' && one.state !== 'late') return undefined;
  if (one.due < day) return { purpose: 'late', to: 'manager' };
  return one.remindOn === day ? { purpose: 'reminder', to: one.for } : undefined;
}
