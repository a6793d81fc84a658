import session from 'express-session';
import { z } from 'zod';
import type { WebServices } from '../services.js';
import { forgottenAt } from './session.js';

/** Where express-session keeps its sessions: in the register, under the hash of their ids. */
export function createSessionStore(web: WebServices): session.Store {
  return new RegisterStore(web);
}

const stored = z.record(z.string(), z.json());

class RegisterStore extends session.Store {
  /** Ids of this process's requests whose session the register has: to be changed, not begun. */
  readonly #known = new WeakSet<object>();
  constructor(readonly web: WebServices) {
    super();
  }

  override get = (id: string, told: (error: unknown, found?: session.SessionData | null) => void): void => {
    const { api } = this.web;
    api.guard
      .within(() => api.register.sessions.read(id, api.now()))
      .then(
        (found) => told(null, found === null ? null : this.#session(found.data)),
        (error: unknown) => told(error),
      );
  };

  override set = (id: string, data: session.SessionData, told?: (error?: unknown) => void): void => {
    const { api, authority } = this.web;
    const { cookie: _cookie, ...kept } = data;
    const row = {
      authority: data.authority ?? authority,
      person: data.person ?? null,
      data: stored.parse(JSON.parse(JSON.stringify(kept))),
      expiresAt: forgottenAt(this.web, data),
    };
    api.guard
      .within(async () => {
        if (await api.register.sessions.write(id, row)) return;
        // What was revoked while this request ran stays revoked; what is new begins.
        if (!this.#known.has(data)) await api.register.sessions.begin(id, row);
      })
      .then(
        () => told?.(),
        (error: unknown) => told?.(error),
      );
  };

  override destroy = (id: string, told?: (error?: unknown) => void): void => {
    const { api } = this.web;
    api.guard
      .within(() => api.register.sessions.end(id))
      .then(
        () => told?.(),
        (error: unknown) => told?.(error),
      );
  };

  override createSession: session.Store['createSession'] = (request, data) => {
    const made = super.createSession(request, data);
    this.#known.add(made);
    return made;
  };

  #session(data: Record<string, unknown>): session.SessionData {
    // The cookie's attributes are this version's, whatever was in force when the session began.
    const cookie = new session.Cookie();
    Object.assign(cookie, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.web.secure });
    return { ...data, cookie };
  }
}
