import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createEmailChannel } from '../../activities/channels/email.js';
import { RecipientRejected } from '../../activities/channels/channelErrors.js';
import { createMailSink, type MailSink } from './mailSink.js';
import { createSinkTextChannel } from './textsToSink.js';

const sinks: MailSink[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(sinks.splice(0).map((sink) => sink.stop()));
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));
});

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mail-sink-'));
  folders.push(folder);
  return join(folder, 'data', 'mail.jsonl');
}
async function run(storeFile = newFile()) {
  const sink = createMailSink({ smtpPort: 0, webPort: 0, host: '127.0.0.1', storeFile });
  const { smtpPort, webPort } = await sink.start();
  sinks.push(sink);
  const channel = createEmailChannel({
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    from: 'Children missing education <cme@bradford.example>',
    tls: 'none',
    timeoutMs: 3_000,
  });
  let sent = 0;
  const send = (to: string, subject: string, text = 'Hello', html = '<p>Hello</p>') =>
    channel.send({ to, subject, text, html, messageId: `<test.${(sent += 1)}@bradford.example>` });
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${webPort}${path}`);
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  return { sink, smtpPort, webPort, storeFile, send, get };
}
const listOf = (body: string): unknown => JSON.parse(body);

describe('the mail sink', () => {
  test('keeps what comes over SMTP and lists it, newest first', async () => {
    const { sink, send, get } = await run();
    const long = 'We are making enquiries – please answer. '.repeat(10).trim();
    expect(await send('office@oak.example', 'Referral R-1 – thank you', long)).toEqual({ providerId: 'sink-1' });
    await send('senior@bradford.example', 'Deadline missed');
    const { headers, body } = await get('/messages.json');
    expect(headers.get('content-type')).toContain('application/json');
    expect(listOf(body)).toMatchObject([
      { id: 2, kind: 'email', to: ['senior@bradford.example'], subject: 'Deadline missed' },
      {
        id: 1,
        to: ['office@oak.example'],
        from: 'Children missing education <cme@bradford.example>',
        subject: 'Referral R-1 – thank you',
        messageId: '<test.1@bradford.example>',
        text: long,
        html: '<p>Hello</p>',
      },
    ]);
    expect(sink.messages().map((message) => message.id)).toEqual([1, 2]);
  });

  test('filters by recipient, in the list and on the page', async () => {
    const { send, get } = await run();
    await send('office@oak.example', 'To the school');
    await send('senior@bradford.example', 'To the senior');
    expect(listOf((await get('/messages.json?to=OAK.example')).body)).toMatchObject([{ subject: 'To the school' }]);
    expect(listOf((await get('/messages.json?to=oak&to=senior')).body)).toMatchObject([{ subject: 'To the school' }]);
    expect(listOf((await get('/messages.json?to[x]=oak')).body)).toHaveLength(2);
    const { body } = await get('/?to=senior%40bradford.example');
    expect(body).toContain('To the senior');
    expect(body).not.toContain('To the school');
  });

  test('shows texts beside e-mails', async () => {
    const { sink, send, get } = await run();
    await send('office@oak.example', 'An e-mail');
    const channel = createSinkTextChannel(sink);
    expect(await channel.send({ to: '07700 900123', body: 'Please call us. Reference R-1.' })).toEqual({
      providerId: 'sink-2',
    });
    await expect(channel.send({ to: 'nobody', body: 'x' })).rejects.toBeInstanceOf(RecipientRejected);
    await sink.addText({ to: '+447700900124', body: 'Earlier', at: '2026-12-29T09:00:00Z' });
    expect(listOf((await get('/messages.json?to=%2B447700900123')).body)).toMatchObject([
      { kind: 'text', to: ['+447700900123'], text: 'Please call us. Reference R-1.', html: null },
    ]);
    expect((await get('/')).body).toContain('Please call us. Reference R-1.');
    expect((await get('/messages/3')).body).toContain('29 Dec 2026');
  });

  test('keeps its messages across a restart, and across a line that a crash cut short', async () => {
    const first = await run();
    await first.send('office@oak.example', 'Before');
    await first.sink.stop();
    appendFileSync(first.storeFile, '{"id":2,"kind":"ema');
    const second = await run(first.storeFile);
    await second.send('office@oak.example', 'After');
    await second.sink.stop();
    const third = await run(first.storeFile);
    expect(third.sink.messages()).toMatchObject([
      { id: 1, subject: 'Before' },
      { id: 2, subject: 'After' },
    ]);
    expect(readFileSync(first.storeFile, 'utf8').split('\n')).toHaveLength(4);
  });

  test('twenty at once all arrive, each once', async () => {
    const { sink, send, storeFile } = await run();
    await Promise.all(Array.from({ length: 20 }, (_, index) => send('office@oak.example', `Message ${index}`)));
    expect(new Set(sink.messages().map((message) => message.subject)).size).toBe(20);
    expect(sink.messages().map((message) => message.id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(readFileSync(storeFile, 'utf8').trim().split('\n')).toHaveLength(20);
  });

  test('a message over five megabytes is refused and not kept', async () => {
    const { sink, send } = await run();
    await expect(send('office@oak.example', 'Huge', 'x'.repeat(6_000_000))).rejects.toMatchObject({ name: 'TryLater' });
    expect(sink.messages()).toEqual([]);
  });

  test('a port that is taken is told by its code, and nothing is left listening', async () => {
    const { smtpPort, webPort } = await run();
    const other = (ports: { smtpPort: number; webPort: number }) =>
      createMailSink({ host: '127.0.0.1', storeFile: newFile(), ...ports });
    await expect(other({ smtpPort, webPort: 0 }).start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(other({ smtpPort: 0, webPort }).start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('stops twice without harm and says when it is not running', async () => {
    const { sink } = await run();
    await expect(sink.start()).rejects.toThrow('running already');
    await sink.stop();
    await sink.stop();
    expect(() => sink.messages()).toThrow('not running');
  });
});

describe('its pages', () => {
  const script = '"><script>alert(1)</script>';

  test('show a message with its text, its HTML in a frame and its headers', async () => {
    const { send, get } = await run();
    await send(
      'office@oak.example',
      'Referral R-1',
      'Dear school,\nthank you.',
      '<p style="color:red">Dear school</p>',
    );
    const { body, headers } = await get('/messages/1');
    expect(body).toContain('<h2>Referral R-1</h2>');
    expect(body).toContain('Dear school,\nthank you.');
    expect(body).toMatch(/<iframe src="\/messages\/1\/html"[^>]* sandbox/);
    expect(body).toContain('Auto-Submitted');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await get('/messages/1/html');
    expect(html.body.trim()).toBe('<p style="color:red">Dear school</p>');
    expect(html.headers.get('content-security-policy')).toMatch(
      /^sandbox; default-src 'none'; style-src 'unsafe-inline'/,
    );
  });

  test('escape whatever a message, a text or an address bar holds, and hold no script and no outside asset', async () => {
    const { sink, send, get } = await run();
    await send('office@oak.example', script, script, script);
    await sink.addText({ to: script, body: script });
    for (const path of ['/', `/?to=${encodeURIComponent(script)}`, '/messages/1', '/messages/2', `/${script}`]) {
      const { body } = await get(path);
      expect(body).not.toContain('<script');
      expect(body).not.toMatch(/(src|href)="(?!\/)/);
    }
    expect((await get('/messages/1/html')).headers.get('content-security-policy')).toContain('sandbox');
  });

  test('page by the hundred', async () => {
    const { sink, get } = await run();
    for (let index = 1; index <= 101; index += 1)
      await sink.addText({ to: '+447700900123', body: `Text number ${index}.` });
    const first = await get('/');
    expect(first.body).toContain('101 messages');
    expect(first.body).not.toContain('Text number 1.');
    expect(first.body).toContain('/?before=2');
    const second = await get('/?before=2');
    expect(second.body).toContain('Text number 1.');
    expect(second.body).not.toContain('Older messages');
  });

  test('refresh themselves only when asked', async () => {
    const { get } = await run();
    expect((await get('/')).body).not.toContain('http-equiv');
    expect((await get('/?watch=1')).body).toContain('<meta http-equiv="refresh" content="3">');
    expect((await get('/')).body).toContain('No messages yet');
  });

  test('answer 404 for what is not there', async () => {
    const { get } = await run();
    for (const path of ['/messages/9', '/messages/9/html', '/messages/__proto__', '/nowhere', '/messages/%E0'])
      expect((await get(path)).status).toBeGreaterThanOrEqual(400);
  });

  test('are not for a page elsewhere that points its own name at this machine', async () => {
    const { webPort } = await run();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(
        { port: webPort, host: '127.0.0.1', path: '/messages.json', headers: { host: 'evil.example' } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});
