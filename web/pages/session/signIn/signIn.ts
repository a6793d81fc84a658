import { z } from 'zod';
import { Problem } from '../../../../api/problem.js';
import { leaveFor, nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import { ownPath } from '../../../security/returnTo.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { SignInRefused } from '../../../signIn/identityProvider.js';

/** Where the provider sends the browser back to. */
export const CALLBACK = '/sign-in/callback';

/** Starts of a sign-in that one address may make in ten minutes: a whole office may share it. */
const MOST_STARTS = 100;
const TEN_MINUTES = 600;

/** Leaves for the identity provider at once, unless there is something to be told first. */
export const signInPage = (web: WebServices): Page =>
  page({
    id: 'signIn',
    path: '/sign-in',
    may: anyone,
    audit: { action: 'session.signIn', object: 'session' },
    params: nothing,
    query: z.object({
      returnTo: z.string().max(500).optional().catch(undefined),
      /** Why one is here: shown once, before the provider's own page. */
      ended: z.enum(['idle', 'absolute', 'left']).optional().catch(undefined),
      /** An account that the provider may take at once: a person of the demonstration. */
      as: z
        .string()
        .regex(/^[a-z0-9-]{1,40}$/)
        .optional()
        .catch(undefined),
    }),
    template: 'session/signIn/signIn.njk',
    load: async ({ visitor, query, session, at, address }) => {
      const returnTo = ownPath(query.returnTo);
      if (visitor.person !== null && query.as === undefined) return redirectTo(returnTo);
      const { identity } = web;
      if (identity === null) return show({ canSignIn: false });
      if (query.ended !== undefined)
        return show({ canSignIn: true, ended: query.ended, next: `/sign-in?returnTo=${encodeURIComponent(returnTo)}` });
      await countTry(web, { what: 'sign-in', who: { address }, most: MOST_STARTS, seconds: TEN_MINUTES });
      const hint = web.demoPeople.length === 0 ? undefined : query.as;
      const { url, state, nonce, verifier } = await identity
        .begin(`${web.publicUrl()}${CALLBACK}`, hint)
        .catch((error: unknown) => {
          throw error instanceof SignInRefused
            ? new Problem('unavailable', 'The identity provider does not answer', { retryAfter: 30 })
            : error;
        });
      session.setAttempt({ state, nonce, verifier, returnTo, begunAt: at });
      return leaveFor(url);
    },
  });
