import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { cookieName, WARNING_SECONDS } from '../../security/session.js';
import { languageCookie } from '../../serve/spokenLanguage.js';
import { nothing, page, show, type Page } from '../../page.js';
import { anyone } from '../../security/policies.js';
import { accessibilityPath, cookiesPath, helpPath, privacyPath } from './paths.js';

const texts = (id: string, path: string, view: Record<string, unknown>): Page =>
  page({
    id,
    path,
    may: anyone,
    audit: { action: 'help.view', object: 'page' },
    params: nothing,
    query: nothing,
    template: `help/${id}/${id}.njk`,
    load: () => Promise.resolve(show(view)),
  });

/** What is linked at the foot of every page, always in the same place. */
export const helpArea = (web: WebServices): Area => ({
  pages: [
    texts('help', helpPath.pattern, {}),
    texts('accessibility', accessibilityPath.pattern, {}),
    texts('privacy', privacyPath.pattern, {}),
    texts('cookies', cookiesPath.pattern, {
      name: cookieName(web.secure),
      languageCookie: web.languages.length > 1 ? languageCookie(web) : null,
      idleMinutes: web.limits.idleSeconds / 60,
      hours: web.limits.absoluteSeconds / 3_600,
      warningMinutes: WARNING_SECONDS / 60,
    }),
  ],
  navigation: [],
});
