import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { administrationPath, newTokenPath, revokeTokenPath, tokensPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';

/** Who may use the API, and until when. The tokens themselves are kept by nobody but their holders. */
export const tokensPage = ({ api }: WebServices): Page =>
  page({
    id: 'tokens',
    path: tokensPath.pattern,
    may: seesSetUp,
    audit: { action: 'tokens.list', object: 'tokens' },
    params: nothing,
    query: nothing,
    template: 'administrator/tokens/tokens.njk',
    load: async ({ visitor, at, note }) => {
      const { authority } = visitor;
      const [tokens, people] = await api.guard.within(() =>
        Promise.all([api.register.tokens.list(authority), api.register.people.list(authority)]),
      );
      note({ rows: tokens.length });
      const changes = administers.allows(visitor);
      const shown = tokens.map((one) => {
        const state = one.revokedAt !== null ? 'revoked' : one.expiresAt <= at ? 'expired' : 'works';
        return {
          ...{ label: one.label, id: one.token, state, expiresAt: one.expiresAt, createdAt: one.createdAt },
          owner: people.find(({ person }) => person === one.person)?.name ?? one.person ?? one.system,
          isSystem: one.system !== null,
          revokePath: changes && state === 'works' ? revokeTokenPath.to({}, { token: one.token }) : null,
        };
      });
      return show({
        works: shown.filter(({ state }) => state === 'works'),
        over: shown.filter(({ state }) => state !== 'works'),
        newPath: changes ? newTokenPath.pattern : null,
        back: changes ? administrationPath.pattern : null,
      });
    },
  });
