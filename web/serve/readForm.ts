import busboy from 'busboy';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { invalidRequest, Problem } from '../../api/problem.js';
import type { Values } from '../forms/values.js';
import type { SentFile } from '../page.js';

export interface ReadForm {
  values: Values;
  files: SentFile[];
}

/** A form has this many fields at most; one of ours has a tenth. */
const MOST_FIELDS = 300;

const urlencoded = (limit: number): RequestHandler =>
  express.urlencoded({
    extended: false,
    limit,
    parameterLimit: MOST_FIELDS,
    type: 'application/x-www-form-urlencoded',
  });

/**
 * Reads what a form sent, and nothing that is not a form. Files only where the page takes some, and kept only for those
 * who may send it at all.
 * @throws Problem `too_large`, `unsupported_media_type` or `invalid_request`
 */
export async function readForm(
  request: Request,
  response: Response,
  { limit, files, keepFiles }: { limit: number; files: { most: number; bytes: number } | null; keepFiles: boolean },
): Promise<ReadForm> {
  const isMultipart = request.is('multipart/form-data') === 'multipart/form-data';
  const read =
    isMultipart && files !== null
      ? await multipart(request, limit, files, keepFiles)
      : { values: await plain(request, response, limit), files: [] };
  const values = plainValues(read.values);
  // For the token's check, which looks where Express puts a body.
  request.body = values;
  return { ...read, values };
}

const plainValues = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      plainText(name),
      typeof value === 'string' ? plainText(value) : value.map(plainText),
    ]),
  );

/** What no keyboard types and a paste may bring along: PostgreSQL keeps no NUL, and nobody can see the others. */
const plainText = (value: string): string => value.replaceAll(/(?![\t\n\r])\p{Cc}|\p{Cs}/gu, '');

async function plain(request: Request, response: Response, limit: number): Promise<Values> {
  const hasBody = Number(request.headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in request.headers;
  if (hasBody && request.is('application/x-www-form-urlencoded') === false)
    throw new Problem('unsupported_media_type', 'This is not a form');
  await new Promise<void>((resolve, reject) => {
    urlencoded(limit)(request, response, (error: unknown) => (error === undefined ? resolve() : reject(unread(error))));
  });
  return valuesOf(request.body);
}

function unread(error: unknown): Error {
  const type = typeof error === 'object' && error !== null && 'type' in error ? String(error.type) : '';
  if (type === 'entity.too.large' || type === 'parameters.too.many')
    return new Problem('too_large', 'The form is larger than this service takes');
  return invalidRequest([{ field: 'body', message: 'cannot be read' }]);
}

/** Strings, or lists of strings where a name came more than once. */
function valuesOf(body: unknown): Values {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([name, value]: [string, unknown]): [string, string | string[]] => [
      name,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
}

const optional = (name: string | undefined): string => name ?? '';

function multipart(
  request: Request,
  limit: number,
  { most, bytes }: { most: number; bytes: number },
  keepFiles: boolean,
): Promise<ReadForm> {
  return new Promise((resolve, reject) => {
    const values = new Map<string, string | string[]>();
    const files: SentFile[] = [];
    let typed = 0;
    const refuse = (problem: Problem): void => {
      request.unpipe(parser);
      request.resume();
      reject(problem);
    };
    const tooLarge = () => refuse(new Problem('too_large', 'The form is larger than this service takes'));
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: request.headers,
        // As browsers send names; the path that some put before is cut off.
        defParamCharset: 'utf8',
        limits: {
          fields: MOST_FIELDS,
          fieldSize: limit,
          fieldNameSize: 200,
          files: most,
          fileSize: bytes,
          headerPairs: 50,
        },
      });
    } catch {
      reject(invalidRequest([{ field: 'body', message: 'cannot be read' }]));
      return;
    }
    parser.on('field', (name, value, { valueTruncated }) => {
      // The limit is for all that was typed together, as in a form without files.
      typed += Buffer.byteLength(value);
      if (valueTruncated || typed > limit) {
        tooLarge();
        return;
      }
      const before = values.get(name);
      values.set(name, before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]);
    });
    parser.on('file', (field, stream, file) => {
      // Of somebody who has not signed in nothing is held in memory; what they typed is shown to them to copy.
      if (!keepFiles) {
        stream.resume();
        return;
      }
      // A field without a file may come without a name, whatever the type says.
      const filename = optional(file.filename);
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('limit', tooLarge);
      stream.on('close', () => {
        const body = Buffer.concat(parts);
        // An empty file field sends a file without name and content.
        if (filename !== '' || body.length > 0) files.push({ field, name: filename.slice(0, 200), body });
      });
    });
    parser.on('filesLimit', tooLarge);
    parser.on('fieldsLimit', tooLarge);
    parser.on('error', () => refuse(invalidRequest([{ field: 'body', message: 'cannot be read' }])));
    parser.on('close', () => resolve({ values: Object.fromEntries(values), files }));
    request.pipe(parser);
  });
}
