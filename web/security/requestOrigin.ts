import type { RequestHandler } from 'express';
import { Problem } from '../../api/problem.js';
import { CSRF_FIELD } from './csrf.js';

const SAFE = new Set(['GET', 'HEAD']);

/**
 * Refuses what another site makes a browser send. The token of `csrf.ts` refuses it as well; this one needs no session.
 * Methods that no page has are refused here, too.
 */
export const fromOurselves = (): RequestHandler => (request, _response, next) => {
  if (SAFE.has(request.method)) {
    next();
    return;
  }
  if (request.method !== 'POST') throw new Problem('not_found', 'This address was not found');
  const site = request.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin')
    throw new Problem('not_allowed', 'The form did not come from this service', { field: CSRF_FIELD });
  next();
};
