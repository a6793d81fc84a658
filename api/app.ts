/** The Express application: what happens to a request, in the order in which it happens. */
import express, { type Express } from 'express';
import { answerProblems, noSuchRoute } from './http/answerProblems.js';
import { securityHeaders } from './http/headers.js';
import { jsonBody } from './http/jsonBody.js';
import { createRateLimits } from './http/rateLimits.js';
import { plainAddress } from './http/plainAddress.js';
import { requestId } from './http/requestId.js';
import { requestLog } from './http/requestLog.js';
import { authenticate, serveRoute } from './http/serveRoute.js';
import { openRoutes } from './http/openRoutes.js';
import { createRoutes } from './routes.js';
import type { Services } from './services.js';

/** Listens to nothing: `startServer` does, or a test. */
export function createApp(services: Services): Express {
  const app = express();
  const limits = createRateLimits({ perMinute: services.http.requestsPerMinute });
  const routes = createRoutes(services);

  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  // The exact number of proxies: a blanket `true` would let anyone claim any address.
  app.set('trust proxy', services.http.trustProxy);

  app.use(requestId());
  app.use(requestLog(services.log));
  app.use(securityHeaders());
  app.use(plainAddress());
  app.use(limits.unknown);
  app.use(openRoutes(services, routes));
  app.use('/v1', authenticate(services));
  app.use('/v1', limits.known);
  app.use('/v1', jsonBody(services.http.bodyLimitBytes));
  for (const route of routes) app[route.method](route.path, serveRoute(services, route));
  app.use(noSuchRoute());
  app.use(answerProblems(services.log));
  return app;
}
