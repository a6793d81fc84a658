import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit, type Options } from 'express-rate-limit';
import { Problem } from '../problem.js';

const MINUTE_MS = 60_000;
/** Requests without a valid token that one address may send a minute; someone who tries tokens sends more. */
const UNKNOWN_A_MINUTE = 60;

export interface RateLimits {
  /** By address, for requests that end without a valid token. */
  unknown: RequestHandler;
  /** By token. */
  known: RequestHandler;
}

const tooMany = (): never => {
  throw new Problem('too_many_requests', 'This is more than a minute allows: wait for one', { retryAfter: 60 });
};

/** Counted in this process. `perMinute` is what one token may send; 0 is no limit. */
export function createRateLimits({ perMinute }: { perMinute: number }): RateLimits {
  if (perMinute === 0) return { unknown: pass, known: pass };
  const known: Partial<Options> = {
    windowMs: MINUTE_MS,
    limit: perMinute,
    identifier: 'known',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    handler: tooMany,
    keyGenerator: (request, response) => {
      const token: unknown = response.locals.token;
      return typeof token === 'string' ? `token ${token}` : ipKeyGenerator(request.ip ?? '');
    },
  };
  return { unknown: unknownLimit(), known: rateLimit(known) };
}

/**
 * Counts when a request has been answered with 401, and not before: many good requests at once from one address, as
 * from behind a council's proxy, are none of its business.
 */
function unknownLimit(): RequestHandler {
  let counts = new Map<string, number>();
  let until = 0;
  return (request, response, next) => {
    if (Date.now() >= until) {
      counts = new Map();
      until = Date.now() + MINUTE_MS;
    }
    const key = ipKeyGenerator(request.ip ?? '');
    if ((counts.get(key) ?? 0) >= UNKNOWN_A_MINUTE) tooMany();
    response.on('finish', () => {
      if (response.statusCode === 401) counts.set(key, (counts.get(key) ?? 0) + 1);
    });
    next();
  };
}

const pass: RequestHandler = (_request, _response, next) => next();
