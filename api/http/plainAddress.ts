import type { RequestHandler } from 'express';
import { invalidRequest } from '../problem.js';

const CONTROL = /%(?:[01][0-9a-f]|7f)/i;
const NUL = /%00/;

/**
 * Refuses an address with a control character in its path, or a NUL in its query: no address of ours has one, and
 * PostgreSQL keeps no NUL, not even in the entry that says who tried. An identity provider may send line breaks in a query.
 */
export const plainAddress = (): RequestHandler => (request, _response, next) => {
  const [path = '', ...query] = request.url.split('?');
  if (CONTROL.test(path) || NUL.test(query.join('?')))
    throw invalidRequest([{ field: 'path', message: 'is not a well-formed address' }]);
  next();
};
