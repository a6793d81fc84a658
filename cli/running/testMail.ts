import { randomUUID } from 'node:crypto';
import { renderMessage } from '../../config/messages.js';
import type { Channels } from './channels.js';

/** Sends an e-mail that says that e-mails arrive: about no case, to the address of whoever asked. */
export const createTestMail =
  ({ email, mailDomain }: Pick<Channels, 'email' | 'mailDomain'>, authorityName: string) =>
  async (to: string): Promise<void> => {
    const { subject, text, html } = renderMessage('test-message', { authorityName });
    await email.send({ to, subject, text, html, messageId: `<test-${randomUUID()}@${mailDomain}>` });
  };
