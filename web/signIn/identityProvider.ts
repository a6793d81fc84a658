/** The way to the identity provider: OpenID Connect, code flow with PKCE, state and nonce, by openid-client. */
import * as oidc from 'openid-client';
import type { SignInAttempt } from '../security/session.js';

export interface IdentitySettings {
  /** The provider's issuer; a tenant's own at Entra, never `common`. */
  issuer: string;
  clientId: string;
  /** Absent for a public client, which PKCE alone protects. */
  clientSecret?: string;
  /** How issuers are written down in the register, where not as the issuer itself. */
  issuerName?: string;
  /** Which claim names the person for good: `oid` at Entra, `sub` elsewhere. */
  subjectClaim: string;
  /** Which claim holds the roles, and what its values mean here; null: roles are the register's. */
  roles: { claim: string; map: ReadonlyMap<string, readonly string[]> } | null;
  /** Plain HTTP, for a provider on this machine. */
  insecure?: boolean;
}

export interface IdentityProvider {
  settings: IdentitySettings;
  /** Where to send the browser, and what it has to come back with. `hint` names the account, if it is known. */
  begin: (callbackUrl: string, hint?: string) => Promise<{ url: URL; state: string; nonce: string; verifier: string }>;
  /** The claims of who came back. @throws SignInRefused where anything does not fit */
  finish: (cameBack: URL, attempt: SignInAttempt) => Promise<Readonly<Record<string, unknown>>>;
  /** Where the provider's own session is ended; null where it offers none. */
  endUrl: (returnUrl: string) => Promise<URL | null>;
}

/** The provider, or what came back from it, is not to be trusted. Says a code, never what was in the token. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  constructor(readonly code: 'provider_away' | 'provider_refused' | 'not_genuine') {
    super(`Sign-in refused: ${code}`);
  }
}

const TIMEOUT_SECONDS = 5;

/** Asks the provider for its addresses and keys at the first sign-in, and again where that failed. */
export function createIdentityProvider(readSettings: () => IdentitySettings): IdentityProvider {
  let found: Promise<oidc.Configuration> | undefined;
  const configuration = async (): Promise<oidc.Configuration> => {
    const settings = readSettings();
    found ??= oidc.discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      // Marked as deprecated so that it stands out: for a provider on this machine alone.
      execute: settings.insecure === true ? [oidc.allowInsecureRequests] : [],
    });
    try {
      return await found;
    } catch {
      found = undefined;
      throw new SignInRefused('provider_away');
    }
  };
  return {
    get settings() {
      return readSettings();
    },

    begin: async (callbackUrl, hint) => {
      const config = await configuration();
      const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: callbackUrl,
        scope: 'openid profile email',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        // Whoever is named has to come in anew, whoever is signed in there.
        ...(hint === undefined ? {} : { login_hint: hint, prompt: 'login' }),
      });
      return { url, state, nonce, verifier };
    },

    finish: async (cameBack, attempt) => {
      const config = await configuration();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, cameBack, {
          pkceCodeVerifier: attempt.verifier,
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new SignInRefused('not_genuine');
        return claims;
      } catch (error) {
        if (error instanceof oidc.AuthorizationResponseError) throw new SignInRefused('provider_refused');
        throw new SignInRefused('not_genuine');
      }
    },

    endUrl: async (returnUrl) => {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: returnUrl });
    },
  };
}
