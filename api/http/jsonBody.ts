import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { invalidRequest, Problem } from '../problem.js';
import { mustBePlain } from './plainJson.js';

const JSON_TYPES = ['application/json', 'application/*+json'];

/** Reads a JSON body of at most `limitBytes`; everything else is refused before it is looked at. */
export const jsonBody = (limitBytes: number): (RequestHandler | ErrorRequestHandler)[] => [
  onlyJson,
  express.json({ limit: limitBytes, strict: true, type: JSON_TYPES }),
  unreadable,
  plain,
];

const onlyJson: RequestHandler = (request, _response, next) => {
  const hasBody = Number(request.headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in request.headers;
  if (hasBody && request.is(JSON_TYPES) === false)
    throw new Problem('unsupported_media_type', 'Send the body as application/json');
  next();
};

const plain: RequestHandler = (request, _response, next) => {
  mustBePlain(request.body);
  next();
};

const unreadable: ErrorRequestHandler = (error: unknown, _request, _response, next) => next(readable(error));

function readable(error: unknown): unknown {
  const type = typeof error === 'object' && error !== null && 'type' in error ? String(error.type) : '';
  switch (type) {
    case 'entity.too.large':
      return new Problem('too_large', 'The body is larger than this service takes: send less at a time');
    case 'entity.parse.failed':
    case 'entity.verify.failed':
      return invalidRequest([{ field: 'body', message: 'is not JSON: an object in braces is expected' }]);
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Problem('unsupported_media_type', 'Send the body as UTF-8 JSON, not compressed in an unknown way');
    case 'request.aborted':
    case 'request.size.invalid':
      return invalidRequest([{ field: 'body', message: 'did not arrive whole' }]);
    default:
      return error;
  }
}
