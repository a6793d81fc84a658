import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Configuration } from 'oidc-provider';
import type { DemoPerson } from '../services.js';
import { pickPage } from './pickPage.js';

export interface LocalProvider {
  /** `http://127.0.0.1:41234` */
  issuer: string;
  clientId: string;
  stop: () => Promise<void>;
}

export interface LocalProviderOptions {
  people: readonly (DemoPerson & { email?: string })[];
  /** Where Rollcall is reached: the one place that a browser is sent back to. */
  publicUrl: string;
  callbackPath: string;
  /** Claims beside name, e-mail and roles, by the person's id: for tests of other providers' ways. */
  claims?: (person: string) => Record<string, unknown>;
}

const CLIENT = 'rollcall';

/** Starts the provider on a free port of this machine. */
export async function startLocalProvider(options: LocalProviderOptions): Promise<LocalProvider> {
  const { people } = options;
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const provider = await withoutNotices(async () => {
    // 2 MB that a real installation never needs.
    const { default: Provider } = await import('oidc-provider');
    return new Provider(issuer, configuration(options));
  });
  const answer = provider.callback();

  const pick = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { uid, params } = await provider.interactionDetails(request, response);
    const known = (id: unknown) => people.find((person) => person.id === id)?.id;
    const chosen = request.method === 'POST' ? known(await chosenIn(request)) : known(params.login_hint);
    if (chosen !== undefined) {
      await provider.interactionFinished(request, response, { login: { accountId: chosen } });
      return;
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
    response.end(pickPage(people, `/pick/${uid}`));
  };
  handle = (request, response) => {
    if (request.url?.startsWith('/pick/') !== true) {
      void answer(request, response);
      return;
    }
    pick(request, response).catch(() => {
      response.statusCode = 400;
      response.end('This sign-in is over. Go back to Rollcall and begin again.');
    });
  };
  return {
    issuer,
    clientId: CLIENT,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configuration({ people, publicUrl, callbackPath, claims }: LocalProviderOptions): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return {
    clients: [
      {
        client_id: CLIENT,
        redirect_uris: [`${publicUrl}${callbackPath}`],
        post_logout_redirect_uris: [`${publicUrl}/`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kty: 'RSA', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    claims: { openid: ['sub', 'oid', 'tid'], profile: ['name', 'roles'], email: ['email'] },
    // As Entra does: the ID token says who it is.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_context, { uid }) => `/pick/${uid}` },
    findAccount: (_context, id) => {
      const person = people.find((one) => one.id === id);
      if (person === undefined) return undefined;
      const { name, roles, email } = person;
      return {
        accountId: id,
        claims: () => ({
          sub: id,
          name,
          roles: [...roles],
          ...(email === undefined ? {} : { email }),
          ...claims?.(id),
        }),
      };
    },
    // Its one client may know what it asks for; nobody is asked whether.
    loadExistingGrant: async ({ oidc }) => {
      const { session, client, provider } = oidc;
      if (session?.accountId === undefined || client === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
    ttl: { Interaction: 600, Session: 43_200, Grant: 43_200, AccessToken: 600, IdToken: 600 },
    renderError: (context, { error }) => {
      context.type = 'text/plain';
      context.body = `The demonstration's sign-in failed (${error}). Go back to Rollcall and begin again.`;
    },
  };
}

/** The library tells whoever runs it in production what to change; nobody does. */
async function withoutNotices<T>(work: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  console.warn = () => undefined;
  console.info = () => undefined;
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, info });
  }
}

const MOST_BYTES = 1_000;

async function chosenIn(request: IncomingMessage): Promise<string | null> {
  let body = '';
  for await (const part of request) {
    body += String(part);
    if (body.length > MOST_BYTES) return null;
  }
  return new URLSearchParams(body).get('person');
}
