import { csrfSync } from 'csrf-sync';
import type { Request } from 'express';
import { Problem } from '../../api/problem.js';

/** The name of the hidden field, and of the header that a script of ours sends. */
export const CSRF_FIELD = '_csrf';
const CSRF_HEADER = 'x-csrf-token';

const tokens = csrfSync({
  getTokenFromRequest: (request) => {
    const body: unknown = request.body;
    const sent: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, CSRF_FIELD) : undefined;
    return typeof sent === 'string' ? sent : request.get(CSRF_HEADER);
  },
  size: 32,
});

/** The session's token; made, and with it the session, when a form first asks for it. */
export const csrfToken = (request: Request): string => tokens.generateToken(request);

/** To be asked once the body is read. @throws Problem `not_allowed` */
export function mustHaveToken(request: Request): void {
  if (!tokens.isRequestValid(request))
    throw new Problem('not_allowed', 'The form had expired, or did not come from this service', { field: CSRF_FIELD });
}
