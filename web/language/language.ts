/** The languages of the pages: the words of `config/` and those of the pages, by their keys. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultsIn, LanguageInvalid } from '../../config/language/faults.js';
import { languageOf, type Language, type Texts } from '../../config/language/language.js';
import { configTextFiles, readTexts } from '../../config/language/textFiles.js';

export type { Language } from '../../config/language/language.js';

/** What other languages are held against. */
export const FIRST = 'en';

/**
 * Every text of a language: those of `config/`, `web/language/<code>.yaml` with what all pages share, and
 * `web/pages/<area>/<code>.yaml` with an area's own, by the ids of its pages.
 * @throws Error where two files give the same key
 */
export function readPageTexts(webFolder: string, code: string = FIRST): Texts {
  const pages = join(webFolder, 'pages');
  return readTexts([
    ...configTextFiles(code),
    ...[
      join(webFolder, 'language', `${code}.yaml`),
      ...readdirSync(pages, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(pages, entry.name, `${code}.yaml`)),
    ].filter((file) => existsSync(file)),
  ]);
}

/** @throws LanguageInvalid where a translation lacks texts, or has some that English does not have */
export function readLanguage(webFolder: string, code: string = FIRST): Language {
  const texts = readPageTexts(webFolder, code);
  const faults = code === FIRST ? [] : faultsIn(texts, readPageTexts(webFolder));
  if (faults.length > 0) throw new LanguageInvalid(code, faults);
  return languageOf(code, texts);
}

/** Those of an installation, the first its own. @throws LanguageInvalid */
export function readLanguages(webFolder: string, codes: readonly string[]): [Language, ...Language[]] {
  const [own = FIRST, ...others] = codes;
  return [readLanguage(webFolder, own), ...others.map((code) => readLanguage(webFolder, code))];
}

/** `a, b and c`, in the words of a language. */
export function listIn({ say }: Language, words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : say('layout.list', { first: words.slice(0, -1).join(', '), last });
}
