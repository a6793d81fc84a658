/** Texts as they lie in files: `<code>.yaml` in the folders whose code says them. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { shippedFolder } from '../shippedFiles.js';
import type { Texts } from './language.js';

interface Tree {
  [key: string]: string | Tree;
}
const tree: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), tree])));

/** The text files of `config/`, in whatever language there are. */
export const configTextFiles = (code: string): string[] =>
  (['language', 'caseWords'] as const)
    .map((folder) => `${shippedFolder(folder)}/${code}.yaml`)
    .filter((file) => existsSync(file));

/** @throws Error where two files give the same key, or one is no tree of texts */
export function readTexts(files: readonly string[]): Texts {
  const texts = new Map<string, string>();
  for (const file of files) {
    const read = tree.safeParse(parse(readFileSync(file, 'utf8')) ?? {});
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new Error(`${file}: ${issue?.path.join('.') ?? ''} is no text. Put numbers, yes and no in quotes`);
    }
    for (const [key, text] of flat(read.data)) {
      if (texts.has(key)) throw new Error(`${file} gives ${key}, which another file gives already`);
      texts.set(key, text);
    }
  }
  return texts;
}

const flat = (of: Tree, above = ''): [string, string][] =>
  Object.entries(of).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${above}${key}`, value]] : flat(value, `${above}${key}.`),
  );
