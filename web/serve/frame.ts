import type { Request, Response } from 'express';
import { requestIdOf } from '../../api/http/requestId.js';
import { addSeconds, epochSeconds } from '../../domain/time.js';
import { csrfToken, CSRF_FIELD } from '../security/csrf.js';
import { nonceOf } from '../security/headers.js';
import { browserSession } from '../security/session.js';
import type { Visitor } from '../security/visitor.js';
import type { WebServices } from '../services.js';
import type { Language } from '../language/language.js';
import { lookOf, type Look } from '../layout/look.js';
import { navigationFor, type NavigationItem } from '../layout/navigation.js';
import { withLanguage } from './spokenLanguage.js';
import { hiddenField, type Assets, type Templates } from '../layout/templates.js';

/** Renders a template inside the frame that every page has. */
export type Frame = (
  request: Request,
  response: Response,
  visitor: Visitor,
  page: { template: string; title: string; view: Record<string, unknown> },
) => Promise<string>;

export function createFrame(
  web: WebServices,
  templates: Templates,
  assets: Assets,
  navigation: readonly NavigationItem[],
): Frame {
  const { api, language } = web;

  const look = async (authority: string): Promise<Look> => {
    const [found, contacts] = await Promise.all([
      api.register.authorities.get(authority),
      api.register.authorities.contacts(authority),
    ]);
    return lookOf(found, contacts.find(({ role }) => role === 'team') ?? null);
  };

  return async (request, response, visitor, { template, title, view }) => {
    // An error page has to come even while the register is away.
    const [shown, items, ahead] = await Promise.all([
      api.guard.within(() => look(visitor.authority)).catch(() => lookOf(null, null)),
      navigationFor(navigation, visitor, request.path),
      api.demo ? api.guard.within(() => api.register.cases.furthestRehearsed(visitor.authority)).catch(() => 0) : 0,
    ]);
    const hasSession = isThere(request);
    const session = hasSession && visitor.person !== null ? browserSession(web, request) : null;
    const notice = hasSession ? request.session.notice : undefined;
    if (notice !== undefined) delete request.session.notice;
    return templates.render(template, {
      ...view,
      pageTitle: title,
      cspNonce: nonceOf(response),
      assets,
      demo: api.demo,
      // How far a demonstration that was moved in time has come.
      movedTo: ahead > 0 ? addSeconds(api.now(), ahead) : null,
      look: shown,
      navigation: items,
      visitor: { person: visitor.person, name: visitor.name, roles: visitor.roles },
      notice: notice === undefined ? null : { ...notice, text: worded(language, notice.text) },
      here: request.path,
      at: api.now(),
      requestId: requestIdOf(response.locals),
      sessionEnds: session?.endsAt ?? null,
      sessionLasts: session?.lastsUntil ?? null,
      sessionSeconds: session?.endsAt == null ? 0 : epochSeconds(session.endsAt) - epochSeconds(api.now()),
      csrfToken: () => (hasSession ? csrfToken(request) : ''),
      csrfField: () => hiddenField(CSRF_FIELD, hasSession ? csrfToken(request) : ''),
      languages: languagesFor(web, request),
    });
  };
}

/** The languages to choose from, each by its own name; none where there is one only. */
const languagesFor = ({ language, languages }: WebServices, request: Request) =>
  languages.length < 2
    ? []
    : languages.map(({ code, say }) => ({
        text: say('language.name'),
        lang: code,
        href: withLanguage(request, code),
        current: code === language.code,
        languageDescriptionText: code === language.code ? undefined : say('layout.thisLanguage'),
      }));

/** A session that was destroyed, or that the register could not give, is not there whatever its type says. */
export const isThere = (request: Request): boolean => {
  const session: unknown = Reflect.get(request, 'session');
  return session !== undefined && session !== null;
};

const worded = (language: Language, text: string): string => (language.has(text) ? language.say(text) : text);
