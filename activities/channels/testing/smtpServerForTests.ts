import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What one SMTP conversation brought. */
export interface Received {
  readonly recipients: readonly string[];
  /** The whole message as it came over the wire. */
  readonly raw: string;
  readonly secure: boolean;
}

/** A real SMTP server on a free port of this machine. */
export interface SmtpServerForTests {
  readonly port: number;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

/** Starts one. `options` may refuse a sender, a recipient or the data, or offer TLS. */
export async function startSmtpServer(options: SMTPServerOptions = {}): Promise<SmtpServerForTests> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          recipients: session.envelope.rcptTo.map((recipient) => recipient.address),
          raw: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
        });
        done(null, '2.0.0 Ok: queued as 4F2A91');
      });
    },
    ...options,
  });
  // A client that breaks the handshake off is an error here and what the test wants.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('the SMTP server has no port');
  return {
    port: address.port,
    received,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A refusal with its SMTP code, as an SMTP server gives it. */
export function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
