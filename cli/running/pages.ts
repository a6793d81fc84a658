import { hkdfSync } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createApp } from '../../api/app.js';
import type { Services } from '../../api/services.js';
import type { Settings } from '../../config/settings.js';
import { createWeb } from '../../web/app.js';
import type { Page } from '../../web/page.js';
import { createAreas } from '../../web/pages.js';
import { readLanguages } from '../../web/language/language.js';
import { webFolder } from '../../web/packageFolder.js';
import { CALLBACK } from '../../web/pages/session/signIn/signIn.js';
import { createWebServices, type DemoPerson } from '../../web/services.js';
import {
  createIdentityProvider,
  type IdentityProvider,
  type IdentitySettings,
} from '../../web/signIn/identityProvider.js';
import type { Channels } from './channels.js';
import { DEMO_ISSUER } from '../demo/loadDemo.js';

export interface Pages {
  /** The API and the pages on one port. */
  listener: RequestListener;
  /** Where browsers find the pages, once the server listens; undefined where no address for them is set. */
  url: () => string | undefined;
  /** The table of the pages; empty where there are none. */
  table: readonly Page[];
  /** Tells at which address the server listens, and starts a demonstration's own identity provider. */
  begin: (
    serverUrl: string,
    people: readonly (DemoPerson & { email: string })[],
  ) => Promise<{ stop: () => Promise<void> }>;
}

/** What the API answers itself; everything else is a page. */
const API_PATHS = /^\/(v1|api|ping|health|info)(\/|\?|$)/;

/**
 * The API and, where browsers can reach it safely, the pages. Real data needs an HTTPS address in the settings; a
 * demonstration is at the server's own, and brings its own identity provider unless the settings name one.
 */
export function createPages({
  settings,
  services,
  channels,
  payloadKeys,
}: {
  settings: Settings;
  services: Services;
  channels: Pick<Channels, 'email' | 'mailDomain'>;
  payloadKeys: string;
}): Pages {
  const api: RequestListener = createApp(services);
  const { publicUrl, signIn } = settings;
  if (publicUrl === undefined && !services.demo) {
    services.log.warn('no pages: set ROLLCALL_PUBLIC_URL to the HTTPS address at which browsers reach them');
    return {
      listener: api,
      url: () => undefined,
      table: [],
      begin: () => Promise.resolve({ stop: () => Promise.resolve() }),
    };
  }
  let serverUrl = '';
  let local: IdentitySettings | undefined;
  const demoPeople: DemoPerson[] = [];
  const url = (): string => publicUrl ?? serverUrl;
  const identity = identityOf(services, signIn, () => local);
  const webServices = createWebServices({
    api: services,
    authority: settings.authority,
    publicUrl: publicUrl ?? url,
    sessionKeys: sessionKeysOf(payloadKeys),
    identity,
    languages: readLanguages(webFolder, settings.languages),
    demoPeople,
    mailer: { send: (mail) => channels.email.send(mail), domain: channels.mailDomain },
  });
  const web: RequestListener = createWeb(webServices);
  return {
    listener: (request, response) => (API_PATHS.test(request.url ?? '') ? api : web)(request, response),
    url,
    table: createAreas(webServices).flatMap((area) => [...area.pages]),
    begin: async (listening, people) => {
      serverUrl = listening;
      if (!services.demo || signIn !== undefined) return { stop: () => Promise.resolve() };
      demoPeople.push(...people);
      const { startLocalProvider } = await import('../../web/localProvider/localProvider.js');
      const provider = await startLocalProvider({ people, publicUrl: url(), callbackPath: CALLBACK });
      local = {
        issuer: provider.issuer,
        issuerName: DEMO_ISSUER,
        clientId: provider.clientId,
        subjectClaim: 'sub',
        roles: null,
        insecure: true,
      };
      return { stop: provider.stop };
    },
  };
}

function identityOf(
  services: Services,
  signIn: Settings['signIn'],
  local: () => IdentitySettings | undefined,
): IdentityProvider | null {
  if (signIn !== undefined)
    return createIdentityProvider(() => ({
      issuer: signIn.issuer,
      clientId: signIn.clientId,
      ...(signIn.clientSecret === undefined ? {} : { clientSecret: signIn.clientSecret }),
      subjectClaim: signIn.subjectClaim,
      roles: signIn.roles ?? null,
      insecure: signIn.issuer.startsWith('http:'),
    }));
  if (!services.demo) return null;
  return createIdentityProvider(() => {
    const found = local();
    if (found === undefined) throw new Error('The identity provider of the demonstration has not started yet');
    return found;
  });
}

/** Keys of the session cookies, from the payload keys: one list to keep and to rotate, the active one first. */
function sessionKeysOf(payloadKeys: string): [string, ...string[]] {
  const [first = '', ...others] = payloadKeys.split(',').map((entry) => {
    const key = Buffer.from(entry.slice(entry.indexOf(':') + 1), 'base64');
    return Buffer.from(hkdfSync('sha256', key, '', 'rollcall session cookies', 32)).toString('base64url');
  });
  return [first, ...others];
}
