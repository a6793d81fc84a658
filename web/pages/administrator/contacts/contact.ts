import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { choice } from '../../../forms/fields.js';
import { markOf, mustBeUnchanged } from '../../../forms/unchanged.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { contactPath, contactsPath, newPartnerPath, partnerPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';
import { refuseField } from '../../../forms/errors.js';
import { contactFields, contactOf } from './contactForm.js';
import { contactInWords, directoryOf, type DirectoryEntry } from './directory.js';

const ID = /^[a-z][a-z0-9-]{0,59}$/;
const template = 'administrator/contacts/contact.njk';

const viewOf = (one: DirectoryEntry, changes: boolean, partner: boolean) => ({
  ...{ one, changes, partner },
  mark: markOf(one),
  back: contactsPath.pattern,
});

/** The address for a role of the policy: the front door, the police, the team. */
export const contactPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'contact',
    path: contactPath.pattern,
    may: seesSetUp,
    audit: { action: 'contact.view', object: 'contact', param: 'contact' },
    params: z.strictObject({ contact: z.string().regex(ID) }),
    query: nothing,
    template,
    example: { contact: 'safeguarding-contact' },
    load: async ({ visitor, params, at }) => {
      const { contacts } = await directoryOf(api, visitor.authority, at);
      const one = contacts.find(({ id }) => id === params.contact);
      if (one === undefined) throw notFound('The contact');
      return show(viewOf(one, administers.allows(visitor), false));
    },
    form: {
      may: administers,
      audit: { action: 'contact.change', object: 'contact', param: 'contact' },
      fields: z.strictObject(contactFields),
      act: async ({ visitor: { authority }, params, form, at }) => {
        const { contacts } = await directoryOf(api, authority, at);
        const now = contacts.find(({ id }) => id === params.contact);
        if (now === undefined) throw notFound('The contact');
        mustBeUnchanged(form.mark ?? '', now, contactInWords(now, language), language);
        const contact = contactOf(form);
        await api.guard.within(async () => {
          const known = await api.register.authorities.contacts(authority);
          const webhook = known.find(({ role }) => role === params.contact)?.webhook ?? null;
          await api.register.authorities.putContact(authority, params.contact, { ...contact, webhook });
        });
        return redirectTo(contactsPath.pattern, { text: 'contact.done' });
      },
    },
  });

/** Somebody who is asked about a child, and answers: health, housing, another council. */
export const partnerPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'partner',
    path: partnerPath.pattern,
    may: seesSetUp,
    audit: { action: 'partner.view', object: 'partner', param: 'partner' },
    params: z.strictObject({ partner: z.string().regex(ID) }),
    query: nothing,
    template,
    example: { partner: 'health' },
    load: async ({ visitor, params, at }) => {
      const { partners } = await directoryOf(api, visitor.authority, at);
      const one = partners.find(({ id }) => id === params.partner);
      if (one === undefined) throw notFound('The partner');
      return show(viewOf(one, administers.allows(visitor), true));
    },
    form: {
      may: administers,
      audit: { action: 'partner.change', object: 'partner', param: 'partner' },
      fields: z.strictObject({ ...contactFields, use: choice(['active', 'unused'], 'contact.useMissing') }),
      act: async ({ visitor: { authority }, params, form, at }) => {
        const { partners } = await directoryOf(api, authority, at);
        const now = partners.find(({ id }) => id === params.partner);
        if (now === undefined) throw notFound('The partner');
        mustBeUnchanged(form.mark ?? '', now, contactInWords(now, language), language);
        const partner = { ...contactOf(form), active: form.use === 'active' };
        await api.guard.within(() => api.register.authorities.putPartner(authority, params.partner, partner));
        return redirectTo(contactsPath.pattern, { text: 'contact.done' });
      },
    },
  });

/** A partner that the policy does not name: an officer may ask it all the same. */
export const newPartnerPage = ({ api }: WebServices): Page =>
  page({
    id: 'newPartner',
    path: newPartnerPath.pattern,
    may: administers,
    audit: { action: 'partner.form', object: 'partner' },
    params: nothing,
    query: nothing,
    template,
    load: () =>
      Promise.resolve(
        show({ one: {}, added: true, partner: true, changes: true, mark: '', back: contactsPath.pattern }),
      ),
    form: {
      audit: { action: 'partner.add', object: 'partner' },
      fields: z.strictObject(contactFields),
      act: async ({ visitor: { authority }, form, at, note }) => {
        const contact = contactOf(form);
        const id = contact.name
          .toLowerCase()
          .normalize('NFKD')
          .replaceAll(/[^a-z0-9]+/g, '-')
          .replaceAll(/^[^a-z]+|-+$/g, '')
          .slice(0, 40);
        if (!ID.test(id) || id === 'new') throw refuseField('name', 'newPartner.name');
        const { partners } = await directoryOf(api, authority, at);
        if (partners.some((one) => one.id === id)) throw refuseField('name', 'newPartner.taken');
        await api.guard.within(() => api.register.authorities.putPartner(authority, id, contact));
        note({ partner: id });
        return redirectTo(contactsPath.pattern, { text: 'newPartner.done' });
      },
    },
  });
