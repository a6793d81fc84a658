/** The words of a language, each found by its key, for the pages and the command line alike. */
import { datesIn, type DateWords } from './dateWords.js';

export type Fields = Readonly<Record<string, string | number>>;

export interface Language {
  /** For `lang` of a page: `en`, `cy`. */
  code: string;
  /** The text of a key, with `{name}` filled in. @throws Error for a key or a field that is not there */
  say: (key: string, fields?: Fields) => string;
  /** The text of a key that has plural forms, in the one for `count`, which also fills `{count}`. */
  count: (key: string, count: number, fields?: Fields) => string;
  has: (key: string) => boolean;
  /** A text with its fields unfilled. @throws Error for a key that is not there */
  unfilled: (key: string) => string;
  keys: () => string[];
  /** Dates and times, in the style of whoever reads. */
  dates: DateWords;
}

/** Texts by their keys. Those of a plural form end in its category: `due.inDays.one`, `due.inDays.other`. */
export type Texts = ReadonlyMap<string, string>;

/** What stands for a field in a text: `{name}`. */
export const FIELD = /\{(\w+)\}/g;

export function languageOf(code: string, texts: Texts): Language {
  const plural = new Intl.PluralRules(code);
  const unfilled: Language['unfilled'] = (key) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`The language ${code} has no text for ${key}`);
    return text;
  };
  const say: Language['say'] = (key, fields = {}) =>
    unfilled(key).replaceAll(FIELD, (_whole, name: string) => {
      const value = fields[name];
      if (value === undefined) throw new Error(`The text ${key} needs ${name}`);
      return String(value);
    });
  return {
    code,
    say,
    unfilled,
    count: (key, count, fields = {}) => {
      const form = `${key}.${plural.select(count)}`;
      return say(texts.has(form) ? form : `${key}.other`, { ...fields, count });
    },
    has: (key) => texts.has(key),
    keys: () => [...texts.keys()],
    dates: datesIn(say),
  };
}
