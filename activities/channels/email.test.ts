import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import { MessageRefused, RecipientRejected, TryLater } from './channelErrors.js';
import { createEmailChannel, type EmailChannelSettings } from './email.js';
import type { EmailMessage } from './notificationPort.js';
import { selfSignedCertificate } from './testing/selfSignedCertificate.js';
import { refusal, startSmtpServer, type SmtpServerForTests } from './testing/smtpServerForTests.js';

const message: EmailMessage = {
  to: 'office@oak.example',
  subject: 'Referral R-1042 received – thank you',
  text: 'We have your referral.\n\nReference: R-1042',
  html: '<p>We have your referral.</p>',
  messageId: '<r-1042.1.sys-ack.1.referrer@bradford.example>',
};

const running: SmtpServerForTests[] = [];
async function serve(options?: SMTPServerOptions): Promise<SmtpServerForTests> {
  const server = await startSmtpServer(options);
  running.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

function channelTo(port: number, settings: Partial<EmailChannelSettings> = {}) {
  return createEmailChannel({
    smtpUrl: `smtp://localhost:${port}`,
    from: 'Children missing education <cme@bradford.example>',
    tls: 'none',
    timeoutMs: 3_000,
    ...settings,
  });
}
const failureOf = (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => 'sent',
    (error: unknown) => error,
  );
const headersOf = (raw: string): string => (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ');

describe('a message that goes', () => {
  test('arrives with both parts, its Message-ID and the sign that a machine wrote it', async () => {
    const server = await serve();
    const sent = await channelTo(server.port).send({ ...message, headers: { 'X-Rollcall-Rule': 'SYS-ACK' } });
    expect(sent).toEqual({ providerId: '4F2A91' });
    expect(server.received).toHaveLength(1);
    const [{ recipients, raw } = { recipients: [], raw: '' }] = server.received;
    expect(recipients).toEqual(['office@oak.example']);
    const headers = headersOf(raw);
    expect(headers).toContain('Message-ID: <r-1042.1.sys-ack.1.referrer@bradford.example>');
    expect(headers).toContain('From: Children missing education <cme@bradford.example>');
    expect(headers).toContain('To: office@oak.example');
    expect(headers).toContain('Auto-Submitted: auto-generated');
    expect(headers).toContain('X-Rollcall-Rule: SYS-ACK');
    expect(raw).toContain('Content-Type: text/plain');
    expect(raw).toContain('Content-Type: text/html');
  });

  test('sent again it carries the same Message-ID; without a queue name the id is the Message-ID', async () => {
    const server = await serve();
    const channel = channelTo(server.port);
    await channel.send(message);
    await channel.send(message);
    const ids = server.received.map(({ raw }) => /^Message-ID: (.*)$/m.exec(headersOf(raw))?.[1]);
    expect(ids).toEqual([message.messageId, message.messageId]);

    const silent = await serve({
      onData(stream, _session, done) {
        stream.resume().on('end', () => done());
      },
    });
    expect(await channelTo(silent.port).send(message)).toEqual({ providerId: message.messageId });
  });
});

describe('what the server refuses', () => {
  test.each([
    [550, 'RecipientRejected'],
    [553, 'RecipientRejected'],
    [450, 'TryLater'],
    [452, 'TryLater'],
    [503, 'TryLater'],
    [530, 'TryLater'],
  ])('%i to the recipient: %s', async (code, name) => {
    const server = await serve({
      onRcptTo: (address, _session, done) => done(refusal(code, `no such user ${address.address}`)),
    });
    const failure = await failureOf(channelTo(server.port).send(message));
    expect(failure).toMatchObject({ name });
    expect(String(failure)).not.toContain('oak');
  });

  test('a mailbox found missing only after the data is refused for good; refused content may go another day', async () => {
    const answering = (code: number, text: string) =>
      serve({
        onData(stream, _session, done) {
          stream.resume().on('end', () => done(refusal(code, text)));
        },
      });
    const missing = await answering(550, '5.1.1 unknown mailbox');
    expect(await failureOf(channelTo(missing.port).send(message))).toBeInstanceOf(RecipientRejected);
    const content = await answering(554, '5.7.1 content refused');
    expect(await failureOf(channelTo(content.port).send(message))).toBeInstanceOf(TryLater);
  });

  test('a refused sender or sign-in is ours to put right: later', async () => {
    const sender = await serve({ onMailFrom: (_address, _session, done) => done(refusal(550, 'not from you')) });
    expect(await failureOf(channelTo(sender.port).send(message))).toBeInstanceOf(TryLater);

    const signIn = await serve({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(refusal(535, 'wrong password')),
    });
    const channel = channelTo(signIn.port, { smtpUrl: `smtp://user:p%40ss@localhost:${signIn.port}` });
    const failure = await failureOf(channel.send(message));
    expect(failure).toBeInstanceOf(TryLater);
    expect(String(failure)).not.toContain('p@ss');
  });
});

describe('a server that is away', () => {
  test('nobody listens: later', async () => {
    const server = await startSmtpServer();
    await server.stop();
    expect(await failureOf(channelTo(server.port).send(message))).toBeInstanceOf(TryLater);
  });

  test('a name that does not exist: later', async () => {
    const channel = channelTo(0, { smtpUrl: 'smtp://mail.invalid:2525' });
    expect(await failureOf(channel.send(message))).toBeInstanceOf(TryLater);
  });

  test('a server that takes the connection and says nothing: later, within the time allowed', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const began = Date.now();
    expect(await failureOf(channelTo(address.port, { timeoutMs: 300 }).send(message))).toBeInstanceOf(TryLater);
    expect(Date.now() - began).toBeLessThan(10_000);
    mute.close();
  });

  test('a server that drips a byte now and then is left when the time is over', async () => {
    const dripping = createServer((socket) => {
      socket.on('error', () => undefined);
      const drip = setInterval(() => socket.write('2'), 50);
      socket.on('close', () => clearInterval(drip));
    }).listen(0, '127.0.0.1');
    await once(dripping, 'listening');
    const address = dripping.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const began = Date.now();
    expect(await failureOf(channelTo(address.port, { timeoutMs: 400 }).send(message))).toBeInstanceOf(TryLater);
    expect(Date.now() - began).toBeLessThan(10_000);
    dripping.close();
  });
});

describe('encryption', () => {
  const certificate = selfSignedCertificate();
  const withTls: SMTPServerOptions = { ...certificate, disabledCommands: ['AUTH'] };

  test('required, and the server offers none: nothing is sent', async () => {
    const server = await serve();
    const failure = await failureOf(channelTo(server.port, { tls: 'required' }).send(message));
    expect(failure).toBeInstanceOf(TryLater);
    expect(server.received).toEqual([]);
  });

  test('required, and the certificate is not to be trusted: nothing is sent', async () => {
    const server = await serve(withTls);
    const failure = await failureOf(channelTo(server.port, { tls: 'required' }).send(message));
    expect(failure).toBeInstanceOf(TryLater);
    expect(server.received).toEqual([]);
  });

  test.each(['required', 'opportunistic'] as const)('%s, with the council’s own authority: encrypted', async (tls) => {
    const server = await serve(withTls);
    await channelTo(server.port, { tls, ca: certificate.cert }).send(message);
    expect(server.received).toMatchObject([{ secure: true }]);
  });

  test('smtps is encrypted from the first byte', async () => {
    const server = await serve({ ...withTls, secure: true });
    const smtpUrl = `smtps://localhost:${server.port}`;
    await channelTo(server.port, { smtpUrl, tls: 'required', ca: certificate.cert }).send(message);
    expect(server.received).toMatchObject([{ secure: true }]);
  });

  test('opportunistic goes in clear to a server without', async () => {
    const server = await serve();
    await channelTo(server.port, { tls: 'opportunistic' }).send(message);
    expect(server.received).toMatchObject([{ secure: false }]);
  });
});

describe('what could smuggle something in', () => {
  test.each<[string, Partial<EmailMessage>, typeof RecipientRejected | typeof MessageRefused]>([
    ['a second header in the subject', { subject: 'Hello\r\nBcc: thief@evil.example' }, MessageRefused],
    ['a bare line feed', { subject: 'Hello\nX: y' }, MessageRefused],
    ['a bare carriage return', { subject: 'Hello\rX: y' }, MessageRefused],
    ['a line separator', { subject: 'Hello\u2028X: y' }, MessageRefused],
    ['a null', { subject: 'Hello\u0000' }, MessageRefused],
    ['a Message-ID with a line break', { messageId: '<a@b>\r\nBcc: thief@evil.example' }, MessageRefused],
    ['a Message-ID without brackets', { messageId: 'a@b' }, MessageRefused],
    ['a header that adds a recipient', { headers: { Bcc: 'thief@evil.example' } }, MessageRefused],
    ['a header name with a line break', { headers: { 'X-Rollcall-A\r\nBcc': 'x' } }, MessageRefused],
    [
      'a header value with a line break',
      { headers: { 'X-Rollcall-A': 'x\r\nBcc: thief@evil.example' } },
      MessageRefused,
    ],
    ['two addresses', { to: 'a@oak.example,thief@evil.example' }, RecipientRejected],
    ['an address with a line break', { to: 'a@oak.example\r\nRCPT TO:<thief@evil.example>' }, RecipientRejected],
    ['an address with a name', { to: 'Thief <thief@evil.example>' }, RecipientRejected],
    ['an address with a quoted part', { to: '"a b"@oak.example' }, RecipientRejected],
    ['no domain', { to: 'office' }, RecipientRejected],
    ['no address', { to: '' }, RecipientRejected],
    ['an address beyond what SMTP allows', { to: `${'a'.repeat(250)}@oak.example` }, RecipientRejected],
  ])('%s: refused, and nothing reaches the server', async (_case, part, refused) => {
    const server = await serve();
    expect(await failureOf(channelTo(server.port).send({ ...message, ...part }))).toBeInstanceOf(refused);
    expect(server.received).toEqual([]);
  });

  test('a line with a dot alone and header-like text in the body stay body', async () => {
    const server = await serve();
    await channelTo(server.port).send({ ...message, text: 'a\r\n.\r\nMAIL FROM:<x@y>\r\nBcc: thief@evil.example' });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.recipients).toEqual(['office@oak.example']);
    expect(headersOf(server.received[0]?.raw ?? '')).not.toContain('thief');
  });
});

describe('settings', () => {
  test('a web address is no mail server, and a sender has one line', () => {
    expect(() => channelTo(0, { smtpUrl: 'https://mail.example' })).toThrow(TypeError);
    expect(() => channelTo(0, { from: 'a@b.example\r\nBcc: c@d.example' })).toThrow(TypeError);
  });
});
