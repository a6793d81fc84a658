import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { requestIdOf } from './requestId.js';

/**
 * One line a request. The route's template stands for its address, so that no id, name or query reaches a log; who
 * asked is an id, and bodies and tokens are never at hand here.
 */
export const requestLog =
  (log: Logger): RequestHandler =>
  (request, response, next) => {
    const began = process.hrtime.bigint();
    response.on('close', () => {
      const { route, actor, authority, code } = response.locals as Record<string, unknown>;
      log.info(
        {
          requestId: requestIdOf(response.locals),
          method: request.method,
          route: typeof route === 'string' ? route : 'none',
          status: response.statusCode,
          complete: response.writableFinished,
          ms: Math.round(Number(process.hrtime.bigint() - began) / 1e5) / 10,
          ...(typeof actor === 'string' ? { actor } : {}),
          ...(typeof authority === 'string' ? { authority } : {}),
          ...(typeof code === 'string' ? { code } : {}),
        },
        'request',
      );
    });
    next();
  };
