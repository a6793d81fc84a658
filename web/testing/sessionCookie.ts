import { createHmac, randomBytes } from 'node:crypto';
import { cookieName, forgottenAt } from '../security/session.js';
import type { WebServices } from '../services.js';

/** Begins a session in the real store: the name and the value of the cookie that the browser would have. */
export async function sessionCookie(web: WebServices, authority: string, person: string): Promise<[string, string]> {
  const { api } = web;
  const found = await api.register.people.find(authority, person);
  if (found === null) throw new Error(`There is no ${person} in ${authority}`);
  const id = randomBytes(24).toString('base64url');
  const at = api.now();
  await api.register.sessions.begin(id, {
    authority,
    person,
    data: { authority, person, roles: found.roles.join(','), signedInAt: at, seenAt: at },
    expiresAt: forgottenAt(web, { signedInAt: at }),
  });
  const signature = createHmac('sha256', web.sessionKeys[0]).update(id).digest('base64').replace(/=+$/, '');
  return [cookieName(web.secure), `s:${id}.${signature}`];
}
