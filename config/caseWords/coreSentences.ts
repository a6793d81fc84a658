/** Sentences of the core and of the API in a language. They write English, and what is recorded stays as it was written. */
import { english } from '../language/english.js';
import { FIELD, type Language } from '../language/language.js';
import { datesInWords } from './words.js';

interface Pattern {
  key: string;
  fields: string[];
  matches: RegExp;
}

/** Keys of texts whose English is what was written. */
const WRITTEN = /^(core|api)\./;
/** `10 working days`. */
const AMOUNT = /^(\d+) (working day|school day|calendar day|week|month|term|year|hour)s?$/;

let patterns: readonly Pattern[] | undefined;

/** From the English texts: what stands where a field does is what changes. Those that say most come first. */
const readPatterns = (): readonly Pattern[] =>
  (patterns ??= english()
    .keys()
    .filter((key) => WRITTEN.test(key))
    .map((key) => ({ key, text: english().unfilled(key) }))
    .sort(
      (a, b) => a.text.split(FIELD_WHOLE).length - b.text.split(FIELD_WHOLE).length || b.text.length - a.text.length,
    )
    .map(({ key, text }) => ({
      key,
      fields: [...text.matchAll(FIELD)].map(([, name = '']) => name),
      matches: patternOf(text),
    })));

const FIELD_WHOLE = /(?:\{\w+\})/;

const patternOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split(/(\{\w+\})/)
      .map((part) =>
        part === '{amount}'
          ? '(\\d+ [a-z ]+?)'
          : part.startsWith('{')
            ? '(.+)'
            : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('')}$`,
    's',
  );

/**
 * A sentence of the core or of the API; one of a pack stays as it is. Dates in either are written as people read them.
 * @param inner puts what stands in the sentence's fields into words: ids, and other sentences
 */
export function coreSentence(
  text: string,
  language: Language,
  inner: (text: string) => string = (field) => coreSentence(field, language),
): string {
  for (const { key, fields, matches } of readPatterns()) {
    const found = matches.exec(text);
    if (found === null) continue;
    return language.say(
      key,
      Object.fromEntries(
        fields.map((name, index) => {
          const field = found[index + 1] ?? '';
          if (name === 'amount') return [name, amountIn(field, language)];
          if (language.has(`id.${field}`)) return [name, language.say(`id.${field}`)];
          return [name, inner(datesInWords(field, language))];
        }),
      ),
    );
  }
  return datesInWords(text, language);
}

function amountIn(text: string, { count }: Language): string {
  const [, number, unit] = AMOUNT.exec(text) ?? [];
  return unit === undefined ? text : count(`amount.${unit.replace(' ', '_')}`, Number(number));
}
