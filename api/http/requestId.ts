import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

const WELL_FORMED = /^[A-Za-z0-9-]{8,64}$/;

/** Gives each request an id of ours; one from the client is kept only where it is letters, digits and hyphens. */
export const requestId = (): RequestHandler => (request, response, next) => {
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && WELL_FORMED.test(sent) ? sent : randomUUID();
  response.locals.requestId = id;
  response.setHeader('X-Request-Id', id);
  next();
};

/** The id of the request that a response answers. */
export const requestIdOf = (locals: Record<string, unknown>): string =>
  typeof locals.requestId === 'string' ? locals.requestId : '';
