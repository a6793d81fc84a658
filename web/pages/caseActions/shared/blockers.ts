/** What keeps an action shut, in words: the rule, its source, and what it found. */
import { coreSentence } from '../../../../config/caseWords/coreSentences.js';
import { capital, datesInWords } from '../../../../config/caseWords/words.js';
import type { Blocker } from '../../../../domain/events.js';
import { Problem } from '../../../../api/problem.js';
import type { Language } from '../../../language/language.js';
import { plainTitleOf, titleOf, type CaseNow } from './caseNow.js';
import { actionWords, factWords } from './words.js';

export interface ShutBy {
  rule: string;
  title: string;
  source: string;
  whys: string[];
}

export interface ShutGate {
  action: string;
  words: string;
  by: ShutBy[];
}

/** The blockers of an action, drawn together by their rule. */
export function shutBy(now: CaseNow, language: Language, blockers: readonly Blocker[]): ShutBy[] {
  const rules = [...new Set(blockers.map(({ rule }) => rule))];
  return rules.map((rule) => ({
    rule,
    title: plainTitleOf(now, rule),
    source: now.rules.get(rule)?.source ?? '',
    whys: blockers.filter((one) => one.rule === rule).map(({ why }) => capital(whyWords(now, language, why))),
  }));
}

/** Every gate that is shut now. */
export const shutGates = (now: CaseNow, language: Language): ShutGate[] =>
  now.view.gates
    .filter((gate) => !gate.open)
    .map(({ action, blockedBy }) => ({
      action,
      words: gateWords(now, action, language),
      by: shutBy(now, language, blockedBy),
    }));

/** `outcome:BAN-O3` is told by the rule's title. */
export function gateWords(now: CaseNow, action: string, language: Language): string {
  const rule = action.startsWith('outcome:') ? now.rules.get(action.slice(8)) : undefined;
  return rule?.title ?? actionWords(action, language);
}

const CHECK_STANDS = /\b([A-Z]{2,5}-[A-Z0-9]+[a-z]?) is (open|waiting|not done)\b/g;
const FACT_STANDS = /\b([a-z][a-z0-9]*(?:_[a-z0-9]+)*) is (not known|not set|set)\b/g;
const RULE_RUNS = /^([A-Z]{2,5}-[A-Z0-9]+[a-z]?) runs until (.*)$/;
const RULE_STANDS = /^([A-Z]{2,5}-[A-Z0-9]+[a-z]?): (.*)$/;

/** "cp_plan is set" as "“subject of a child protection plan” is recorded". */
export const whyWords = (now: CaseNow, language: Language, why: string): string =>
  reasonsIn(
    now,
    language,
    coreSentence(why, language, (inner) => reasonsIn(now, language, inner)),
  );

function reasonsIn(now: CaseNow, language: Language, why: string): string {
  const { say } = language;
  return datesInWords(why, language)
    .replace(/^concern-\d+ is open: .*$/, say('blockers.concern'))
    .replace(RULE_STANDS, (_whole, rule: string, stands: string) => `${rule}: ${coreSentence(stands, language)}`)
    .replace(RULE_RUNS, (_whole, rule: string, day: string) => say('blockers.runs', { title: titleOf(now, rule), day }))
    .replaceAll(CHECK_STANDS, (_whole, rule: string, stands: string) =>
      say(stands === 'waiting' ? 'blockers.waiting' : 'blockers.open', { title: titleOf(now, rule) }),
    )
    .replaceAll(FACT_STANDS, (_whole, fact: string, stands: string) => {
      const key = stands === 'set' ? 'blockers.set' : stands === 'not set' ? 'blockers.notSet' : 'blockers.notKnown';
      return say(key, { fact: factWords(fact, language) });
    });
}

/** The refusal of a gate as it is told above a form: every rule by its title, every reason in words. */
export const shutProblem = (now: CaseNow, language: Language, blockers: readonly Blocker[]): Problem =>
  new Problem('gate_closed', language.say('blockers.shut'), {
    blockedBy: shutBy(now, language, blockers).flatMap(({ rule, title, whys }) =>
      whys.map((why) => ({ rule, why: `${title}: ${why}` })),
    ),
  });

/** A refusal of the core in words: rules by their titles. */
export const refusalWords = (now: CaseNow, language: Language, detail: string): string =>
  capital(
    whyWords(now, language, detail).replaceAll(/\b[A-Z]{2,5}-[A-Z0-9]+[a-z]?\b/g, (rule) =>
      now.rules.has(rule) ? `“${titleOf(now, rule)}”` : rule,
    ),
  );
