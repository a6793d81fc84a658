/** The words of the pages, by language. A text is asked for by its key: `home.title`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export interface Language {
  /** For `lang` of the page. */
  code: string;
  /** The text of a key, with `{name}` filled in. @throws Error for a key or a field that is not there */
  say: (key: string, fields?: Readonly<Record<string, string | number>>) => string;
  has: (key: string) => boolean;
  keys: () => string[];
}

interface Tree {
  [key: string]: string | Tree;
}
const tree: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), tree])));

/**
 * Reads a language: `web/language/<code>.yaml` holds what all pages share, `web/pages/<area>/<code>.yaml` an area's own,
 * by the ids of its pages.
 * @throws Error where two files give the same key
 */
export function readLanguage(webFolder: string, code = 'en'): Language {
  const pages = join(webFolder, 'pages');
  const files = [
    join(webFolder, 'language', `${code}.yaml`),
    ...readdirSync(pages, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(pages, entry.name, `${code}.yaml`))
      .filter((file) => existsSync(file)),
  ];
  const texts = new Map<string, string>();
  for (const file of files) {
    const read = tree.parse(parse(readFileSync(file, 'utf8')) ?? {});
    for (const [key, text] of flat(read)) {
      if (texts.has(key)) throw new Error(`${file} gives ${key}, which another file gives already`);
      texts.set(key, text);
    }
  }
  return languageOf(code, texts);
}

function languageOf(code: string, texts: ReadonlyMap<string, string>): Language {
  return {
    code,
    has: (key) => texts.has(key),
    keys: () => [...texts.keys()],
    say: (key, fields = {}) => {
      const text = texts.get(key);
      if (text === undefined) throw new Error(`The language ${code} has no text for ${key}`);
      return text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
        const value = fields[name];
        if (value === undefined) throw new Error(`The text ${key} needs ${name}`);
        return String(value);
      });
    },
  };
}

const flat = (of: Tree, above = ''): [string, string][] =>
  Object.entries(of).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${above}${key}`, value]] : flat(value, `${above}${key}.`),
  );
