import { beforeAll } from '@jest/globals';
import { load, type CheerioAPI } from 'cheerio';
import type { Express } from 'express';
import supertest from 'supertest';
import type { Services, ServicesOptions } from '../../api/services.js';
import type { Role } from '../../domain/inputs.js';
import { useApi, type ApiHarness } from '../../tests/support/api/apiHarness.js';
import { createWeb } from '../app.js';
import { readLanguage } from '../language/language.js';
import { webFolder } from '../packageFolder.js';
import { createAreas, type Area } from '../pages.js';
import { createWebServices, type WebOptions, type WebServices } from '../services.js';
import { sessionCookie } from './sessionCookie.js';

export interface WebHarness {
  readonly api: ApiHarness;
  readonly web: WebServices;
  readonly app: Express;
  readonly areas: readonly Area[];
  /** A browser, without script, in which the person of a role is signed in; of Luton with the second argument. */
  readonly as: (role: Role | 'manager-b' | 'nobody', authority?: string) => Promise<Browser>;
  /** A browser in which nobody is signed in. */
  readonly stranger: () => Browser;
  /** The same register under other conditions. */
  readonly another: (over: { services?: Partial<ServicesOptions>; web?: Partial<WebOptions> }) => {
    app: Express;
    web: WebServices;
    services: Services;
    as: WebHarness['as'];
    stranger: () => Browser;
  };
}

export interface PageReply {
  status: number;
  text: string;
  headers: Readonly<Record<string, string>>;
  /** Where it leads, for a redirect. */
  location: string | undefined;
  $: CheerioAPI;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Follows no redirect by itself, so that a test sees each step. */
export interface Browser {
  readonly cookies: Map<string, string>;
  get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<PageReply>;
  /** Sends fields as they are: no token, no key. */
  post: (path: string, fields: Fields, headers?: Readonly<Record<string, string>>) => Promise<PageReply>;
  /** Opens the page, fills its one form (or the one of `form`) in and sends it with its hidden fields. */
  submit: (path: string, fields: Fields, form?: string) => Promise<PageReply>;
  /** Opens the page and sends its last form with a file. */
  upload: (path: string, file: { field: string; name: string; body: Buffer }) => Promise<PageReply>;
  /** Where the last answer led to. */
  follow: (reply: PageReply) => Promise<PageReply>;
}

const KEYS: readonly [string] = ['a key for the sessions of tests alone'];
const PUBLIC_URL = 'https://rollcall.example';

/** The pages on a real register, Temporal and, unless told otherwise, worker. They are reached through one HTTPS proxy. */
export function useWeb(over: { worker?: boolean } & Partial<ServicesOptions> = {}): () => WebHarness {
  const api = useApi({ ...over, http: { requestsPerMinute: 0, trustProxy: 1, ...over.http } });
  let open: WebHarness | undefined;
  beforeAll(() => {
    const harness = api();
    open = { api: harness, ...pagesOn(harness, harness.services) };
  });
  return () => {
    if (open === undefined) throw new Error('The pages are not open yet');
    return open;
  };
}

function pagesOn(api: ApiHarness, services: Services, over: Partial<WebOptions> = {}) {
  const web = createWebServices({
    api: services,
    authority: 'bradford',
    publicUrl: PUBLIC_URL,
    sessionKeys: KEYS,
    identity: null,
    languages: [readLanguage(webFolder)],
    ...over,
  });
  const app = createWeb(web);
  const as: WebHarness['as'] = async (role, authority = 'bradford') => {
    const person = role === 'manager-b' ? role : `${role}-a`;
    return createBrowser(app, new Map([await sessionCookie(web, authority, person)]));
  };
  const another: WebHarness['another'] = (more) => {
    const other = more.services === undefined ? services : api.another(more.services).services;
    return { services: other, ...pagesOn(api, other, more.web) };
  };
  return { web, app, areas: createAreas(web), as, stranger: () => createBrowser(app, new Map()), another };
}

function createBrowser(app: Express, cookies: Map<string, string>): Browser {
  const finish = async (request: supertest.Test, headers: Readonly<Record<string, string>>): Promise<PageReply> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
    const answer = await request
      .redirects(0)
      .set({ 'X-Forwarded-Proto': 'https', ...(cookie === '' ? {} : { Cookie: cookie }), ...headers });
    const headersSent: Readonly<Record<string, string>> = answer.headers;
    for (const one of answer.get('Set-Cookie') ?? []) keep(cookies, one);
    // A file has no text.
    const body: unknown = answer.text;
    const text = typeof body === 'string' ? body : '';
    return {
      status: answer.status,
      text,
      headers: headersSent,
      location: headersSent.location,
      $: load(text),
    };
  };
  const browser: Browser = {
    cookies,
    get: (path, headers = {}) => finish(supertest(app).get(path), headers),
    post: (path, fields, headers = {}) =>
      finish(supertest(app).post(path).type('form').send(encoded(fields)), {
        'Sec-Fetch-Site': 'same-origin',
        ...headers,
      }),
    submit: async (path, fields, form = 'main form') => {
      const { $, status } = await browser.get(path);
      const found = $(form);
      if (found.length !== 1) throw new Error(`${path} (${status}) has ${found.length} forms`);
      const hidden = Object.fromEntries(
        found
          .find('input[type=hidden]')
          .toArray()
          .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
      );
      return browser.post(found.attr('action') ?? path, { ...hidden, ...fields });
    },
    upload: async (path, { field, name, body }) => {
      const { $ } = await browser.get(path);
      const request = supertest(app).post(path);
      for (const input of $('main form').last().find('input[type=hidden]').toArray())
        void request.field($(input).attr('name') ?? '', $(input).attr('value') ?? '');
      return finish(request.attach(field, body, name), { 'Sec-Fetch-Site': 'same-origin' });
    },
    follow: ({ location }) => {
      if (location === undefined) throw new Error('The last answer leads nowhere');
      return browser.get(location);
    },
  };
  return browser;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const [name = '', value = ''] = pair.split('=');
  const gone = attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one));
  if (gone || value === '') cookies.delete(name);
  else cookies.set(name, decodeURIComponent(value));
}

const encoded = (fields: Fields): string =>
  Object.entries(fields)
    .flatMap(([name, value]) => [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`))
    .join('&');
