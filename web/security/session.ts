import type { Request, Response } from 'express';
import session from 'express-session';
import { addSeconds, epochSeconds, type Instant } from '../../domain/time.js';
import type { JsonValue } from '../../register/index.js';
import type { Role } from '../../domain/inputs.js';
import type { Notice } from '../page.js';
import type { WebServices } from '../services.js';
import { createSessionStore } from './sessionStore.js';
import { stranger, visitorOf, type Visitor } from './visitor.js';

declare module 'express-session' {
  interface SessionData {
    authority?: string;
    person?: string;
    /** The roles at the last request, in order: a change gives the session a new id. */
    roles?: string;
    signedInAt?: Instant;
    seenAt?: Instant;
    /** What a sign-in that is under way has to come back with. */
    attempt?: SignInAttempt;
    notice?: Notice;
    /** What pages keep between requests, by the page's id. */
    kept?: Record<string, JsonValue>;
  }
}

export interface SignInAttempt {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
  begunAt: Instant;
}

export interface Limits {
  /** Signed out after this long without a request. */
  idleSeconds: number;
  /** Signed out after this long, whatever happens. */
  absoluteSeconds: number;
}

export const SESSION_LIMITS: Limits = { idleSeconds: 60 * 60, absoluteSeconds: 12 * 60 * 60 };
/** How long before the end the page warns. */
export const WARNING_SECONDS = 5 * 60;
/** A request within this time of the last one written down is not written down again. */
const SEEN_SECONDS = 30;
/** How long a session of somebody who has not signed in is kept. */
export const STRANGER_SECONDS = 2 * 60 * 60;

/** A browser's session as pages use it. */
export interface BrowserSession {
  /** What this page kept earlier in this session. */
  keep: (name: string, value: JsonValue | undefined) => void;
  kept: (name: string) => JsonValue | undefined;
  attempt: SignInAttempt | null;
  setAttempt: (attempt: SignInAttempt | null) => void;
  /** A new id and nothing of the old session, for the person who has just signed in. */
  signIn: (person: string, roles: readonly Role[]) => Promise<void>;
  signOut: () => Promise<void>;
  /** When it ends if nothing more is done; null where nobody is signed in. */
  endsAt: Instant | null;
  /** When it ends whatever is done. */
  lastsUntil: Instant | null;
}

/** `__Host-` ties a cookie to this host, over TLS alone. A demonstration on plain HTTP of this machine cannot have it. */
export const cookieName = (secure: boolean): string => (secure ? '__Host-rollcall' : 'rollcall-demo');

export const sessions = (web: WebServices) =>
  session({
    name: cookieName(web.secure),
    secret: [...web.sessionKeys],
    store: createSessionStore(web),
    resave: false,
    saveUninitialized: false,
    rolling: false,
    proxy: web.api.http.trustProxy > 0,
    // Lax, not Strict: the identity provider's way back is a navigation from another site.
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: web.secure },
  });

export interface Recognised {
  visitor: Visitor;
  /** Said on the sign-in page: why one is signed out. */
  ended: 'idle' | 'absolute' | 'left' | null;
}

/** Who this browser is signed in as, by the register of this moment. A role that has changed counts from this request on. */
export async function recognise(web: WebServices, request: Request): Promise<Recognised> {
  const { api, authority } = web;
  const nobody = stranger(authority);
  const at = api.now();
  const { person, signedInAt, seenAt } = request.session;
  if (person === undefined || signedInAt === undefined || seenAt === undefined) return { visitor: nobody, ended: null };
  const ended =
    at >= addSeconds(signedInAt, web.limits.absoluteSeconds)
      ? 'absolute'
      : at >= addSeconds(seenAt, web.limits.idleSeconds)
        ? 'idle'
        : null;
  const of = request.session.authority ?? authority;
  const visitor = ended === null ? await api.guard.within(() => visitorOf(api.register, of, person)) : null;
  if (visitor === null) {
    await renew(request);
    return { visitor: nobody, ended: ended ?? 'left' };
  }
  const roles = visitor.roles.join(',');
  if (request.session.roles !== roles) {
    const { csrfToken: _old, ...before } = dataOf(request);
    await renew(request);
    Object.assign(request.session, before, { roles });
  }
  if (epochSeconds(at) - epochSeconds(seenAt) >= SEEN_SECONDS) request.session.seenAt = at;
  return { visitor, ended: null };
}

/** What the session holds, without what the library keeps in it. */
function dataOf(request: Request): Partial<session.SessionData> {
  const { cookie: _cookie, ...data } = request.session;
  return data;
}

const renew = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error == null ? resolve() : reject(asError(error))));
  });

/** The session as pages see it. */
export function browserSession(web: WebServices, request: Request): BrowserSession {
  const { signedInAt, seenAt, person } = request.session;
  const lastsUntil =
    person === undefined || signedInAt === undefined ? null : addSeconds(signedInAt, web.limits.absoluteSeconds);
  const idleEnd = seenAt === undefined ? null : addSeconds(seenAt, web.limits.idleSeconds);
  return {
    keep: (name, value) => {
      const { [name]: _before, ...others } = request.session.kept ?? {};
      request.session.kept = value === undefined ? others : { ...others, [name]: value };
    },
    kept: (name) => request.session.kept?.[name],
    attempt: request.session.attempt ?? null,
    setAttempt: (attempt) => {
      if (attempt === null) delete request.session.attempt;
      else request.session.attempt = attempt;
    },
    signIn: async (who, roles) => {
      await renew(request);
      const at = web.api.now();
      Object.assign(request.session, {
        authority: web.authority,
        person: who,
        roles: roles.join(','),
        signedInAt: at,
        seenAt: at,
      });
    },
    signOut: () =>
      new Promise((resolve, reject) => {
        request.session.destroy((error: unknown) => (error == null ? resolve() : reject(asError(error))));
      }),
    endsAt: lastsUntil === null || idleEnd === null ? null : lastsUntil < idleEnd ? lastsUntil : idleEnd,
    lastsUntil,
  };
}

/**
 * Writes the session down now. A browser follows a redirect as soon as it has the headers, which is before the library
 * would have written: what the next page needs has to be there by then. A session without content is not begun.
 */
export const saved = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    if (Object.keys(dataOf(request)).length === 0) resolve();
    else request.session.save((error: unknown) => (error == null ? resolve() : reject(asError(error))));
  });

/** Ends the cookie as well, with the attributes it was set with. */
export const dropCookie = (web: WebServices, response: Response): void => {
  response.clearCookie(cookieName(web.secure), { path: '/', httpOnly: true, sameSite: 'lax', secure: web.secure });
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('The session cannot be kept'));

/** Kept a while after its end, so that the sign-in page can say why somebody is there. */
const TOLD_SECONDS = 60 * 60;

/** When the register forgets a session that is written now. */
export const forgottenAt = (web: WebServices, data: Partial<session.SessionData>): Instant =>
  data.signedInAt === undefined
    ? addSeconds(web.api.now(), STRANGER_SECONDS)
    : addSeconds(data.signedInAt, web.limits.absoluteSeconds + TOLD_SECONDS);
