/** Words of a case: why a date is what it is, and names that a person reads instead of ids. */
import { FACT_TITLES } from '../factTitles.js';
import { londonDate, londonTimeOfDay } from '../../domain/calendar/london.js';
import type { LondonTime, Skipped } from '../../domain/calendar/types.js';
import type { Clock } from '../../domain/events.js';
import type { FactValue } from '../../domain/policy.js';
import { isIsoDate, type Instant, type IsoDate } from '../../domain/time.js';
import { dateWords, momentWords } from '../dateWords.js';

/** How dates are written: short on the command line, in full on a page. */
export interface DateStyle {
  day: (date: IsoDate) => string;
  /** Where the year is clear from what stands before it. */
  dayOfYear: (date: IsoDate) => string;
  moment: (at: Instant) => string;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Wed 30 Dec 2026`. */
export function shortDay(date: IsoDate): string {
  const day = new Date(`${date}T00:00:00Z`);
  return `${WEEKDAYS[day.getUTCDay()] ?? ''} ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()] ?? ''} ${day.getUTCFullYear()}`;
}

/** `Wed 30 Dec 2026 10:12`, in London. */
export const shortDates = (london: LondonTime): DateStyle => ({
  day: shortDay,
  dayOfYear: (date) => shortDay(date).slice(0, -5),
  moment: (at) => `${shortDay(londonDate(london, at))} ${londonTimeOfDay(london, at)}`,
});

/** "Wednesday 30 December 2026", as the pages have it. */
export const fullDates: DateStyle = {
  day: dateWords,
  dayOfYear: (date) => dateWords(date).slice(0, -5),
  moment: momentWords,
};

export const dayOrUnknown = (date: IsoDate | null, dates: DateStyle): string =>
  date === null ? 'a day not known' : dates.day(date);

/** `contactSocialWorker` and `nothing_found` as words. */
export const plain = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase();

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const EVENTS: Readonly<Record<string, string>> = {
  referral_received: 'the referral was received',
  referral_accepted: 'the referral was accepted',
  marker_identified: 'a marker was identified',
  notice_served: 'the notice was served',
};

/** What starts a clock: a step of the case, or the fact whose value is the day. */
export const clockEventWords = (event: string): string => EVENTS[event] ?? factName(event);

/** `10 working days`. */
export const amountWords = ({ amount, unit }: Pick<Clock, 'amount' | 'unit'>): string =>
  `${amount} ${plain(unit)}${amount === 1 ? '' : 's'}`;

/** Why a date is what it is: how it was counted, and the weekdays that were passed over. */
export function because(clock: Clock, skipped: readonly Skipped[], dates: DateStyle): string {
  const counted = amountWords(clock);
  const start = `${clockEventWords(clock.event)}, ${dates.day(clock.from)}`;
  const without = skippedSpans(skipped).map((span) => spanWords(span, dates));
  return (
    (clock.mode === 'inclusive' ? `${counted} counted from and with the day: ${start}` : `${counted} after ${start}`) +
    (without.length === 0 ? '' : `; not counted: ${without.join(', ')}`)
  );
}

export interface Span {
  from: IsoDate;
  to: IsoDate;
  why: string;
}

/** `Mon 21 Dec to Fri 1 Jan school holiday`. */
export const spanWords = ({ from, to, why }: Span, { dayOfYear }: DateStyle): string =>
  from === to ? `${dayOfYear(from)} ${why}` : `${dayOfYear(from)} to ${dayOfYear(to)} ${why}`;

/** Days passed over for one reason, one behind the other, as one span: a half term is said once, also over a weekend. */
export function skippedSpans(skipped: readonly Skipped[]): Span[] {
  const spans: Span[] = [];
  for (const { date, why } of skipped) {
    const last = spans.at(-1);
    // Bank holidays on both sides of a weekend do not make it one.
    const apart = why === 'bank holiday' || why === 'closure day' ? 1 : 3;
    if (last?.why === why && daysBetween(last.to, date) <= apart) last.to = date;
    else spans.push({ from: date, to: date, why });
  }
  return spans;
}

const daysBetween = (a: IsoDate, b: IsoDate): number => (Date.parse(b) - Date.parse(a)) / 86_400_000;

/** What a fact is called, without its explanations. */
export const factName = (fact: string): string =>
  Object.hasOwn(FACT_TITLES, fact) ? (FACT_TITLES[fact] ?? fact).replace(/;.*$/s, '') : plain(fact);

export const valueWords = (value: FactValue, dates: DateStyle): string =>
  typeof value === 'boolean'
    ? value
      ? 'yes'
      : 'no'
    : typeof value === 'string' && isIsoDate(value)
      ? dates.day(value)
      : String(value);

/** Dates in a reason of the core, as people read them. */
export const datesInWords = (text: string, dates: DateStyle): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => (isIsoDate(date) ? dates.day(date) : date));

/** What ids are called. */
export interface Names {
  /** What a rule says, in its own sentence; empty where nobody wrote one. */
  rule(id: string): string;
  /** `the senior officer`, or the title of a contact or partner of the pack. */
  recipient(to: string): string;
  /** A reason of the core with the name of the one fact or rule in it behind. */
  explained(why: string): string;
  /** The name of a member of staff. */
  person(id: string): string;
  /** What an event carries only as the id of a stored text. */
  text(id: string): string;
}

const ROLES: Readonly<Record<string, string>> = {
  officer: 'the officer',
  senior: 'the senior officer',
  manager: 'the manager',
  dsl: 'the designated safeguarding lead',
  deputy: 'the deputy of the designated lead',
  'social-worker': 'the social worker',
  'safeguarding-contact': 'the safeguarding contact',
};

export interface Known {
  /** The title of a rule; undefined where nobody wrote one. */
  rule: (id: string) => string | undefined;
  contacts: readonly { id: string; title: string }[];
  /** Where they are left out, ids stand for themselves. */
  person?: (id: string) => string | undefined;
  text?: (id: string) => string | undefined;
}

export function createNames({ rule: titleOf, contacts, person, text }: Known): Names {
  const rule = (id: string): string => titleOf(id) ?? '';
  return {
    rule,
    recipient: (to) =>
      (Object.hasOwn(ROLES, to) ? ROLES[to] : undefined) ??
      contacts.find(({ id }) => id === to)?.title ??
      (/^referrer-\d+$/.test(to)
        ? `referrer ${to.slice('referrer-'.length)}`
        : `the ${to.replace(/^partner:/, 'partner ')}`),
    explained: (why) => {
      const named = [...new Set(why.match(/[A-Za-z][\w/-]*/g) ?? [])].filter(
        (word) => rule(word) !== '' || (word.includes('_') && Object.hasOwn(FACT_TITLES, word)),
      );
      const [only] = named;
      if (only === undefined || named.length > 1 || !why.startsWith(only)) return why;
      return `${why} (${rule(only) === '' ? factName(only) : rule(only)})`;
    },
    person: (id) => person?.(id) ?? id,
    text: (id) => text?.(id) ?? id,
  };
}
