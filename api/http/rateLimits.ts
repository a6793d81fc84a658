import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
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

/** Counted in this process. `perMinute` is what one token may send; 0 is no limit. */
export function createRateLimits({
  perMinute,
  unknownPerMinute = UNKNOWN_A_MINUTE,
}: {
  perMinute: number;
  unknownPerMinute?: number;
}): RateLimits {
  const shared = {
    windowMs: MINUTE_MS,
    standardHeaders: 'draft-8' as const,
    legacyHeaders: false,
    validate: false,
    handler: () => {
      throw new Problem('too_many_requests', 'This is more than a minute allows: wait for one', { retryAfter: 60 });
    },
  };
  if (perMinute === 0) return { unknown: pass, known: pass };
  return {
    unknown: rateLimit({
      ...shared,
      limit: unknownPerMinute,
      identifier: 'unknown',
      skipSuccessfulRequests: true,
      requestWasSuccessful: (_request, response) => response.statusCode !== 401,
      keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    }),
    known: rateLimit({
      ...shared,
      limit: perMinute,
      identifier: 'known',
      keyGenerator: (request, response) => {
        const token: unknown = response.locals.token;
        return typeof token === 'string' ? `token ${token}` : ipKeyGenerator(request.ip ?? '');
      },
    }),
  };
}

const pass: RequestHandler = (_request, _response, next) => next();
