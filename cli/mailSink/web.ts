import express, { type Express, type Response } from 'express';
import { listPage, messagePage, missingPage, stylesheet } from './pages.js';
import type { MessageStore, SunkMessage } from './store.js';

const PAGE_SIZE = 100;
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** A message's own HTML may show its styles, and nothing else: no script, no picture, no form, no way out. */
const MESSAGE_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/** A recipient whose address holds the words asked for, in any case. */
function matches(message: SunkMessage, to: string): boolean {
  return message.to.some((one) => one.toLowerCase().includes(to.toLowerCase()));
}

/** Of a query parameter given twice, the first counts. */
function textOf(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first.trim() : '';
}

/** The names under which a browser on this machine may ask: a page from elsewhere that points its own name here may not. */
function ownHost(header: string | undefined, host: string): boolean {
  const loopback = ['localhost', '127.0.0.1', '::1'];
  if (!loopback.includes(host)) return true;
  const asked = (header ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return loopback.includes(asked);
}

/** The sink's pages and its JSON list. It only reads. */
export function createSinkPages(store: MessageStore, host: string): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    response.set({
      'Content-Security-Policy': PAGE_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    });
    if (ownHost(request.headers.host, host)) next();
    else response.status(421).type('text/plain').send('This address is not one of the mail sink.\n');
  });

  const newestFirst = (to: string): SunkMessage[] =>
    store.messages.filter((message) => to === '' || matches(message, to)).reverse();
  const missing = (response: Response): void => void response.status(404).send(missingPage());
  const find = (id: string): SunkMessage | undefined => store.messages.find((message) => String(message.id) === id);

  app.get('/', (request, response) => {
    const to = textOf(request.query.to);
    const before = Number(textOf(request.query.before)) || Infinity;
    const matching = newestFirst(to);
    const rest = matching.filter((message) => message.id < before);
    const shown = rest.slice(0, PAGE_SIZE);
    response.send(
      listPage({
        shown,
        matching: matching.length,
        to,
        recipients: [...new Set(store.messages.flatMap((message) => message.to))].sort(),
        watching: textOf(request.query.watch) === '1',
        older: rest.length > PAGE_SIZE ? shown.at(-1)?.id : undefined,
      }),
    );
  });
  app.get('/style.css', (_request, response) => void response.type('text/css').send(stylesheet));
  app.get('/messages.json', (request, response) => void response.json(newestFirst(textOf(request.query.to))));
  app.get('/messages/:id', (request, response) => {
    const message = find(request.params.id);
    if (message === undefined) missing(response);
    else response.send(messagePage(message));
  });
  app.get('/messages/:id/html', (request, response) => {
    const html = find(request.params.id)?.html;
    if (html === undefined || html === null) missing(response);
    else response.set('Content-Security-Policy', MESSAGE_POLICY).type('text/html').send(html);
  });
  app.use((_request, response) => missing(response));
  return app;
}
