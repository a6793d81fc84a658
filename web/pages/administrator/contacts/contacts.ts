import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { administrationPath, contactPath, contactsPath, newPartnerPath, partnerPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';
import { directoryOf } from './directory.js';

/** Whom Rollcall writes to: contacts of the policy and partners, with what is missing marked. */
export const contactsPage = ({ api }: WebServices): Page =>
  page({
    id: 'contacts',
    path: contactsPath.pattern,
    may: seesSetUp,
    audit: { action: 'contacts.view', object: 'contacts' },
    params: nothing,
    query: nothing,
    template: 'administrator/contacts/contacts.njk',
    load: async ({ visitor, at }) => {
      const { contacts, partners, ofCase } = await directoryOf(api, visitor.authority, at);
      const reached = ({ email, phone }: { email: string | null; phone: string | null }) =>
        email !== null || phone !== null;
      return show({
        ofCase,
        contacts: contacts.map((one) => ({ ...one, reached: reached(one), path: contactPath.to({ contact: one.id }) })),
        partners: partners.map((one) => ({ ...one, reached: reached(one), path: partnerPath.to({ partner: one.id }) })),
        newPath: administers.allows(visitor) ? newPartnerPath.pattern : null,
        back: administers.allows(visitor) ? administrationPath.pattern : null,
      });
    },
  });
