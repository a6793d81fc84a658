/** Sentences of the core in a language. The core writes English, and what it wrote stays as it is recorded. */
import { english } from '../language/english.js';
import { FIELD, type Language } from '../language/language.js';
import { datesInWords } from './words.js';

interface Pattern {
  key: string;
  fields: string[];
  matches: RegExp;
}

let patterns: readonly Pattern[] | undefined;

/** From the English texts: what stands where a field does is what changes. Those that say most come first. */
const readPatterns = (): readonly Pattern[] =>
  (patterns ??= english()
    .keys()
    .filter((key) => key.startsWith('core.'))
    .map((key) => ({ key, text: english().unfilled(key) }))
    .sort((a, b) => literal(b.text).length - literal(a.text).length)
    .map(({ key, text }) => ({
      key,
      fields: [...text.matchAll(FIELD)].map(([, name = '']) => name),
      matches: new RegExp(`^${literal(text, '(.+)')}$`, 's'),
    })));

const literal = (text: string, between = ''): string =>
  text
    .split(/\{\w+\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join(between);

/**
 * A sentence of the core, or one of a pack, which stays as it is; dates in either as people read them.
 * @param inner puts what stands in the sentence's fields into words: ids, and other sentences
 */
export function coreSentence(text: string, language: Language, inner = same): string {
  for (const { key, fields, matches } of readPatterns()) {
    const found = matches.exec(text);
    if (found === null) continue;
    return language.say(
      key,
      Object.fromEntries(fields.map((name, index) => [name, inner(datesInWords(found[index + 1] ?? '', language))])),
    );
  }
  return datesInWords(text, language);
}

const same = (text: string): string => text;
