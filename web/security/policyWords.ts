import { listIn, type Language } from '../language/language.js';
import type { Policy } from './policies.js';

/** A policy in a sentence: "Only officers, senior officers and managers, for a case that is open to them". */
export function policyWords({ lets, roles, ofCase }: Policy, language: Language): string {
  const { say } = language;
  const who = listIn(
    language,
    (roles ?? []).map((role) => say(`policies.people.${role}`)),
  );
  const sentence = say(`policies.${lets}`, { who });
  return ofCase === undefined ? sentence : say('policies.ofCase', { policy: sentence });
}
