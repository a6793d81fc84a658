import { createEmailChannel } from '../../activities/channels/email.js';
import type { EmailChannel, TextChannel } from '../../activities/channels/notificationPort.js';
import { createTextChannel } from '../../activities/channels/text.js';
import type { Settings } from '../../config/settings.js';
import type { MailSink } from '../mailSink/mailSink.js';
import { createSinkTextChannel } from '../mailSink/textsToSink.js';

/** Where messages leave: the council's mail server and text provider, or the sink that shows them. */
export interface Channels {
  email: EmailChannel;
  text: TextChannel | undefined;
  /** The right side of a Message-ID. */
  mailDomain: string;
  /** Host and port of the mail server, to ask whether it answers. */
  mailServer: { host: string; port: number };
}

const MAIL_TIMEOUT_MS = 15_000;

/** @param sink the running sink and its port, where the settings name no mail server */
export function createChannels(settings: Settings, sink?: { sink: MailSink; smtpPort: number }): Channels {
  const { mail, texts } = settings;
  const url = mail.kind === 'smtp' ? mail.url : `smtp://127.0.0.1:${sink?.smtpPort ?? mail.smtpPort}`;
  const tls = mail.kind === 'smtp' && mail.tls !== 'off' ? mail.tls : 'none';
  const server = new URL(url);
  return {
    email: createEmailChannel({ smtpUrl: url, from: mail.from, tls, timeoutMs: MAIL_TIMEOUT_MS }),
    text:
      texts !== undefined
        ? createTextChannel(texts)
        : sink === undefined
          ? undefined
          : createSinkTextChannel(sink.sink),
    mailDomain: /@([^>\s]+)/.exec(mail.from)?.[1] ?? 'rollcall.example',
    mailServer: { host: server.hostname, port: Number(server.port || (server.protocol === 'smtps:' ? 465 : 25)) },
  };
}
