/**
 * Reads YAML (or JSON) that people write, and says everything that is wrong with it at once: file, line, column, the
 * path in the document and what is expected there. Packs, calendars and scenarios are read this way.
 */
import { readFileSync, statSync } from 'node:fs';
import {
  Composer,
  Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type CST,
} from 'yaml';
import type { z } from 'zod';

export type YamlPath = readonly (string | number)[];

export interface Problem {
  file: string;
  /** Both count from 1. */
  line: number;
  column: number;
  /** `deadlines[2].clock`; empty for the document as a whole. */
  path: string;
  message: string;
}

/** Thrown where a file cannot be used. Its message lists every problem, one a line. */
export class YamlProblems extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(printProblem).join('\n'));
    this.name = 'YamlProblems';
    this.problems = problems;
  }
}

export const printProblem = ({ file, line, column, path, message }: Problem): string =>
  `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;

/** A parsed file: its value, and where each part of it stands. */
export interface YamlSource {
  file: string;
  value: unknown;
  /** What is wrong with the text itself. */
  problems: Problem[];
  /** A problem at a path; at a key of it where `key` names one. A path that does not exist means its nearest parent. */
  problemAt(path: YamlPath, message: string, key?: string): Problem;
}

export const pathText = (path: YamlPath): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );

/** Larger than any pack or calendar; what comes above this was not written by a person. */
const MOST_BYTES = 1_000_000;

/** Deeper than anything that the formats know, and far from where a reader's stack would end. */
const MOST_LEVELS = 60;
const TOO_DEEP = `lists or maps are nested too deeply: expected ${MOST_LEVELS} levels or fewer`;

/** A file that is no YAML at all breaks at every sign: the first problems say it. */
const MOST_TEXT_PROBLEMS = 20;

/** What the parser says, in words for the person who wrote the file. */
const textProblem = (message: string): string =>
  message.includes('alias count') ? 'the aliases (*name) stand for too much: write out what is meant' : message;

/** Parses a text. Never throws: what is wrong stands in `problems`, and `value` is then undefined. */
export function parseYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const position = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem = (offset: number, message: string): Problem => ({ file, ...position(offset), path: '', message });
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  // Composing goes down level by level on the stack of the process, so it is measured first, without a stack.
  const tooDeepAt = offsetTooDeep(tokens);
  if (tooDeepAt !== undefined) {
    const deep = problem(tooDeepAt, TOO_DEEP);
    return { file, value: undefined, problems: [deep], problemAt: (_path, message) => ({ ...deep, message }) };
  }
  const [document = new Document(), second] = new Composer({ prettyErrors: false }).compose(tokens, true, text.length);
  const problems = document.errors
    .slice(0, MOST_TEXT_PROBLEMS)
    .map((error) => problem(error.pos[0], textProblem(error.message)));
  if (second !== undefined)
    problems.push(problem(second.range[0], 'expected one document in a file: "---" begins a second one'));
  let value: unknown;
  if (problems.length === 0) {
    try {
      value = document.toJS();
    } catch (error) {
      problems.push(problem(0, textProblem(error instanceof Error ? error.message : 'unreadable')));
    }
  }
  const tooDeep = placeTooDeep(value, [], new Map());
  if (tooDeep !== undefined) {
    value = undefined;
    problems.push(problem(offsetOf(document, tooDeep), TOO_DEEP));
  }
  return {
    file,
    value,
    problems,
    problemAt: (path, message, key) => ({
      file,
      ...position(offsetOf(document, path, key)),
      path: pathText(key === undefined ? path : [...path, key]),
      message,
    }),
  };
}

/** Where the tokens of a text go below the deepest level. */
function offsetTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open = tokens.map((token) => ({ token, level: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, level } = next;
    const inner: (CST.Token | null | undefined)[] =
      token.type === 'document'
        ? [token.value]
        : 'items' in token
          ? token.items.flatMap((item) => [item.key, item.value])
          : [];
    if ('items' in token && level >= MOST_LEVELS) return token.offset;
    for (const each of inner)
      if (each !== null && each !== undefined)
        open.push({ token: each, level: token.type === 'document' ? level : level + 1 });
  }
  return undefined;
}

/** A place below the deepest level; also one inside itself, which an alias within its own anchor makes. */
function placeTooDeep(value: unknown, path: YamlPath, seen: Map<object, number>): YamlPath | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length > MOST_LEVELS) return path;
  // Aliases share what they stand for: it is looked at again only where it lies deeper.
  if ((seen.get(value) ?? -1) >= path.length) return undefined;
  seen.set(value, path.length);
  for (const [key, inner] of Object.entries(value)) {
    const found = placeTooDeep(inner, [...path, key], seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads and parses a file. A file that cannot be read is a problem of its own. */
export function readYaml(file: string): YamlSource {
  const unread = (message: string): YamlSource => {
    const problem: Problem = { file, line: 1, column: 1, path: '', message };
    return {
      file,
      value: undefined,
      problems: [problem],
      problemAt: (_path, other) => ({ ...problem, message: other }),
    };
  };
  try {
    const about = statSync(file);
    if (!about.isFile()) return unread('this file cannot be read');
    if (about.size > MOST_BYTES) return unread(`this file is too large: expected ${MOST_BYTES / 1_000_000} MB or less`);
    return parseYaml(readFileSync(file, 'utf8'), file);
  } catch {
    return unread('this file cannot be read');
  }
}

function offsetOf(document: Document, path: YamlPath, key?: string): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  const steps = key === undefined ? path : [...path, key];
  for (const [index, step] of steps.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair === undefined) return offset;
      // A value is best found at its key, except the last one, which is itself what is wrong.
      const atKey = key !== undefined && index === steps.length - 1;
      node = pair.value;
      offset = atKey || node === null ? startOf(pair.key) : startOf(node);
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (node === undefined) return offset;
      offset = startOf(node);
    } else return offset;
  }
  return offset;
}

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** Problems as a reader meets them, from the top of the file down. */
export const inOrder = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : 0));

export type Checked<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** Holds a parsed file against a schema. */
export function checkYaml<T>(source: YamlSource, schema: z.ZodType<T>): Checked<T> {
  if (source.problems.length > 0) return { ok: false, problems: source.problems };
  const parsed = schema.safeParse(source.value, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: inOrder(parsed.error.issues.flatMap((issue) => describe(source, issue, []))) };
}

type Issue = z.core.$ZodIssue;

/** An issue in words. Of the branches of a union the one that comes nearest to what was written speaks. */
function describe(source: YamlSource, issue: Issue, under: YamlPath): Problem[] {
  const path: YamlPath = [...under, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      source.problemAt(
        path,
        `this field is not known here${key.includes(' ') ? ': inside { } a text with a comma needs quotes' : ''}`,
        key,
      ),
    );
  if (issue.code === 'invalid_union') {
    const nearest = [...issue.errors].sort((a, b) => distance(a) - distance(b))[0];
    if (nearest !== undefined && distance(nearest) < FAR)
      return nearest.flatMap((inner) => describe(source, inner, path));
    if (issue.message !== 'Invalid input') return [source.problemAt(path, issue.message)];
    const expected = [...new Set(issue.errors.flatMap((branch) => branch.map(expectation)))];
    return [source.problemAt(path, `expected ${expected.join(', or ')}`)];
  }
  if (issue.code === 'invalid_type') {
    const missing = issue.input === undefined;
    return [
      source.problemAt(path, missing ? `is missing: expected ${expectation(issue)}` : `expected ${expectation(issue)}`),
    ];
  }
  if (issue.code === 'invalid_value') return [source.problemAt(path, `expected ${expectation(issue)}`)];
  if (issue.code === 'too_small')
    return [
      source.problemAt(
        path,
        issue.origin === 'string' || issue.origin === 'array'
          ? 'must not be empty'
          : `expected ${String(issue.minimum)} or more`,
      ),
    ];
  if (issue.code === 'too_big')
    return [
      source.problemAt(
        path,
        issue.origin === 'string'
          ? `expected ${String(issue.maximum)} characters or fewer`
          : `expected ${String(issue.maximum)} or less`,
      ),
    ];
  return [source.problemAt(path, issue.message)];
}

const FAR = 1000;

/** How far a branch is from what was written: another kind of thing altogether is far. */
function distance(branch: readonly Issue[]): number {
  return branch.reduce((sum, issue) => {
    if (issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) return sum + FAR;
    if (issue.code === 'unrecognized_keys') return sum + 10 * issue.keys.length;
    if (issue.code === 'invalid_type' && issue.input === undefined) return sum + 20;
    return sum + 1;
  }, 0);
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map((value) => `"${String(value)}"`).join(' or ');
  return issue.message;
}
