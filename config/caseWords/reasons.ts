/** What keeps something shut, from the words of the core with its ids to words with titles. */
import { factTitle } from '../factTitles.js';
import type { Language } from '../language/language.js';
import { coreSentence } from './coreSentences.js';
import type { Names } from './names.js';
import { capital, datesInWords, factName } from './words.js';

const FACT_STATES: Readonly<Record<string, string>> = {
  'not known': 'stands.notKnown',
  set: 'stands.set',
  'not set': 'stands.notSet',
};
const CHECK_STATES: Readonly<Record<string, string>> = {
  open: 'stands.open',
  waiting: 'stands.waiting',
  'not done': 'stands.open',
};

/**
 * `cp_plan is set` as "Subject of a child protection plan: yes", `BRA-C1 is open` as "Local databases: not done yet". A
 * reason in the policy's own words keeps them, with what follows in brackets put into words.
 */
export function reasonWords(why: string, names: Names, language: Language): string {
  const [, own, inner] = /^(.*\S) \(([^()]*)\)$/s.exec(why) ?? [];
  if (own !== undefined && inner !== undefined)
    return `${capital(coreSentence(own, language))} (${each(inner, names, language).join('; ')})`;
  return capital(each(why, names, language).join('; '));
}

/** Facts of one condition stand behind each other with commas. */
const each = (text: string, names: Names, language: Language): string[] => {
  const parts = text.split(', ');
  const all = parts.map((part) => one(part, names, language));
  return all.every((said) => said !== null)
    ? all
    : [one(text, names, language) ?? coreSentence(text, language, (inner) => one(inner, names, language) ?? inner)];
};

function one(text: string, names: Names, language: Language): string | null {
  const { say } = language;
  const [, who] = /^concern-\d+ is open: (.+)$/.exec(text) ?? [];
  if (who !== undefined) return say('stands.concern', { who: coreSentence(who, language) });
  const [, id, state] = /^([A-Za-z][\w/-]*) is (.+)$/.exec(text) ?? [];
  const [, period, rest] = /^([A-Za-z][\w/-]*):? (.+)$/.exec(text) ?? [];
  if (id !== undefined && state !== undefined) {
    const check = CHECK_STATES[state];
    if (names.rule(id) !== '' && check !== undefined)
      return say('stands.is', { name: names.rule(id), state: say(check) });
    const fact = FACT_STATES[state];
    if (fact !== undefined || factTitle(id, language) !== undefined)
      return say('stands.is', {
        name: factName(id, language),
        state: fact === undefined ? datesInWords(state, language) : say(fact),
      });
  }
  if (period !== undefined && rest !== undefined && names.rule(period) !== '')
    return say('stands.is', { name: names.rule(period), state: coreSentence(rest, language) });
  return null;
}
