import { z } from 'zod';
import { addSeconds } from '../../../../domain/time.js';
import { page, redirectTo, show, type Call, type Outcome, type Page, nothing } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { SignInRefused } from '../../../signIn/identityProvider.js';
import { personOf } from '../../../signIn/personOf.js';
import { CALLBACK } from '../signIn/signIn.js';

/** Somebody may take this long at the provider's own page. */
const ATTEMPT_SECONDS = 600;
/** Returns that did not fit, of one address in ten minutes. */
const MOST_FAILURES = 30;

/** Back from the identity provider: everything has to fit the attempt that this browser began. */
export const callbackPage = (web: WebServices): Page =>
  page({
    id: 'callback',
    path: CALLBACK,
    may: anyone,
    audit: { action: 'session.signIn', object: 'session' },
    params: nothing,
    query: z.object({ code: z.string().optional(), state: z.string().optional() }),
    template: 'session/callback/callback.njk',
    load: async (call) => {
      const { identity } = web;
      const { session, at } = call;
      const attempt = session.attempt;
      session.setAttempt(null);
      if (identity === null || attempt === null || at > addSeconds(attempt.begunAt, ATTEMPT_SECONDS))
        return refused(web, call, 'begun');
      try {
        const claims = await identity.finish(new URL(call.here, web.publicUrl()), attempt);
        const admission = await personOf(web.api.register, web.authority, identity.settings, claims);
        if ('refused' in admission) return await refused(web, call, admission.refused);
        const { person, roles } = admission.admitted;
        await session.signIn(person, roles);
        await written(web, call, person, roles.join(','), null);
        return redirectTo(attempt.returnTo);
      } catch (error) {
        if (error instanceof SignInRefused) return refused(web, call, error.code);
        throw error;
      }
    },
  });

async function refused(web: WebServices, call: Call, why: string): Promise<Outcome> {
  await countTry(web, {
    what: 'sign-in failed',
    who: { address: call.address },
    most: MOST_FAILURES,
    seconds: ATTEMPT_SECONDS,
  });
  await written(web, call, null, null, why);
  const outcome = show({ why });
  return outcome.ends === 'shown' ? { ...outcome, status: 403 } : outcome;
}

/** Signing in is written down here: before it there is nobody whom the page's own entry could name. */
function written(web: WebServices, call: Call, person: string | null, role: string | null, why: string | null) {
  const { api, authority } = web;
  return api.guard.within(() =>
    api.register.audit.write(authority, {
      at: call.at,
      person,
      role,
      action: 'session.signIn',
      object: { kind: 'session' },
      route: CALLBACK,
      requestId: call.requestId,
      allowed: why === null,
      ...(why === null ? {} : { detail: { code: why } }),
    }),
  );
}
