import { createTransport, type NodemailerError } from 'nodemailer';
import { MessageRefused, RecipientRejected, TryLater } from './channelErrors.js';
import type { EmailChannel, EmailMessage } from './notificationPort.js';

/**
 * How the connection is protected. `required`: STARTTLS or nothing is sent, and the server's certificate must be
 * valid. `opportunistic`: STARTTLS where the server offers it (and then with a valid certificate). `none`: in clear,
 * for a mail sink on the same machine. An `smtps:` address is encrypted from the first byte whatever is said here.
 */
export type SmtpTls = 'required' | 'opportunistic' | 'none';

export interface EmailChannelSettings {
  /** `smtp://[user:password@]host[:port]` or `smtps://…`. */
  readonly smtpUrl: string;
  /** The sender, with or without a name: `Children missing education <cme@example.org>`. */
  readonly from: string;
  readonly tls: SmtpTls;
  /** For the whole conversation, in milliseconds, and for each silence within it. */
  readonly timeoutMs: number;
  /** A certificate authority of the council's own, in PEM, beside those that Node trusts. */
  readonly ca?: string;
}

/** Control characters, line breaks of every kind among them. */
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
const ADDRESS = /^[^\s@<>(),;:\\"[\]]+@[^\s@<>(),;:\\"[\]]+$/;
const MESSAGE_ID = /^<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>$/;
/** Headers a caller may set. Addresses are none of them: a `Bcc` among them would send the message to a stranger. */
const OPEN_HEADER = /^(x-rollcall-[a-z-]+|auto-submitted|in-reply-to|references)$/i;
/** A path of SMTP is at most 256 octets, its brackets included (RFC 5321, 4.5.3.1.3). */
const ADDRESS_MAX = 254;
const SUBJECT_MAX = 500;

function checkMessage(message: EmailMessage): void {
  const { to, subject, messageId, headers = {} } = message;
  if (CONTROL.test(to) || to.length > ADDRESS_MAX || !ADDRESS.test(to))
    throw new RecipientRejected('The e-mail address of the recipient is not valid.');
  if (CONTROL.test(subject)) throw new MessageRefused('The subject holds a line break or a control character.');
  if (subject.length > SUBJECT_MAX) throw new MessageRefused('The subject is too long.');
  if (!MESSAGE_ID.test(messageId)) throw new MessageRefused('The Message-ID is not of the form <local@domain>.');
  for (const [name, value] of Object.entries(headers)) {
    if (!OPEN_HEADER.test(name)) throw new MessageRefused('A header is not one of those that may be set.');
    if (CONTROL.test(value)) throw new MessageRefused('A header holds a line break or a control character.');
  }
}

function isSmtpError(error: unknown): error is NodemailerError {
  return typeof error === 'object' && error !== null && 'code' in error;
}

/** Enhanced codes that speak of the mailbox even where they come only after the data (RFC 3463, 3.2 and 3.3). */
const NO_SUCH_MAILBOX = /^5\d\d[ -]5\.(1\.(1|2|3|6|10)|2\.1)\b/;

/**
 * Only a refusal of the recipient is final. A server that refuses our sender, our sign-in or the content may take
 * the same message tomorrow, once an operator has put it right; the message waits for that, it is not given up.
 */
function classify(error: unknown): Error {
  if (!isSmtpError(error)) return new TryLater('The mail server could not be used.');
  const { command, responseCode, response } = error;
  const atRecipient = command === 'RCPT TO' && responseCode !== undefined && responseCode >= 500;
  // 503: commands out of order; 530: sign in first. Neither says anything of the recipient.
  if (atRecipient && responseCode !== 503 && responseCode !== 530)
    return new RecipientRejected(`The mail server refused the recipient (${responseCode}).`);
  if (response !== undefined && NO_SUCH_MAILBOX.test(response))
    return new RecipientRejected('The mail server says that the mailbox does not exist or takes no mail.');
  if (responseCode !== undefined) return new TryLater(`The mail server did not take the message (${responseCode}).`);
  if (error.code === 'ETLS') return new TryLater('The connection to the mail server could not be encrypted.');
  return new TryLater(`The mail server could not be used (${error.code ?? 'no reason given'}).`);
}

/** The name under which the mail server queued the message, where it says one. */
function queueName(response: string): string | undefined {
  return /\bqueued as ([A-Za-z0-9._-]+)/i.exec(response)?.[1];
}

/**
 * Sends e-mail over SMTP. Each message has a connection of its own: a kept one that the server has silently dropped
 * would cost a message its first try.
 *
 * @throws TypeError when the settings contradict each other; messages fail as {@link NotificationChannel} says.
 */
export function createEmailChannel(settings: EmailChannelSettings): EmailChannel {
  const { from, tls, timeoutMs, ca } = settings;
  const url = new URL(settings.smtpUrl);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw new TypeError('The address of the mail server must begin with smtp:// or smtps://.');
  if (CONTROL.test(from)) throw new TypeError('The sender holds a line break or a control character.');
  const secure = url.protocol === 'smtps:';
  const defaultPort = secure ? 465 : 587;

  const transport = createTransport({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? defaultPort : Number(url.port),
    secure,
    requireTLS: tls === 'required' && !secure,
    ignoreTLS: tls === 'none' && !secure,
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async send(message) {
      checkMessage(message);
      try {
        const info = await transport.sendMail({
          from,
          // As an object it is taken as it stands; as text it would be read as a list of addresses.
          to: { name: '', address: message.to },
          subject: message.subject,
          text: message.text,
          html: message.html,
          messageId: message.messageId,
          // RFC 3834: no out-of-office answer to what a machine wrote.
          headers: { 'Auto-Submitted': 'auto-generated', ...message.headers },
          signal: AbortSignal.timeout(timeoutMs),
        });
        return { providerId: queueName(info.response) ?? message.messageId };
      } catch (error) {
        throw classify(error);
      }
    },
  };
}
