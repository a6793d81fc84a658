import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../../cli/embedded/ports.js';
import { headerOf, parseMessage } from '../../../cli/mailSink/mime.js';

export interface Mail {
  messageId: string;
  to: string;
  subject: string;
  text: string;
}

/** A real mail server on a port of its own that can hold a conversation open, and can be away. */
export interface MailServer {
  readonly url: string;
  /** What it took, in order. */
  readonly mails: readonly Mail[];
  /**
   * What happens to the next conversations: nothing special, or they stay open at the end of the message with the
   * message not yet taken (`before`), or taken and not yet confirmed (`after`).
   */
  hold: 'no' | 'before' | 'after';
  /** Messages whose conversation is, or was, held. */
  readonly held: readonly Mail[];
  start(): Promise<void>;
  /** Nobody listens any more, and the conversations are cut. */
  stop(): Promise<void>;
}

/** Does not listen before `start()`. */
export async function createMailServer(): Promise<MailServer> {
  const port = await freePort();
  const mails: Mail[] = [];
  const held: Mail[] = [];
  let smtp: SMTPServer | undefined;

  const server: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    held,
    hold: 'no',
    async start() {
      const made = new SMTPServer({
        disabledCommands: ['AUTH', 'STARTTLS'],
        disableReverseLookup: true,
        closeTimeout: 100,
        onData(stream, session, done) {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            const message = parseMessage(Buffer.concat(chunks));
            const mail = {
              messageId: headerOf(message, 'Message-ID'),
              to: session.envelope.rcptTo.map(({ address }) => address).join(),
              subject: headerOf(message, 'Subject'),
              text: message.text ?? '',
            };
            if (server.hold !== 'no') held.push(mail);
            if (server.hold === 'before') return;
            mails.push(mail);
            if (server.hold === 'no') done(null, `2.0.0 Ok: queued as ${mails.length}`);
          });
        },
      });
      made.on('error', () => undefined);
      smtp = made;
      await once(made.listen(port, '127.0.0.1'), 'listening');
    },
    async stop() {
      const stopping = smtp;
      smtp = undefined;
      if (stopping !== undefined) await new Promise<void>((resolve) => stopping.close(() => resolve()));
    },
  };
  return server;
}

/** How often each message arrived, by its Message-ID. */
export function arrivals(mails: readonly Mail[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { messageId } of mails) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  return counts;
}
