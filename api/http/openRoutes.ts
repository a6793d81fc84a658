import { Router, type Request, type RequestHandler, type Response } from 'express';
import { openApiDocument } from '../openapi.js';
import { referencePage, referenceStyle } from '../referencePage.js';
import type { Route } from '../route.js';
import type { Services } from '../services.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** What needs no token: is it alive, is it well, what does it offer. None of it knows of a case. */
export function openRoutes(services: Services, routes: readonly Route[]): Router {
  const router = Router();
  const document = openApiDocument(routes, services.version);
  const page = referencePage(document);

  /** From this machine, with a token, or a demonstration whose people are invented. */
  const mayLookIn = async (request: Request): Promise<boolean> => {
    if (LOOPBACK.has(request.ip ?? '') && request.headers['x-forwarded-for'] === undefined) return true;
    const { authorization } = request.headers;
    return authorization !== undefined && (await services.signIn.bearerOf(authorization, services.now()).then(yes, no));
  };
  const documentation =
    (send: (response: Response) => void): RequestHandler =>
    async (request, response, next) => {
      if (services.demo || (await mayLookIn(request))) send(response);
      else next();
    };
  const named =
    (route: string): RequestHandler =>
    (_request, response, next) => {
      response.locals.route = route;
      next();
    };

  router.get('/ping', named('/ping'), (_request, response) => {
    response.type('text/plain').send('pong');
  });
  router.get('/health', named('/health'), async (request, response) => {
    const parts = await services.health();
    // A case can be worked on only with both; mail that waits is sent later.
    const up = parts.database === 'up' && parts.temporal === 'up';
    const detail = await mayLookIn(request);
    response.status(up ? 200 : 503).json({ status: up ? 'up' : 'down', ...(detail ? { parts } : {}) });
  });
  router.get('/info', named('/info'), (_request, response) => {
    response.json({ name: 'rollcall', api: 'v1', demonstration: services.demo });
  });
  router.get(
    '/v1/openapi.json',
    named('/v1/openapi.json'),
    documentation((response) => response.json(document)),
  );
  router.get(
    '/api',
    named('/api'),
    documentation((response) => response.type('html').send(page)),
  );
  router.get(
    '/api/style.css',
    named('/api/style.css'),
    documentation((response) => response.type('css').send(referenceStyle)),
  );
  return router;
}

const yes = () => true;
const no = () => false;
