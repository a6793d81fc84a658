/** The Express application of the pages: what happens to a request, in the order in which it happens. */
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import { plainAddress } from '../api/http/plainAddress.js';
import { requestId } from '../api/http/requestId.js';
import { requestLog } from '../api/http/requestLog.js';
import { sendColourSheet } from './layout/look.js';
import { createTemplates, readAssets } from './layout/templates.js';
import { createAreas } from './pages.js';
import { atItsAddress } from './security/atItsAddress.js';
import { pageHeaders } from './security/headers.js';
import { fromOurselves } from './security/requestOrigin.js';
import { recognise, sessions } from './security/session.js';
import { answerErrors, noSuchPage, rememberVisitor } from './serve/answerErrors.js';
import { serveAssets } from './serve/assets.js';
import { createFrame } from './serve/frame.js';
import { servePage } from './serve/servePage.js';
import { chooseLanguage, spokenLanguage } from './serve/spokenLanguage.js';
import type { WebServices } from './services.js';

/** Listens to nothing: `createServer` of the processes does, or a test. @throws Error where the assets are not built */
export function createWeb(web: WebServices): Express {
  const app = express();
  const inLanguage = new Map(web.languages.map((language) => [language, createPages({ ...web, language })]));
  const pagesFor = (request: Request): Pages => {
    const pages = inLanguage.get(spokenLanguage(web, request));
    if (pages === undefined) throw new Error('There are no pages in the language of the request');
    return pages;
  };

  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  // The exact number of proxies: a blanket `true` would let anyone claim any address.
  app.set('trust proxy', web.api.http.trustProxy);

  app.use(requestId());
  app.use(requestLog(web.api.log));
  app.use(pageHeaders());
  app.use('/assets', serveAssets());
  app.use(sendColourSheet);
  app.use(plainAddress());
  app.use(atItsAddress(web));
  app.use(fromOurselves());
  app.use(chooseLanguage(web));
  app.use(sessions(web));
  app.use(async (request, response, next) => {
    const { visitor, ended } = await recognise(web, request);
    rememberVisitor(response, visitor);
    response.locals.ended = ended;
    response.locals.authority = visitor.authority;
    if (visitor.person !== null) response.locals.actor = visitor.person;
    next();
  });
  app.use((request, response, next) => {
    pagesFor(request).serve(request, response, next);
  });
  app.use(noSuchPage());
  app.use(((error, request, response, next) =>
    pagesFor(request).answerErrors(error, request, response, next)) satisfies ErrorRequestHandler);
  return app;
}

interface Pages {
  serve: RequestHandler;
  answerErrors: ErrorRequestHandler;
}

/** Every page in the language that is spoken in these services. */
function createPages(web: WebServices): Pages {
  const router = express.Router();
  const areas = createAreas(web);
  const navigation = areas.flatMap((area) => area.navigation);
  const frame = createFrame(web, createTemplates(web.language), readAssets(), navigation);
  for (const page of areas.flatMap((area) => area.pages)) {
    const { get, post } = servePage(web, frame, page);
    router.get(page.path, get);
    if (page.form !== null) router.post(page.path, post);
  }
  return { serve: router, answerErrors: answerErrors(web, frame) };
}
