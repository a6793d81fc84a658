import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { headerOf, parseMessage } from './mime.js';
import { openMessageStore, type MessageStore, type SunkMessage } from './store.js';
import { createSinkPages } from './web.js';

export interface MailSinkSettings {
  /** 0 takes a free port. */
  readonly smtpPort: number;
  /** 0 takes a free port. */
  readonly webPort: number;
  /** The interface both listen on; `127.0.0.1` keeps them on this machine. */
  readonly host: string;
  /** The file that keeps the messages, one JSON object a line. */
  readonly storeFile: string;
}

/** A mail server that delivers nothing and shows everything: for the demonstration and for tests. */
export interface MailSink {
  /**
   * Opens the file and both ports.
   *
   * @throws the system's own error, with its code: `EADDRINUSE` for a port that is taken.
   */
  start(): Promise<{ smtpPort: number; webPort: number }>;
  /** Closes both ports, after the conversations under way, at most a second. Stopping twice is harmless. */
  stop(): Promise<void>;
  /** Shows a text message beside the e-mails. `at`: ISO 8601; now unless told. */
  addText(text: { to: string; body: string; at?: string }): Promise<SunkMessage>;
  /** All messages, oldest first. */
  messages(): readonly SunkMessage[];
}

/** Larger than any message that Rollcall writes. */
const MESSAGE_BYTES_MAX = 5 * 1024 * 1024;
const CLOSE_WITHIN_MS = 1_000;

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The mail sink has no port.');
  return address.port;
}

function createSmtpServer(store: MessageStore): SMTPServer {
  return new SMTPServer({
    // It listens on this machine only, and its certificate would be one that everybody knows.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MESSAGE_BYTES_MAX,
    banner: 'Rollcall mail sink',
    closeTimeout: CLOSE_WITHIN_MS,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      // Beyond the limit it reads on, since the sender must be answered, but keeps nothing.
      stream.on('data', (chunk: Buffer) => stream.sizeExceeded || chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(Object.assign(new Error('Message too large'), { responseCode: 552 }));
          return;
        }
        const message = parseMessage(Buffer.concat(chunks));
        const { mailFrom, rcptTo } = session.envelope;
        store
          .add({
            kind: 'email',
            at: new Date().toISOString(),
            to: rcptTo.map((recipient) => recipient.address),
            from: headerOf(message, 'From') || (mailFrom === false ? '' : mailFrom.address),
            subject: headerOf(message, 'Subject'),
            messageId: headerOf(message, 'Message-ID'),
            headers: message.headers,
            text: message.text,
            html: message.html,
          })
          .then(
            ({ id }) => done(null, `2.0.0 Ok: queued as sink-${id}`),
            () => done(Object.assign(new Error('The sink could not keep the message'), { responseCode: 451 })),
          );
      });
    },
  });
}

/** Makes a mail sink; nothing listens before `start()`. */
export function createMailSink({ smtpPort, webPort, host, storeFile }: MailSinkSettings): MailSink {
  let running: { store: MessageStore; smtp: SMTPServer; web: Server } | undefined;

  const closeSmtp = (smtp: SMTPServer): Promise<void> => new Promise((resolve) => smtp.close(() => resolve()));
  const closeWeb = (web: Server): Promise<void> =>
    new Promise((resolve) => {
      web.close(() => resolve());
      web.closeAllConnections();
    });
  const store = (): MessageStore => {
    if (running === undefined) throw new Error('The mail sink is not running.');
    return running.store;
  };

  return {
    async start() {
      if (running !== undefined) throw new Error('The mail sink is running already.');
      const opened = await openMessageStore(storeFile);
      const smtp = createSmtpServer(opened);
      // A client that hangs up in the middle is no reason to end; a port that is taken is told by the listener.
      smtp.on('error', () => undefined);
      const smtpListener = smtp.listen(smtpPort, host);
      await once(smtpListener, 'listening');
      const web = createSinkPages(opened, host).listen(webPort, host);
      try {
        await once(web, 'listening');
      } catch (error) {
        await closeSmtp(smtp);
        throw error;
      }
      running = { store: opened, smtp, web };
      return { smtpPort: portOf(smtpListener.address()), webPort: portOf(web.address()) };
    },

    async stop() {
      if (running === undefined) return;
      const { smtp, web } = running;
      running = undefined;
      await Promise.all([closeSmtp(smtp), closeWeb(web)]);
    },

    addText: ({ to, body, at = new Date().toISOString() }) =>
      store().add({
        kind: 'text',
        at,
        to: [to],
        from: '',
        subject: '',
        messageId: '',
        headers: [],
        text: body,
        html: null,
      }),

    messages: () => store().messages,
  };
}
