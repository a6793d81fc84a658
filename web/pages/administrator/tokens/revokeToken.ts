import { z } from 'zod';
import { page, nothing, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { revokeTokenPath, tokensPath } from '../paths.js';
import { administers } from '../who.js';

/** Asks once more, then ends a token for good. */
export const revokeTokenPage = ({ api }: WebServices): Page =>
  page({
    id: 'revokeToken',
    path: revokeTokenPath.pattern,
    may: administers,
    audit: { action: 'token.form', object: 'token' },
    params: nothing,
    query: z.strictObject({
      token: z
        .string()
        .regex(/^[0-9a-f]{16}$/)
        .optional(),
    }),
    template: 'administrator/tokens/revokeToken.njk',
    load: async ({ visitor: { authority }, query: { token } }) => {
      const tokens = await api.guard.within(() => api.register.tokens.list(authority));
      const one = tokens.find((other) => other.token === token && other.revokedAt === null);
      if (one === undefined) return redirectTo(tokensPath.pattern);
      return show({ label: one.label, back: tokensPath.pattern });
    },
    form: {
      audit: { action: 'token.revoke', object: 'token' },
      fields: z.strictObject({}),
      act: async ({ visitor: { authority }, query: { token = '' }, at, note }) => {
        note({ token, revoked: await api.guard.within(() => api.register.tokens.revoke(authority, token, at)) });
        return redirectTo(tokensPath.pattern, { text: 'revokeToken.done' });
      },
    },
  });
