/** Words of the timeline: short dates, and names that a person reads instead of ids. */
import type { LoadedPack } from '../../config/pack/load.js';
import { FACT_TITLES } from '../../config/factTitles.js';
import { londonDate, londonTimeOfDay } from '../../domain/calendar/london.js';
import type { LondonTime } from '../../domain/calendar/types.js';
import type { Clock } from '../../domain/events.js';
import type { FactValue } from '../../domain/policy.js';
import { isIsoDate, type Instant, type IsoDate } from '../../domain/time.js';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Wed 30 Dec 2026`. */
export function shortDay(date: IsoDate): string {
  const day = new Date(`${date}T00:00:00Z`);
  return `${WEEKDAYS[day.getUTCDay()] ?? ''} ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()] ?? ''} ${day.getUTCFullYear()}`;
}

/** `Wed 30 Dec`, where the year is clear. */
const dayAndMonth = (date: IsoDate): string => shortDay(date).slice(0, -5);

export const dayOrUnknown = (date: IsoDate | null): string => (date === null ? 'a day not known' : shortDay(date));

/** `Wed 30 Dec 2026 10:12`, in London. */
export const moment = (london: LondonTime, at: Instant): string =>
  `${shortDay(londonDate(london, at))} ${londonTimeOfDay(london, at)}`;

/** `contactSocialWorker` and `nothing_found` as words. */
export const plain = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase();

const EVENTS: Readonly<Record<string, string>> = {
  referral_received: 'the referral was received',
  referral_accepted: 'the referral was accepted',
  marker_identified: 'a marker was identified',
  notice_served: 'the notice was served',
};

/** Why a date is what it is: how it was counted, and the weekdays that were passed over. */
export function because(clock: Clock, skipped: readonly { date: IsoDate; why: string }[]): string {
  const { amount, unit, mode, event, from } = clock;
  const counted = `${amount} ${plain(unit)}${amount === 1 ? '' : 's'}`;
  const start = `${EVENTS[event] ?? factName(event)}, ${shortDay(from)}`;
  const without = groups(skipped).map(({ from: first, to, why }) =>
    first === to ? `${dayAndMonth(first)} ${why}` : `${dayAndMonth(first)} to ${dayAndMonth(to)} ${why}`,
  );
  return (
    (mode === 'inclusive' ? `${counted} counted from and with the day: ${start}` : `${counted} after ${start}`) +
    (without.length === 0 ? '' : `; not counted: ${without.join(', ')}`)
  );
}

/** Days passed over for one reason, one behind the other, as one span: a half term is said once, also over a weekend. */
function groups(skipped: readonly { date: IsoDate; why: string }[]): { from: IsoDate; to: IsoDate; why: string }[] {
  const spans: { from: IsoDate; to: IsoDate; why: string }[] = [];
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

export const valueWords = (value: FactValue): string =>
  typeof value === 'boolean'
    ? value
      ? 'yes'
      : 'no'
    : typeof value === 'string' && isIsoDate(value)
      ? shortDay(value)
      : String(value);

/** Dates in a reason of the core, as people read them. */
export const datesInWords = (text: string): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => (isIsoDate(date) ? shortDay(date) : date));

export interface Names {
  /** What a rule says, in its own sentence; empty where nobody wrote one. */
  rule(id: string): string;
  /** `the senior officer`, or the title of a contact or partner of the pack. */
  recipient(to: string): string;
  /** A reason of the core with the name of the one fact or rule in it behind. */
  explained(why: string): string;
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

export function createNames({ details, pack }: LoadedPack, added: ReadonlyMap<string, string>): Names {
  const rule = (id: string): string => added.get(id) ?? (Object.hasOwn(details, id) ? (details[id]?.title ?? '') : '');
  return {
    rule,
    recipient: (to) =>
      (Object.hasOwn(ROLES, to) ? ROLES[to] : undefined) ??
      pack.contacts.find(({ id }) => id === to)?.title ??
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
  };
}
