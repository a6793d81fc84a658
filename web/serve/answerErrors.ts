import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { problemOf } from '../../api/http/answerProblems.js';
import { requestIdOf } from '../../api/http/requestId.js';
import { notFound, type Problem } from '../../api/problem.js';
import { CSRF_FIELD } from '../security/csrf.js';
import { stranger, type Visitor } from '../security/visitor.js';
import type { WebServices } from '../services.js';
import type { Frame } from './frame.js';

const visitors = new WeakMap<Response, Visitor>();

/** Remembers who asks, for an error page that may follow. */
export const rememberVisitor = (response: Response, visitor: Visitor): void => {
  visitors.set(response, visitor);
};

/** Who asks, as the middleware found out. */
export const rememberedVisitor = (web: WebServices, response: Response): Visitor =>
  visitors.get(response) ?? stranger(web.authority);

export const noSuchPage = (): RequestHandler => () => {
  throw notFound('This address');
};

/** Which words an error is told in. */
function wordsOf({ code, status, more }: Problem): { key: string; status: number } {
  switch (code) {
    case 'not_found':
      return { key: 'notFound', status: 404 };
    case 'not_signed_in':
      return { key: 'signedOut', status: 403 };
    case 'not_allowed':
      return { key: more.field === CSRF_FIELD ? 'formNotOurs' : 'notAllowed', status: 403 };
    case 'too_large':
      return { key: 'tooLarge', status: 413 };
    case 'too_many_requests':
      return { key: 'tooMany', status: 429 };
    case 'unavailable':
    case 'not_saved':
    case 'not_confirmed':
      return { key: 'away', status: 503 };
    case 'internal':
      return { key: 'failed', status: 500 };
    default:
      return { key: 'badRequest', status: status === 422 || status === 415 ? status : 400 };
  }
}

/** The pages for what went wrong. None of them says anything of the error but how to go on. */
export function answerErrors(web: WebServices, frame: Frame): ErrorRequestHandler {
  const { say } = web.language;
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    response.locals.code = problem.code;
    if (problem.code === 'internal')
      web.api.log.error({ requestId: requestIdOf(response.locals), err: whereOf(error) }, 'failed');
    if (problem.more.retryAfter !== undefined) response.setHeader('Retry-After', problem.more.retryAfter);
    const { key, status } = wordsOf(problem);
    const { policy } = response.locals as Record<string, unknown>;
    const html = await frame(request, response, rememberedVisitor(web, response), {
      template: 'layout/error.njk',
      title: say(`problems.${key}.title`),
      view: {
        said: say(`problems.${key}.said`, { policy: typeof policy === 'string' ? policy : '' }),
        next: say(`problems.${key}.next`),
        signInPath: key === 'signedOut' ? '/sign-in' : null,
        typed: typedTexts(request.body),
      },
    });
    response.status(status).type('html').send(html);
  };
}

/** A message may repeat what was typed; its name and place do not. */
function whereOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const lines = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { type: error.name, stack: lines.slice(0, 12).join('\n') };
}

/** Shorter than this is quickly typed again. */
const WORTH_KEEPING = 12;

/** What somebody wrote in the form that was refused: shown on the error page to copy, since it is kept nowhere. */
function typedTexts(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' && value.trim().length >= WORTH_KEEPING && !name.startsWith('_') ? [value] : [],
  );
}
