import { z } from 'zod';
import { addSeconds } from '../../../../domain/time.js';
import type { Role } from '../../../../domain/inputs.js';
import type { TokenOwner } from '../../../../register/index.js';
import { choice, choices, optionalText, requiredText } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { newTokenPath, tokensPath } from '../paths.js';
import { administers } from '../who.js';

const DAY_SECONDS = 86_400;
const LIVES = ['30', '90', '365'] as const;
/** What another system may be. Decisions are people's, and so is setting the service up. */
const SYSTEM_ROLES = ['referrer', 'partner', 'officer', 'auditor'] as const satisfies readonly Role[];
const SYSTEM = /^[a-z][a-z0-9-]{1,39}$/;
const LAST = 'newToken.key';

/** Makes a token and shows it once: only its hash is kept. */
export const newTokenPage = ({ api }: WebServices): Page => {
  const { register, guard } = api;
  const view = async (authority: string) => ({
    people: (await guard.within(() => register.people.list(authority)))
      .filter(({ active }) => active)
      .map(({ person, name }) => ({ value: person, text: name })),
    roles: SYSTEM_ROLES,
    lives: LIVES,
    back: tokensPath.pattern,
  });
  return page({
    id: 'newToken',
    path: newTokenPath.pattern,
    may: administers,
    audit: { action: 'token.form', object: 'token' },
    params: nothing,
    query: nothing,
    template: 'administrator/tokens/newToken.njk',
    load: async ({ visitor: { authority } }) => show({ ...(await view(authority)), made: null }),
    form: {
      audit: { action: 'token.issue', object: 'token' },
      fields: z.strictObject({
        label: requiredText('newToken.labelMissing', { most: 100 }),
        owner: choice(['person', 'system'], 'newToken.ownerMissing'),
        person: optionalText({ most: 60 }),
        system: optionalText({ most: 40 }),
        roles: choices(SYSTEM_ROLES),
        life: choice(LIVES, 'newToken.lifeMissing'),
      }),
      act: async ({ visitor: { authority }, form, key, session, at, note }) => {
        // The page that shows the token is loaded again: it is made already, and cannot be shown a second time.
        if (session.kept(LAST) === key) return redirectTo(tokensPath.pattern, { text: 'newToken.onlyOnce' });
        const { people } = await view(authority);
        const owner: TokenOwner =
          form.owner === 'person' ? { person: form.person ?? '' } : { system: form.system ?? '', roles: form.roles };
        if ('person' in owner && !people.some(({ value }) => value === owner.person))
          throw refuseField('person', 'newToken.personMissing');
        if ('system' in owner && !SYSTEM.test(owner.system)) throw refuseField('system', 'newToken.systemMissing');
        if ('system' in owner && owner.roles.length === 0) throw refuseField('roles', 'newToken.rolesMissing');
        const expiresAt = addSeconds(at, Number(form.life) * DAY_SECONDS);
        const { token, text } = await guard.within(() =>
          register.tokens.issue(authority, owner, { label: form.label, expiresAt }),
        );
        session.keep(LAST, key);
        note({ token });
        return show({ ...(await view(authority)), made: { text, label: form.label, expiresAt } });
      },
    },
  });
};
