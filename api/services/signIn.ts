import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time.js';
import type { Bearer, Register } from '../../register/index.js';
import { Problem } from '../problem.js';
import { DatabaseAway, type DatabaseGuard } from './databaseGuard.js';

export interface SignIn {
  /** Who presents the header `Authorization`. @throws Problem `not_signed_in`, or `unavailable` */
  bearerOf: (header: string | undefined, at: Instant) => Promise<Bearer>;
}

/** How long a token that was found valid is believed while the register cannot be asked. */
const BELIEVED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** Roles and revocations count from the next request, so the register is asked each time and remembered only for its absence. */
export function createSignIn(register: Register, guard: DatabaseGuard): SignIn {
  const remembered = new Map<string, { bearer: Bearer; until: number }>();
  return {
    bearerOf: async (header, at) => {
      const [, token] = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(header ?? '') ?? [];
      if (token === undefined) throw new Problem('not_signed_in', 'Send a token: Authorization: Bearer rollcall_…');
      const key = createHash('sha256').update(token).digest('base64');
      try {
        const bearer = await guard.within(() => register.tokens.verify(token, at));
        remembered.delete(key);
        if (bearer === null)
          throw new Problem('not_signed_in', 'The token is unknown, has expired or was revoked: ask for a new one');
        if (remembered.size >= MOST_REMEMBERED) remembered.clear();
        remembered.set(key, { bearer, until: Date.now() + BELIEVED_MS });
        return bearer;
      } catch (error) {
        if (!(error instanceof DatabaseAway)) throw error;
        const known = remembered.get(key);
        if (known !== undefined && known.until > Date.now()) return known.bearer;
        throw error;
      }
    },
  };
}
