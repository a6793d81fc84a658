/** Conditions as an author writes them, and their translation into the conditions of the core. */
import { z } from 'zod';
import { factDefinition } from '../../domain/facts.js';
import type { Condition, FactId, FactType, FactValue } from '../../domain/policy.js';
import { isIsoDate } from '../../domain/time.js';
import type { YamlPath } from '../yamlProblems.js';

/**
 * A word means a fact that is true, or a condition that the pack names under `conditions`. The other forms are
 * `{ fact, is }`, `{ fact, op, value }`, `{ known }`, `{ past }`, `{ not }`, `{ all }` and `{ any }`.
 */
export type AuthoredCondition =
  | string
  | { fact: string; is: FactValue }
  | { fact: string; op: '<' | '<=' | '>' | '>='; value: number | string }
  | { known: string }
  | { past: string }
  | { not: AuthoredCondition }
  | { all: AuthoredCondition[] }
  | { any: AuthoredCondition[] };

const factId = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected the id of a fact, in small letters and underscores');

export const conditionSchema: z.ZodType<AuthoredCondition> = z
  .lazy(() =>
    z.union(
      [
        factId,
        z.strictObject({ fact: factId, is: z.union([z.boolean(), z.number(), z.string()]) }),
        z.strictObject({ fact: factId, op: z.enum(['<', '<=', '>', '>=']), value: z.union([z.number(), z.string()]) }),
        z.strictObject({ known: factId }),
        z.strictObject({ past: factId }),
        z.strictObject({ not: conditionSchema }),
        z.strictObject({ all: z.array(conditionSchema).min(1) }),
        z.strictObject({ any: z.array(conditionSchema).min(1) }),
      ],
      'expected a condition: a fact, or { fact, is }, { fact, op, value }, { known }, { past }, { not }, { all }, { any }',
    ),
  )
  .meta({ id: 'Condition' });

/** What a condition may speak about. */
export interface Vocabulary {
  /** Facts that packs declare beside the closed list. */
  declared: ReadonlyMap<FactId, FactType>;
  /** Conditions by name. */
  named: ReadonlyMap<string, AuthoredCondition>;
  /** Called with what is wrong, and where in the document it stands. */
  complain: (path: YamlPath, message: string) => void;
}

/** Complains about a named condition that leads back to itself. */
export function checkNamed(name: string, path: YamlPath, words: Vocabulary): void {
  const seen = new Set<string>();
  const wordsIn = (authored: AuthoredCondition): string[] => {
    if (typeof authored === 'string') return [authored];
    if ('not' in authored) return wordsIn(authored.not);
    if ('all' in authored) return authored.all.flatMap(wordsIn);
    return 'any' in authored ? authored.any.flatMap(wordsIn) : [];
  };
  const next = (from: string): boolean => {
    const condition = words.named.get(from);
    if (condition === undefined || seen.has(from)) return false;
    seen.add(from);
    return wordsIn(condition).some((word) => word === name || next(word));
  };
  if (next(name)) words.complain(path, `the condition "${name}" is defined by itself`);
}

/** Translates a condition; what is unknown in it is complained about and taken as false. */
export function compileCondition(
  authored: AuthoredCondition,
  path: YamlPath,
  words: Vocabulary,
  within: readonly string[] = [],
): Condition {
  const typeOf = (fact: string, at: YamlPath): FactType | undefined => {
    const type = factDefinition(fact)?.type ?? words.declared.get(fact);
    if (type === undefined)
      words.complain(at, `"${fact}" is no fact of the closed list, and this pack declares none of that name`);
    return type;
  };
  if (typeof authored === 'string') {
    const named = words.named.get(authored);
    if (named !== undefined) {
      // What is wrong with a named condition is said once, where it is defined.
      if (within.includes(authored)) return { fact: 'csa', known: false };
      return compileCondition(named, path, { ...words, complain: () => undefined }, [...within, authored]);
    }
    const type = typeOf(authored, path);
    if (type !== undefined && type !== 'boolean')
      words.complain(path, `"${authored}" is a ${type}: expected { known: ${authored} } or a comparison`);
    return { fact: authored, is: true };
  }
  if ('not' in authored) return { not: compileCondition(authored.not, [...path, 'not'], words, within) };
  if ('all' in authored)
    return { all: authored.all.map((each, index) => compileCondition(each, [...path, 'all', index], words, within)) };
  if ('any' in authored)
    return { any: authored.any.map((each, index) => compileCondition(each, [...path, 'any', index], words, within)) };
  if ('known' in authored) {
    typeOf(authored.known, [...path, 'known']);
    return { fact: authored.known, known: true };
  }
  if ('past' in authored) {
    const type = typeOf(authored.past, [...path, 'past']);
    if (type !== undefined && type !== 'date') words.complain([...path, 'past'], `"${authored.past}" is no date`);
    return { fact: authored.past, past: true };
  }
  const type = typeOf(authored.fact, [...path, 'fact']);
  if ('op' in authored) {
    const fits = type === 'number' ? typeof authored.value === 'number' : isIsoDate(String(authored.value));
    if (type === 'boolean' || type === 'text')
      words.complain([...path, 'op'], `"${authored.fact}" is a ${type}: it can only be compared with "is"`);
    else if (type !== undefined && !fits)
      words.complain([...path, 'value'], `expected a ${type}, as "${authored.fact}" is one`);
    return { fact: authored.fact, op: authored.op, value: authored.value };
  }
  const wanted = type === 'boolean' ? 'boolean' : type === 'number' ? 'number' : 'string';
  if (type !== undefined && typeof authored.is !== wanted)
    words.complain([...path, 'is'], `expected a ${type}, as "${authored.fact}" is one`);
  return { fact: authored.fact, is: authored.is };
}
