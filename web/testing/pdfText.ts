/** What a screen reader finds in a PDF of ours: its text line by line, its tags, and what its window is called. */
import { inflateSync } from 'node:zlib';

export interface ReadPdf {
  lines: string[];
  /** The kinds of its structure elements, in the order of the file. */
  tags: string[];
  /** The document's title; empty where it has none. */
  title: string;
  /** Whether it says that it is tagged, and in which language it is. */
  marked: boolean;
  lang: string;
  pages: number;
}

/** Reads the uncompressed objects and the deflated streams that pdfkit writes. @throws Error for anything else */
export function readPdf(file: Buffer): ReadPdf {
  const raw = file.toString('latin1');
  if (!raw.startsWith('%PDF-')) throw new Error('This is no PDF');
  const objects = new Map(
    [...raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body] as const),
  );
  const maps = fontMaps(raw, objects);
  const lines = [...objects.values()]
    .map(streamOf)
    .filter((stream) => /\bBT\b/.test(stream))
    .flatMap((stream) => textOf(stream, maps));
  const whole = [...objects.values()].join('\n');
  return {
    lines,
    tags: [...whole.matchAll(/\/S \/(\w+)/g)].map(([, tag = '']) => tag).filter((tag) => tag !== 'Transparency'),
    title: stringOf(objects.get(/\/Title (\d+) 0 R/.exec(whole)?.[1] ?? '')?.slice(1, -1) ?? ''),
    marked: /\/Marked true/.test(whole),
    lang: /\/Lang \(([^)]*)\)/.exec(whole)?.[1] ?? '',
    pages: [...whole.matchAll(/\/Type \/Page\b/g)].length,
  };
}

function streamOf(body: string): string {
  const at = body.indexOf('stream\n');
  if (at < 0) return '';
  const bytes = Buffer.from(body.slice(at + 'stream\n'.length, body.lastIndexOf('\nendstream')), 'latin1');
  return /\/Filter \/FlateDecode/.test(body.slice(0, at))
    ? inflateSync(bytes).toString('latin1')
    : bytes.toString('latin1');
}

/** From the name of a font in a page to the letters behind its glyphs. */
function fontMaps(raw: string, objects: ReadonlyMap<string, string>): Map<string, string[]> {
  const maps = new Map<string, string[]>();
  for (const [, name = '', font = ''] of raw.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? '')?.[1] ?? '';
    const map: string[] = [];
    for (const [, first = '', letters = ''] of streamOf(objects.get(unicode) ?? '').matchAll(
      /<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi,
    ))
      for (const [index, letter] of [...letters.matchAll(/<([0-9a-f ]*)>/gi)].entries())
        map[Number.parseInt(first, 16) + index] = utf16((letter[1] ?? '').replaceAll(' ', ''));
    maps.set(name, map);
  }
  return maps;
}

function textOf(stream: string, maps: ReadonlyMap<string, string[]>): string[] {
  let map: string[] = [];
  const lines: string[] = [];
  for (const [whole, font, glyphs] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) map = maps.get(font) ?? [];
    else if (glyphs !== undefined)
      lines.push(
        [...whole.matchAll(/<([0-9a-f]+)>/gi)]
          .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
          .map((glyph) => map[Number.parseInt(glyph, 16)] ?? '?')
          .join(''),
      );
  }
  return lines;
}

const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

function stringOf(text: string): string {
  const bytes = Buffer.from(
    text.replace(/\\([\\()nrt])/g, (_all, sign: string) => ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign),
    'latin1',
  );
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? bytes.subarray(2).swap16().toString('utf16le')
    : bytes.toString('latin1');
}
