/** The form of a contact, of a partner, and of a new partner. */
import { z } from 'zod';
import { emailField, phoneField } from '../../../forms/contactFields.js';
import { choices, requiredText } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';
import type { Contact } from '../../../../register/index.js';

export const contactFields = {
  name: requiredText('contact.nameMissing', { most: 200 }),
  email: emailField(),
  phone: phoneField(),
  secure: choices(['yes']),
  mark: z.string().optional(),
};

/** @throws FieldRefused where it is secure and has no address to be so */
export function contactOf(form: {
  name: string;
  email?: string | undefined;
  phone?: string | undefined;
  secure: readonly string[];
}): Contact & { name: string } {
  const { name, email, phone } = form;
  const secure = form.secure.length > 0;
  if (secure && email === undefined) throw refuseField('email', 'contact.secureWithoutEmail');
  return { name, email: email ?? null, phone: phone ?? null, secure };
}
