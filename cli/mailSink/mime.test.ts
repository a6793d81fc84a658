import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { decodeHeaderWords, decodeQuotedPrintable, headerOf, parseMessage } from './mime.js';

const crlf = (lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');
const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
async function composed(message: { subject: string; text: string; html: string }): Promise<Uint8Array> {
  const { message: raw } = await composer.sendMail({ from: 'a@a.example', to: 'b@b.example', ...message });
  if (!Buffer.isBuffer(raw)) throw new Error('the composer gave no buffer');
  return raw;
}

describe('a message that a mail library composed', () => {
  test('comes back as it was written', async () => {
    const message = {
      subject:
        'Referral R-1042 – Siân O’Brien, 王小明, a subject long enough to be cut into several encoded words by anybody',
      text: 'Line one = fine.\n\nA long line: '.concat(
        'enquiries into children missing education – '.repeat(20),
        '\n.\nEnd',
      ),
      html: '<p class="x">Café &amp; crème</p>\n',
    };
    const parsed = parseMessage(await composed(message));
    expect(headerOf(parsed, 'subject')).toBe(message.subject);
    expect(parsed.text?.trimEnd()).toBe(message.text);
    expect(parsed.html?.trimEnd()).toBe(message.html.trimEnd());
    expect(headerOf(parsed, 'To')).toBe('b@b.example');
  });

  test('keeps a space that an encoded word ends with', async () => {
    expect(decodeHeaderWords('=?UTF-8?Q?Si=C3=A2n_?= =?UTF-8?Q?O=E2=80=99Brien?=')).toBe('Siân O’Brien');
    const subject = 'sa🧒=王.a=aa?a e';
    expect(headerOf(parseMessage(await composed({ subject, text: 't', html: '<p>x</p>' })), 'Subject')).toBe(subject);
  });

  test('whatever the text and the subject are', async () => {
    const words = fc.string({
      unit: fc.constantFrom('a', ' ', '=', '?', '_', 'é', '王', '🧒', '.', '-', '\n', '"'),
      minLength: 1,
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(words, words, async (subject, text) => {
        const parsed = parseMessage(await composed({ subject: `s${subject}e`, text: `s${text}e`, html: '<p>x</p>' }));
        expect(parsed.text?.trimEnd()).toBe(`s${text}e`);
        expect(headerOf(parsed, 'Subject').replace(/\s+/g, ' ')).toBe(`s${subject}e`.replace(/\s+/g, ' '));
      }),
      { numRuns: 150 },
    );
  });
});

describe('headers', () => {
  test.each([
    ['=?UTF-8?Q?Si=C3=A2n?=', 'Siân'],
    ['=?utf-8?b?U2nDom4=?= <sian@example>', 'Siân <sian@example>'],
    ['=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=', 'café'],
    ['=?utf-8?Q?a?=  =?utf-8?Q?_b?=', 'a b'],
    ['=?iso-8859-1*en?Q?Stra=DFe?= 1', 'Straße 1'],
    ['=?x-unknown?Q?a=E9?=', 'aé'],
    ['plain = text ?= not a word', 'plain = text ?= not a word'],
  ])('%s reads %s', (value, reads) => {
    expect(decodeHeaderWords(value)).toBe(reads);
  });

  test('folded lines are one, raw UTF-8 is read, what is no header is passed over', () => {
    const parsed = parseMessage(
      Buffer.from('Subject: one\r\n two\r\nnonsense\r\nX-Name: Siân\r\nX-Empty:\r\n\r\nbody', 'utf8'),
    );
    expect(parsed.headers).toEqual([
      { name: 'Subject', value: 'one two' },
      { name: 'X-Name', value: 'Siân' },
      { name: 'X-Empty', value: '' },
    ]);
    expect(parsed.text).toBe('body');
  });
});

describe('bodies', () => {
  test('quoted-printable: soft breaks, trailing blanks, malformed escapes', () => {
    expect(decodeQuotedPrintable('a=\r\nb=3D=C3=A9 \r\n=XY=').toString('utf8')).toBe('ab=é\r\n=XY=');
  });

  test('base64, Latin-1, eight bits as they are', () => {
    const body = (headers: string[], ...lines: string[]) => parseMessage(crlf([...headers, '', ...lines])).text;
    expect(body(['Content-Transfer-Encoding: BASE64'], 'U2nDom4=')).toBe('Siân');
    expect(body(['Content-Type: text/plain; charset="iso-8859-1"'], 'Stra\u00dfe')).toBe('Straße');
    expect(parseMessage(Buffer.from('A: b\r\n\r\nSiân', 'utf8')).text).toBe('Siân');
  });

  test('nested parts, quoted boundaries, attachments passed over', () => {
    const parsed = parseMessage(
      crlf([
        ...['Content-Type: multipart/mixed; boundary="a b:c"', '', 'preamble', '--a b:c'],
        ...['Content-Type: multipart/alternative; boundary=in', '', '--in', '', 'plain', '--in'],
        ...['Content-Type: TEXT/HTML', '', '<p>x</p>', '--in--', '--a b:c'],
        ...['Content-Type: text/plain', 'Content-Disposition: attachment; filename=x.txt', '', 'attached', '--a b:c--'],
        'epilogue',
      ]),
    );
    expect(parsed).toMatchObject({ text: 'plain', html: '<p>x</p>' });
  });

  test('a message cut short shows what came', () => {
    const parsed = parseMessage(crlf(['Content-Type: multipart/mixed; boundary=x', '', '--x', '', 'half of']));
    expect(parsed.text).toBe('half of');
  });
});

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      parseMessage(bytes);
      parseMessage(Buffer.concat([Buffer.from('Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'), bytes]));
    }),
  );
  const nested = 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'.repeat(5_000);
  expect(parseMessage(Buffer.from(nested))).toMatchObject({ html: null });
});
