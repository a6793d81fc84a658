import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { Conflict, InvalidCursor, NotFound } from '../../register/index.js';
import { invalidRequest, notFound, Problem, problemDocument } from '../problem.js';
import { DatabaseAway } from '../services/databaseGuard.js';
import { requestIdOf } from './requestId.js';

/** Nothing has this address. */
export const noSuchRoute = (): RequestHandler => () => {
  throw notFound('This address');
};

/** The one place where what went wrong becomes an answer. Anything unknown is ours, and says nothing of itself. */
export const answerProblems =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    const instance = requestIdOf(response.locals);
    response.locals.code = problem.code;
    if (problem.code === 'internal') log.error({ requestId: instance, err: withoutValues(error) }, 'failed');
    if (problem.more.retryAfter !== undefined) response.setHeader('Retry-After', problem.more.retryAfter);
    if (problem.code === 'not_signed_in') response.setHeader('WWW-Authenticate', 'Bearer');
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemDocument(problem, instance)));
  };

/** What an error means to whoever sent the request. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidCursor) return invalidRequest([{ field: 'cursor', message: error.message }]);
  if (error instanceof NotFound) return new Problem('not_found', error.message);
  if (error instanceof Conflict) return new Problem('conflict', error.message);
  if (error instanceof DatabaseAway)
    return new Problem('unavailable', 'The register cannot be reached: try again in a moment', { retryAfter: 5 });
  // Express refuses an address it cannot decode.
  if (error instanceof URIError) return invalidRequest([{ field: 'path', message: 'is not a well-formed address' }]);
  return new Problem(
    'internal',
    'This is our fault and has been logged: quote the instance to those who run the service',
  );
}

/** A driver's message may repeat what was sent; its name, code and stack do not. */
function withoutValues(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const stack = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { type: error.name, ...(code === undefined ? {} : { code }), stack: stack.slice(0, 12).join('\n') };
}
