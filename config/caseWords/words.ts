/** Words of a case: why a date is what it is, and names that a person reads instead of ids. */
import { factTitle } from '../factTitles.js';
import { londonDate, londonTimeOfDay } from '../../domain/calendar/london.js';
import type { LondonTime, Skipped } from '../../domain/calendar/types.js';
import type { Clock } from '../../domain/events.js';
import type { FactValue } from '../../domain/policy.js';
import { isIsoDate, type IsoDate } from '../../domain/time.js';
import { english } from '../language/english.js';
import { dayParts } from '../language/dateWords.js';
import type { Language } from '../language/language.js';

/** `Wed 30 Dec 2026`, for the command line. */
export const shortDay = (date: IsoDate): string => {
  const { say } = english();
  return say('dates.day', dayParts(say, date, 'short'));
};

/** A language with its dates short, as the command line has them: `Wed 30 Dec 2026 10:12`, in London. */
export const inShort = (language: Language, london: LondonTime): Language => {
  const { say } = language;
  const day = (date: IsoDate): string => say('dates.day', dayParts(say, date, 'short'));
  return {
    ...language,
    dates: {
      ...language.dates,
      day,
      dayOfYear: (date) => say('dates.dayOfYear', dayParts(say, date, 'short')),
      moment: (at) => `${day(londonDate(london, at))} ${londonTimeOfDay(london, at)}`,
    },
  };
};

export const dayOrUnknown = (date: IsoDate | null, { dates, say }: Language): string =>
  date === null ? say('counted.unknownDay') : dates.day(date);

/** `contactSocialWorker` and `nothing_found` as the words in them: for what a language has no own words for. */
export const plain = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase();

/** An id of the core (a result, a kind, a purpose, an action) in words; one of a pack as it reads. */
export const idWords = (id: string, { has, say }: Language): string => (has(`id.${id}`) ? say(`id.${id}`) : plain(id));

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What starts a clock: a step of the case, or the fact whose value is the day. */
export const clockEventWords = (event: string, language: Language): string =>
  language.has(`clock.${event}`) ? language.say(`clock.${event}`) : factName(event, language);

/** `10 working days`. */
export const amountWords = ({ amount, unit }: Pick<Clock, 'amount' | 'unit'>, { count }: Language): string =>
  count(`amount.${unit}`, amount);

/** Why a date is what it is: how it was counted, and the weekdays that were passed over. */
export function because(clock: Clock, skipped: readonly Skipped[], language: Language): string {
  const { say, dates } = language;
  const counted = say(clock.mode === 'inclusive' ? 'counted.inclusive' : 'counted.after', {
    amount: amountWords(clock, language),
    start: clockEventWords(clock.event, language),
    day: dates.day(clock.from),
  });
  const without = skippedSpans(skipped).map((span) => spanWords(span, language));
  return without.length === 0 ? counted : say('counted.without', { counted, days: without.join(', ') });
}

export interface Span {
  from: IsoDate;
  to: IsoDate;
  why: string;
}

/** `Mon 21 Dec to Fri 1 Jan school holiday`. */
export const spanWords = ({ from, to, why }: Span, language: Language, day = language.dates.dayOfYear): string =>
  from === to
    ? language.say('counted.oneDay', { day: day(from), why: skippedWords(why, language) })
    : language.say('counted.span', { from: day(from), to: day(to), why: skippedWords(why, language) });

/** Why a day was passed over: in the words of a school's calendar, or in ours. */
const skippedWords = (why: string, { has, say }: Language): string =>
  has(`skipped.${why}`) ? say(`skipped.${why}`) : why;

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
export const factName = (fact: string, language: Language): string =>
  factTitle(fact, language)?.replace(/;.*$/s, '') ?? plain(fact);

export const valueWords = (value: FactValue, { say, dates }: Language): string =>
  typeof value === 'boolean'
    ? say(value ? 'value.yes' : 'value.no')
    : typeof value === 'string' && isIsoDate(value)
      ? dates.day(value)
      : String(value);

/** Dates in a text of the core, as people read them. */
export const datesInWords = (text: string, { dates }: Language): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => (isIsoDate(date) ? dates.day(date) : date));
