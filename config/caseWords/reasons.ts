/** What keeps something shut, from the words of the core with its ids to words with titles. */
import { capital, datesInWords, factName, type DateStyle, type Names } from './words.js';
import { FACT_TITLES } from '../factTitles.js';

const FACT_STATES: Readonly<Record<string, string>> = { 'not known': 'not known', set: 'yes', 'not set': 'no' };
const CHECK_STATES: Readonly<Record<string, string>> = {
  open: 'not done yet',
  waiting: 'waiting for a reply',
  'not done': 'not done yet',
};

/**
 * `cp_plan is set` as "Subject of a child protection plan: yes", `BRA-C1 is open` as "Local databases: not done yet". A
 * reason in the policy's own words keeps them, with what follows in brackets put into words.
 */
export function reasonWords(why: string, names: Names, dates: DateStyle): string {
  const [, own, inner] = /^(.*\S) \(([^()]*)\)$/s.exec(why) ?? [];
  if (own !== undefined && inner !== undefined) return `${capital(own)} (${each(inner, names, dates).join('; ')})`;
  return capital(each(why, names, dates).join('; '));
}

/** Facts of one condition stand behind each other with commas. */
const each = (text: string, names: Names, dates: DateStyle): string[] => {
  const parts = text.split(', ');
  const all = parts.map((part) => one(part, names, dates));
  return all.every((said) => said !== null) ? all : [one(text, names, dates) ?? datesInWords(text, dates)];
};

function one(text: string, names: Names, dates: DateStyle): string | null {
  const [, who] = /^concern-\d+ is open: (.+)$/.exec(text) ?? [];
  if (who !== undefined) return `a safeguarding concern is open: ${who}`;
  const [, id, state] = /^([A-Za-z][\w/-]*) is (.+)$/.exec(text) ?? [];
  const [, period, rest] = /^([A-Za-z][\w/-]*):? (.+)$/.exec(text) ?? [];
  if (id !== undefined && state !== undefined) {
    if (names.rule(id) !== '' && CHECK_STATES[state] !== undefined) return `${names.rule(id)}: ${CHECK_STATES[state]}`;
    if (Object.hasOwn(FACT_TITLES, id) || FACT_STATES[state] !== undefined)
      return `${factName(id)}: ${FACT_STATES[state] ?? datesInWords(state, dates)}`;
  }
  if (period !== undefined && rest !== undefined && names.rule(period) !== '')
    return `${names.rule(period)}: ${datesInWords(rest, dates)}`;
  return null;
}
