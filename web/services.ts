/** What pages work with: the API's services, and what only pages need. */
import type { Services } from '../api/services.js';
import type { Language } from './language/language.js';
import { SESSION_LIMITS, type Limits } from './security/session.js';
import type { IdentityProvider } from './signIn/identityProvider.js';

/** An e-mail of the pages themselves, to somebody who asked for it. What a case sends is the worker's. */
export interface PageMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** `<local@domain>`. */
  messageId: string;
}

/** Resolves once the mail server has taken it over. */
export interface Mailer {
  send: (mail: PageMail) => Promise<unknown>;
  /** The right side of a Message-ID. */
  domain: string;
}

export interface WebServices {
  /** The services of the API: pages call the same ones, and have no rules of their own. */
  api: Services;
  /** The authority of this installation. Signed-in people carry their own. */
  authority: string;
  /** Where browsers reach the pages, `https://rollcall.council.example`, without a slash at the end. */
  publicUrl: () => string;
  /** Whether that is HTTPS. Only a demonstration on this machine may be without. */
  secure: boolean;
  /** Keys that sign the session's cookie, the one in use first. */
  sessionKeys: readonly [string, ...string[]];
  limits: Limits;
  /** Null where no sign-in has been set up: then only the open pages are there. */
  identity: IdentityProvider | null;
  /** The language that is spoken here: there is a set of pages for each. */
  language: Language;
  /** All that are offered, the installation's own first. */
  languages: Languages;
  /** The people to pick from on the start page of a demonstration; empty otherwise. */
  demoPeople: readonly DemoPerson[];
  /** Null where this process sends no mail: then what needs one is not offered. */
  mailer: Mailer | null;
}

export type Languages = readonly [Language, ...Language[]];

export interface DemoPerson {
  id: string;
  name: string;
  roles: readonly string[];
  /** What this person can do, in a few words. */
  may: string;
}

export interface WebOptions {
  api: Services;
  authority: string;
  publicUrl: string | (() => string);
  sessionKeys: readonly [string, ...string[]];
  identity: IdentityProvider | null;
  /** Those that a visitor may choose from; the first is spoken to whoever chose none. */
  languages: Languages;
  limits?: Partial<Limits>;
  demoPeople?: readonly DemoPerson[];
  mailer?: Mailer;
}

/** @throws Error where pages of real children would go over plain HTTP */
export function createWebServices(options: WebOptions): WebServices {
  const { api, publicUrl } = options;
  const url = typeof publicUrl === 'string' ? () => publicUrl : publicUrl;
  const secure = typeof publicUrl === 'string' && publicUrl.startsWith('https://');
  if (!secure && !api.demo) throw new Error('The pages need an HTTPS address: set ROLLCALL_PUBLIC_URL');
  return {
    api,
    secure,
    authority: options.authority,
    publicUrl: url,
    sessionKeys: options.sessionKeys,
    limits: { ...SESSION_LIMITS, ...options.limits },
    identity: options.identity,
    language: options.languages[0],
    languages: options.languages,
    demoPeople: api.demo ? (options.demoPeople ?? []) : [],
    mailer: options.mailer ?? null,
  };
}
