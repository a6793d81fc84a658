/** What is wrong with a language that was translated from English. */
import { CATEGORIES, FIELD, type Texts } from './language.js';

/** A language cannot be used. Each fault names its key. */
export class LanguageInvalid extends Error {
  override readonly name = 'LanguageInvalid';
  readonly code = 'language_invalid';
  constructor(
    language: string,
    readonly faults: readonly string[],
  ) {
    super(
      `The language ${language} cannot be used. Mend it, or leave it out of ROLLCALL_LANGUAGES:\n${faults.join('\n')}`,
    );
  }
}

/**
 * Every text that is missing or that English does not have, and every field that is missing or unknown. In a plural form
 * the number may be a word: "dwy ysgol" has no `{count}`.
 */
export function faultsIn(texts: Texts, english: Texts): string[] {
  const plurals = new Set(pluralKeys(english));
  const missing = [...english.keys()].filter((key) => {
    const family = familyOf(key);
    return !texts.has(key) && (family === null || !plurals.has(family) || key.endsWith('.other'));
  });
  return [
    ...missing.map((key) => `${key}: missing. In English: ${english.get(key) ?? ''}`),
    ...[...texts].flatMap(([key, text]) => {
      const family = familyOf(key);
      const ofPlural = family !== null && plurals.has(family);
      const model = english.get(ofPlural ? `${family}.other` : key);
      if (model === undefined) return [`${key}: unknown, English has no such text`];
      const wanted = fieldsOf(model);
      const found = fieldsOf(text);
      return [
        ...found.filter((name) => !wanted.includes(name)).map((name) => `${key}: unknown field {${name}}`),
        ...wanted
          .filter((name) => !found.includes(name) && !(ofPlural && name === 'count'))
          .map((name) => `${key}: without the field {${name}}`),
      ];
    }),
  ];
}

/** Keys that have plural forms: whatever stands under them are categories, `other` among them. */
function pluralKeys(texts: Texts): string[] {
  const under = new Map<string, string[]>();
  for (const key of texts.keys()) {
    const at = key.lastIndexOf('.');
    const above = key.slice(0, at);
    under.set(above, [...(under.get(above) ?? []), key.slice(at + 1)]);
  }
  return [...under].flatMap(([key, forms]) =>
    forms.includes('other') && forms.length > 1 && forms.every((form) => CATEGORIES.includes(form)) ? [key] : [],
  );
}

const familyOf = (key: string): string | null => {
  const at = key.lastIndexOf('.');
  return at > 0 && CATEGORIES.includes(key.slice(at + 1)) ? key.slice(0, at) : null;
};

const fieldsOf = (text: string): string[] => [...new Set([...text.matchAll(FIELD)].map(([, name = '']) => name))];
