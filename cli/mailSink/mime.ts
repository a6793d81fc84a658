/**
 * Reads an e-mail as far as the mail sink shows it: headers, the text part, the HTML part. What it cannot make sense of
 * it shows as it came: a sink that drops a message hides the very thing somebody is looking for.
 */
export interface MimeHeader {
  readonly name: string;
  readonly value: string;
}

export interface ParsedMessage {
  readonly headers: readonly MimeHeader[];
  /** Null where the message has no such part. */
  readonly text: string | null;
  readonly html: string | null;
}

/** Deeper nesting is no e-mail that a person wrote. */
const DEPTH_MAX = 10;

function decodeBytes(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A character set that nobody knows: Latin-1 loses no byte.
    return new TextDecoder('latin1').decode(bytes);
  }
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Quoted-printable (RFC 2045, 6.7): soft line breaks go, `=C3` becomes a byte; what is malformed stays as it is. */
export function decodeQuotedPrintable(text: string): Buffer {
  return latin1(
    text
      .replace(/[ \t]+(?=\r?\n|$)/g, '')
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  );
}

/** Encoded words in a header (RFC 2047): `=?utf-8?Q?Si=C3=A2n?=`. The space between two of them is no space. */
export function decodeHeaderWords(value: string): string {
  const word = /=\?([^?\s*]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?]*)\?=/g;
  // A space at the end of a word is one, at the end of a line of a body it is not.
  const bytesOf = (kind: string, text: string): Buffer =>
    kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : decodeQuotedPrintable(text.replaceAll('_', '=20'));
  // Words of one character set are joined before they are decoded: a letter may be cut in two between them.
  const joined = value.replace(/(?:=\?[^?\s]+\?[BbQq]\?[^?]*\?=\s*)+/g, (run) => {
    const trailing = /\s*$/.exec(run)?.[0] ?? '';
    let text = '';
    let held: { charset: string; bytes: Buffer[] } | undefined;
    const flush = (): void => {
      if (held !== undefined) text += decodeBytes(Buffer.concat(held.bytes), held.charset);
    };
    for (const [, charset = 'utf-8', kind = 'B', encoded = ''] of run.matchAll(word)) {
      if (held?.charset.toLowerCase() !== charset.toLowerCase()) {
        flush();
        held = { charset, bytes: [] };
      }
      held.bytes.push(bytesOf(kind, encoded));
    }
    flush();
    return text + trailing;
  });
  return joined.trim();
}

/** Header and body, each as Latin-1 text, which keeps every byte. */
function split(source: string): { head: string; body: string } {
  // A part may begin with the empty line: then it has no headers of its own.
  const at = /^\r?\n|\r?\n\r?\n/.exec(source);
  return at === null
    ? { head: source, body: '' }
    : { head: source.slice(0, at.index), body: source.slice(at.index + at[0].length) };
}

/** Unfolds and splits; the values stay as they came. */
function headersOf(head: string): MimeHeader[] {
  return head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const match = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
      return match === null ? [] : [{ name: match[1] ?? '', value: (match[2] ?? '').trim() }];
    });
}

function valueOf(headers: readonly MimeHeader[], name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? '';
}

function parameterOf(value: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i').exec(value);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
}

/** The parts between the boundaries; the preamble and the epilogue are nobody's text. */
function partsOf(body: string, boundary: string): string[] {
  const parts: string[] = [];
  let lines: string[] | undefined;
  for (const line of body.split('\n')) {
    const bare = line.replace(/[ \t\r]+$/, '');
    if (bare === `--${boundary}` || bare === `--${boundary}--`) {
      if (lines !== undefined) parts.push(lines.join('\n').replace(/\r$/, ''));
      lines = bare.endsWith('--') && bare.length === boundary.length + 4 ? undefined : [];
    } else lines?.push(line);
  }
  // A message cut short still shows its last part.
  if (lines !== undefined && lines.length > 0) parts.push(lines.join('\n'));
  return parts;
}

interface Bodies {
  text: string | null;
  html: string | null;
}

function collect(source: string, found: Bodies, depth: number): void {
  const { head, body } = split(source);
  const headers = headersOf(head);
  const typeValue = valueOf(headers, 'content-type') || 'text/plain';
  const type = (/^[^\s;]+/.exec(typeValue)?.[0] ?? 'text/plain').toLowerCase();
  if (type.startsWith('multipart/')) {
    const boundary = parameterOf(typeValue, 'boundary');
    if (boundary !== undefined && depth < DEPTH_MAX)
      for (const part of partsOf(body, boundary)) collect(part, found, depth + 1);
    return;
  }
  if (/^attachment\b/i.test(valueOf(headers, 'content-disposition'))) return;
  const slot = type === 'text/html' ? 'html' : type === 'text/plain' ? 'text' : undefined;
  if (slot === undefined || found[slot] !== null) return;
  const encoding = valueOf(headers, 'content-transfer-encoding').toLowerCase();
  const bytes =
    encoding === 'quoted-printable'
      ? decodeQuotedPrintable(body)
      : encoding === 'base64'
        ? Buffer.from(body, 'base64')
        : latin1(body);
  found[slot] = decodeBytes(bytes, parameterOf(typeValue, 'charset') ?? 'utf-8').replace(/\r\n/g, '\n');
}

/** Reads a whole message as it came over the wire. It never throws. */
export function parseMessage(raw: Uint8Array): ParsedMessage {
  const source = Buffer.from(raw).toString('latin1');
  const found: Bodies = { text: null, html: null };
  collect(source, found, 0);
  const headers = headersOf(split(source).head).map(({ name, value }) => ({
    name,
    // Headers may hold UTF-8 as it is (RFC 6532).
    value: decodeHeaderWords(decodeBytes(latin1(value), 'utf-8')),
  }));
  return { headers, ...found };
}

/** The value of a header, by any case of its name, or the empty string. */
export function headerOf(message: { readonly headers: readonly MimeHeader[] }, name: string): string {
  return valueOf(message.headers, name.toLowerCase());
}
