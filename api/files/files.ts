/** The files of cases: checked by their content, cleaned, scanned, and kept in the register. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time.js';
import type { DocumentKind, KeptDocument, Register } from '../../register/index.js';
import type { DatabaseGuard } from '../services/databaseGuard.js';
import type { Of } from '../services/gateway.js';
import { cleanJpeg, isJpeg } from './jpeg.js';
import { cleanPng, isPng } from './png.js';
import type { Scanner } from './scanner.js';

/** How much of a case's files there may be. */
export const FILE_LIMITS = { bytes: 10_000_000, atOnce: 5, ofCase: 200 } as const;

/** Writing and reading a large file takes longer than a look-up. */
const FILE_MS = 10_000;

export interface NewFile {
  /** As its sender called it. */
  name: string;
  body: Buffer;
}

/** Why a file was not taken. */
export type FileRefusal = 'kind' | 'broken' | 'empty' | 'tooLarge' | 'tooMany' | 'harmful' | 'notScanned';

/** Thrown where a file cannot be taken; none of those that came with it is kept. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly code = 'file_refused';
  constructor(readonly why: FileRefusal) {
    super(`A file was refused: ${why}`);
  }
}

export interface Files {
  /**
   * Checks and keeps files of a case. The same request again, by its key, keeps nothing twice.
   * @throws FileRefused
   */
  keep: (
    of: Of,
    files: readonly NewFile[],
    with_: { by: string; at: Instant; key: string; rule: string | null },
  ) => Promise<KeptDocument[]>;
  /** Takes back what was kept for an input that was refused. */
  drop: (of: Of, documents: readonly KeptDocument[]) => Promise<void>;
  list: (of: Of) => Promise<KeptDocument[]>;
  read: (of: Of, document: string) => Promise<(KeptDocument & { body: Buffer }) | null>;
  /** Whether a scanner is set up. */
  scans: boolean;
}

export function createFiles({
  register,
  guard,
  scanner,
}: {
  register: Register;
  guard: DatabaseGuard;
  scanner: Scanner | null;
}): Files {
  const { documents } = register;
  return {
    scans: scanner !== null,
    keep: async (of, files, { by, at, key, rule }) => {
      if (files.length === 0) return [];
      if (files.length > FILE_LIMITS.atOnce) throw new FileRefused('tooMany');
      const read = files.map((file) => ({ name: file.name, ...checked(file.body) }));
      if (scanner !== null) for (const { name: _name, body } of read) await mustBeHarmless(scanner, body);
      const there = await guard.within(() => documents.count(of.authority, of.caseId));
      if (there + read.length > FILE_LIMITS.ofCase) throw new FileRefused('tooMany');
      const kept: KeptDocument[] = [];
      for (const [index, { name, body, kind }] of read.entries()) {
        const document: KeptDocument = {
          document: idOf(of, by, key, index),
          name: plainName(name, kind),
          kind,
          bytes: body.length,
          sha256: createHash('sha256').update(body).digest('hex'),
          rule,
          scanned: scanner !== null,
          addedBy: by,
          addedAt: at,
        };
        await guard.within(() => documents.put(of.authority, of.caseId, document, body), FILE_MS);
        kept.push(document);
      }
      return kept;
    },
    drop: (of, kept) =>
      guard.within(() =>
        documents.drop(
          of.authority,
          of.caseId,
          kept.map(({ document }) => document),
        ),
      ),
    list: (of) => guard.within(() => documents.ofCase(of.authority, of.caseId)),
    read: (of, document) => guard.within(() => documents.read(of.authority, of.caseId, document), FILE_MS),
  };
}

/** What a file is, and what of it is kept. @throws FileRefused */
export function checked(body: Buffer): { kind: DocumentKind; body: Buffer } {
  if (body.length === 0) throw new FileRefused('empty');
  if (body.length > FILE_LIMITS.bytes) throw new FileRefused('tooLarge');
  // What a PDF says of itself is left: taking it out would break signed ones. It is never shown in a browser.
  if (isPdf(body)) return { kind: 'pdf', body };
  if (isJpeg(body)) return { kind: 'jpeg', body: orBroken(cleanJpeg(body)) };
  if (isPng(body)) return { kind: 'png', body: orBroken(cleanPng(body)) };
  throw new FileRefused('kind');
}

const isPdf = (body: Buffer): boolean =>
  /^%PDF-\d\.\d/.test(body.subarray(0, 8).toString('latin1')) &&
  body.subarray(-2_048).toString('latin1').includes('%%EOF');

function orBroken(body: Buffer | null): Buffer {
  if (body === null) throw new FileRefused('broken');
  return body;
}

async function mustBeHarmless(scanner: Scanner, body: Buffer): Promise<void> {
  const harmless = await scanner(body).catch(() => {
    throw new FileRefused('notScanned');
  });
  if (!harmless) throw new FileRefused('harmful');
}

/** Random to everybody else, and the same for the same request sent again. */
const idOf = (of: Of, by: string, key: string, index: number): string =>
  createHash('sha256')
    .update(JSON.stringify([of.authority, of.caseId, by, key, index]))
    .digest('hex')
    .slice(0, 32);

const EXTENSION: Readonly<Record<DocumentKind, string>> = { pdf: 'pdf', jpeg: 'jpg', png: 'png' };
export const MEDIA_TYPE: Readonly<Record<DocumentKind, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
};

/** The last part of a name, without what a file system or a header would take for something else, by the real kind. */
export function plainName(name: string, kind: DocumentKind): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    // As browsers write these three in the name of a file that is sent.
    .replaceAll(/%(22|0a|0d)/gi, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*;]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return `${Array.from(stem).slice(0, 100).join('') || 'file'}.${EXTENSION[kind]}`;
}
