/** What each case fact means, in the words that screens and the policy author read. */
import { FACTS } from '../domain/facts.js';
import type { FactId } from '../domain/policy.js';
import { english } from './language/english.js';
import type { Language } from './language/language.js';

/** In English, as the policy author and the schemas have them. */
export const FACT_TITLES: Readonly<Record<FactId, string>> = Object.fromEntries(
  Object.keys(FACTS).map((fact) => [fact, english().say(`factTitle.${fact}`)]),
);

/** The whole meaning of a fact in a language; undefined for one that a pack declares. */
export const factTitle = (fact: FactId, { has, say }: Language): string | undefined =>
  has(`factTitle.${fact}`) ? say(`factTitle.${fact}`) : undefined;
