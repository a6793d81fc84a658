import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import type { Authority } from '../../../../register/index.js';
import { emailField, phoneField } from '../../../forms/contactFields.js';
import { optionalText, requiredText } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';
import { markOf, mustBeUnchanged } from '../../../forms/unchanged.js';
import { contrastWithWhite, LEAST_CONTRAST } from '../../../layout/look.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { administrationPath, authorityPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';

const details = z.object({
  email: z.string().nullable().catch(null),
  phone: z.string().nullable().catch(null),
  colour: z.string().nullable().catch(null),
});
const detailsOf = ({ name, settings }: Authority) => ({ name, ...details.parse(settings) });

/** The authority's own name, its colour and how people reach it: what stands on every page and under every message. */
export const authorityPage = ({ api, language }: WebServices): Page => {
  const { register, guard } = api;
  const found = async (authority: string): Promise<Authority> => {
    const one = await guard.within(() => register.authorities.get(authority));
    if (one === null) throw notFound('The authority');
    return one;
  };
  return page({
    id: 'authority',
    path: authorityPath.pattern,
    may: seesSetUp,
    audit: { action: 'authority.view', object: 'authority' },
    params: nothing,
    query: nothing,
    template: 'administrator/authority/authority.njk',
    load: async ({ visitor }) => {
      const one = detailsOf(await found(visitor.authority));
      const { colour } = one;
      return show({
        one,
        mark: markOf(one),
        contrast: colour === null ? null : contrastWithWhite(colour).toFixed(1),
        least: LEAST_CONTRAST,
        changes: administers.allows(visitor),
        back: administrationPath.pattern,
      });
    },
    form: {
      may: administers,
      audit: { action: 'authority.change', object: 'authority' },
      fields: z.strictObject({
        name: requiredText('authority.nameMissing', { most: 120 }),
        email: emailField(),
        phone: phoneField(),
        colour: optionalText({ most: 7 }),
        mark: z.string(),
      }),
      act: async ({ visitor, form, note }) => {
        const now = await found(visitor.authority);
        const was = detailsOf(now);
        mustBeUnchanged(
          form.mark,
          was,
          [was.name, was.email, was.phone, was.colour]
            .map((one) => one ?? language.say('authority.nothing'))
            .join('; '),
          language,
        );
        const colour = form.colour?.toLowerCase();
        if (colour !== undefined && !/^#[0-9a-f]{6}$/.test(colour))
          throw refuseField('colour', 'authority.colourWrong');
        if (colour !== undefined && contrastWithWhite(colour) < LEAST_CONTRAST)
          throw refuseField('colour', 'authority.colourPale');
        const { email: _email, phone: _phone, colour: _colour, ...others } = now.settings;
        await guard.within(() =>
          register.authorities.put({
            ...now,
            name: form.name,
            settings: {
              ...others,
              ...(form.email === undefined ? {} : { email: form.email }),
              ...(form.phone === undefined ? {} : { phone: form.phone }),
              ...(colour === undefined ? {} : { colour }),
            },
          }),
        );
        note({ colour: colour ?? 'none' });
        return redirectTo(authorityPath.pattern, { text: 'authority.done' });
      },
    },
  });
};
