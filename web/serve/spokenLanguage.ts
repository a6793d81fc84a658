/** In which language a request is answered: what its visitor chose, else the installation's own. */
import type { Request, RequestHandler } from 'express';
import type { Language } from '../language/language.js';
import type { WebServices } from '../services.js';

/** The parameter of a link that chooses a language: `?language=cy`. */
export const LANGUAGE_PARAMETER = 'language';
const KEPT_MS = 365 * 86_400_000;

type Offered = Pick<WebServices, 'languages' | 'secure'>;

/** Holds the choice of a language, and is set only where there is more than one. */
export const languageCookie = ({ secure }: Pick<WebServices, 'secure'>): string =>
  secure ? '__Host-rollcall-language' : 'rollcall-demo-language';

export function spokenLanguage(web: Offered, request: Request): Language {
  const { languages } = web;
  const name = languageCookie(web);
  const [, chosen] = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name) ?? [null, null];
  return languages.find(({ code }) => code === chosen) ?? languages[0];
}

/** Keeps a choice that comes with a link, and goes on to the page without it. */
export const chooseLanguage =
  (web: Offered): RequestHandler =>
  (request, response, next) => {
    const chosen = request.query[LANGUAGE_PARAMETER];
    const found = web.languages.find(({ code }) => code === chosen);
    if (request.method !== 'GET' || web.languages.length < 2 || found === undefined) {
      next();
      return;
    }
    const settings = { path: '/', httpOnly: true, sameSite: 'lax', secure: web.secure, maxAge: KEPT_MS } as const;
    response.cookie(languageCookie(web), found.code, settings);
    response.redirect(302, withLanguage(request, null));
  };

/** The address of this request in a language, or without a word of one. */
export function withLanguage({ originalUrl }: Pick<Request, 'originalUrl'>, code: string | null): string {
  const { pathname, searchParams } = new URL(originalUrl, 'https://here.invalid');
  searchParams.delete(LANGUAGE_PARAMETER);
  if (code !== null) searchParams.set(LANGUAGE_PARAMETER, code);
  const query = searchParams.toString();
  // Two slashes at the beginning would be the name of another host.
  return `${pathname.replace(/^\/+/, '/')}${query === '' ? '' : `?${query}`}`;
}
