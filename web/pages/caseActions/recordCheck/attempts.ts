import type { Language } from '../../../language/language.js';
import type { CaseNow } from '../shared/caseNow.js';

export interface Attempts {
  /** How many count, of how many that are needed. */
  counted: number;
  needed: number;
  /** Each has to be in a band of its own. */
  distinct: boolean;
  /** Counts only with evidence. */
  evidence: boolean;
  bands: { words: string; done: string | null }[];
}

/** Null for a check of one attempt. */
export function attemptsOf({ world, state }: CaseNow, id: string, { say, dates }: Language): Attempts | null {
  const rule = world.policy.checks.find((check) => check.id === id);
  if (rule?.attempts === undefined || rule.attempts.min < 2) return null;
  const { min, distinct = false, evidence = false } = rule.attempts;
  const made = state.checks.find((check) => check.id === id)?.attempts ?? [];
  const bands = world.policy.timeBands.map(({ name }) => ({ name, words: say('recordCheck.band', { band: name }) }));
  return {
    counted: made.filter(({ counts }) => counts).length,
    needed: min,
    distinct,
    evidence,
    bands: [...bands, { name: 'weekend', words: say('recordCheck.weekend') }].map(({ name, words }) => {
      const at = made.find((attempt) => attempt.counts && attempt.band === name)?.doneAt;
      return { words, done: at === undefined ? null : `${dates.dayOf(at)}, ${dates.time(at)}` };
    }),
  };
}
