/** Spoils a file: as text, as somebody's hand or a bad editor does, and as a tree, as a wrong idea of the format does. */
import fc from 'fast-check';
import { parse } from 'yaml';

/** Pieces that break what reads them carelessly. */
const PIECES = [
  '\t',
  '\u0000',
  '\uFEFF',
  '\uD800',
  '\u202E',
  '\u2028',
  '\u00A0',
  'é̂️🙂',
  '\r',
  '\n',
  '\n\n---\n',
  '...\n',
  '%YAML 9.9\n',
  '__proto__: { polluted: true }\n',
  'constructor: { prototype: { polluted: true } }\n',
  'toString: 1\n',
  '<<: *a\n',
  '&a ',
  '*a ',
  '*nobody ',
  '!!binary ',
  '!!set ',
  '!!js/function ',
  '!local ',
  '? ',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|',
  '>',
  '#',
  '@',
  '`',
  '~',
  '[[[[[[[[[[[[[[[[',
  '9'.repeat(400),
  '1e999',
  '.nan',
  '-.inf',
  '0x7fffffffffffffff',
  '9007199254740993',
  '-1',
  '0',
  '9999-12-31',
  '0000-00-00',
  '2026-02-30',
  '2027-03-28T01:30',
  '9999-12-31T23:59',
  'a: &a [x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c]\n',
];

const ODD_VALUES: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.5,
  1e15,
  1e308,
  99_999,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'x'.repeat(5000),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '0001-01-01',
  '9999-12-31',
  '9999-12-31T23:59',
  '0001-01-01T00:00',
  '2027-03-28T01:30',
  'system',
  'national',
  'r26',
  'bradford@9',
  '../../../etc/hostname',
  '/',
  '/dev/null.yaml',
  '.yaml',
  'bradford.yaml',
  'BRA-D1',
  'csa',
  'not a word',
  '{{child}}',
  '{{{',
  '\u0000',
  '\uD800',
  '🙂',
  [],
  {},
  [[]],
  [null],
  [{}],
  { '': '' },
  { all: [] },
  { not: { not: { not: 'csa' } } },
  JSON.parse('{"__proto__": {"polluted": true}}'),
  { constructor: { prototype: { polluted: true } } },
];

const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % Math.max(from.length, 1)];

/** How to spoil: a list of blows, each as numbers, so that a failure shrinks to the fewest. */
export const blows = fc.array(
  fc.tuple(fc.nat(11), fc.nat(100_000), fc.nat(100_000)).map(([kind, where, what]) => ({ kind, where, what })),
  { minLength: 1, maxLength: 3 },
);
export type Blow = { kind: number; where: number; what: number };

/** The file after the blows: the first half of the kinds hits the text, the other the tree. */
export const spoilt = (text: string, hits: readonly Blow[]): string => hits.reduce(struck, text);

function struck(text: string, { kind, where, what }: Blow): string {
  const lines = text.split('\n');
  const line = where % lines.length;
  const at = where % (text.length + 1);
  switch (kind) {
    case 0:
      return lines.filter((_, index) => index !== line).join('\n');
    case 1:
      return [...lines.slice(0, line + 1), ...lines.slice(line)].join('\n');
    case 2:
      return text.slice(0, at);
    case 3:
    case 4:
      return text.slice(0, at) + (pick(PIECES, what) ?? '') + text.slice(at + (what % 3));
    case 5:
      return [...lines.slice(0, line), ' '.repeat(what % 9) + (lines[line] ?? ''), ...lines.slice(line + 1)].join('\n');
    default:
      return structural(text, kind, where, what);
  }
}

type Container = unknown[] | Record<string, unknown>;
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Every place of the tree, as its container and key. */
function places(value: unknown): { container: Container; key: string }[] {
  if (!isContainer(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ container: value, key }, ...places(inner)]);
}

function structural(text: string, kind: number, where: number, what: number): string {
  let tree: unknown;
  try {
    tree = parse(text, { logLevel: 'silent' });
  } catch {
    return text; // a blow to the text came first
  }
  const all = places(tree);
  const place = pick(all, where);
  if (place === undefined) return text;
  const { container, key } = place;
  const old = get(container, key);
  if (kind === 6) remove(container, key);
  else if (kind === 7) put(container, key, pick(ODD_VALUES, what));
  else if (kind === 8) {
    // Renamed, or given a name that objects have already.
    remove(container, key);
    put(container, pick(['__proto__', 'constructor', `${key}s`, key.toUpperCase(), '', ' ', '0'], what) ?? '', old);
  } else if (kind === 9) {
    // A part of the tree where another one belongs.
    const other = pick(all, what);
    put(container, key, other === undefined ? null : get(other.container, other.key));
  } else if (kind === 10) put(container, key, Array(1 + (what % 40)).fill(old));
  else put(container, key, nested(old, 1 + (what % 2000)));
  try {
    return JSON.stringify(tree, null, 1);
  } catch {
    return text; // a part was put inside itself
  }
}

const get = (container: Container, key: string): unknown =>
  Object.entries(container).find(([each]) => each === key)?.[1];

function put(container: Container, key: string, value: unknown): void {
  const name = Array.isArray(container) && !/^\d+$/.test(key) ? '0' : key;
  Object.defineProperty(container, name, { value, enumerable: true, configurable: true, writable: true });
}

function remove(container: Container, key: string): void {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else Reflect.deleteProperty(container, key);
}

function nested(value: unknown, depth: number): unknown {
  let inner = value;
  for (let n = 0; n < depth; n += 1) inner = n % 2 === 0 ? [inner] : { not: inner };
  return inner;
}
