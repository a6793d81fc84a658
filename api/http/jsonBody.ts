import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { invalidRequest, Problem } from '../problem.js';
import { mustBePlain } from './plainJson.js';

/** Reads a JSON body of at most `limitBytes`; everything else is refused before it is looked at. */
export function jsonBody(limitBytes: number): RequestHandler {
  const read = express.json({ limit: limitBytes, strict: true, type: ['application/json', 'application/*+json'] });
  return (request: Request, response: Response, next: NextFunction) => {
    const type = request.headers['content-type'];
    if (request.method === 'GET' || request.method === 'HEAD') {
      next();
      return;
    }
    const hasBody = Number(request.headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in request.headers;
    if (hasBody && request.is(['application/json', 'application/*+json']) === false) {
      next(
        new Problem(
          'unsupported_media_type',
          `Send the body as application/json${type === undefined ? '' : ', not as it is'}`,
        ),
      );
      return;
    }
    read(request, response, (error?: unknown) => {
      try {
        if (error !== undefined) throw readable(error);
        mustBePlain(request.body);
        next();
      } catch (problem) {
        next(problem);
      }
    });
  };
}

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
