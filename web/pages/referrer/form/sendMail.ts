/** The mails that somebody who refers a child asks for. None says whom it is about. */
import { randomUUID } from 'node:crypto';
import { renderMessage, type MessageFields } from '../../../../config/messages.js';
import { Problem } from '../../../../api/problem.js';
import { lookOf } from '../../../layout/look.js';
import type { WebServices } from '../../../services.js';

/** @throws Problem `unavailable` where no mail can be sent now */
export async function sendMail(
  { api, mailer }: WebServices,
  authority: string,
  { to, template, fields }: { to: string; template: string; fields: MessageFields },
): Promise<void> {
  if (mailer === null) throw new Problem('unavailable', 'This service sends no mail');
  const [found, contacts] = await api.guard.within(() =>
    Promise.all([api.register.authorities.get(authority), api.register.authorities.contacts(authority)]),
  );
  const look = lookOf(found, contacts.find(({ role }) => role === 'team') ?? null);
  const { subject, text, html } = renderMessage(template, {
    authorityName: look.name,
    authorityEmail: look.email ?? undefined,
    authorityPhone: look.phone ?? undefined,
    ...fields,
  });
  const messageId = `<page-${randomUUID()}@${mailer.domain}>`;
  await mailer.send({ to, subject, text, html, messageId }).catch(() => {
    throw new Problem('unavailable', 'The mail cannot be sent at the moment', { retryAfter: 60 });
  });
}
