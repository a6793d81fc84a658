import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { checked, FileRefused, plainName } from './files.js';
import { cleanJpeg } from './jpeg.js';
import { cleanPng } from './png.js';
import { createScanner } from './scanner.js';
import { aJpeg, aPdf, aPng, chunk, segment } from '../../tests/support/files.js';

const why = (body: Buffer): string => {
  try {
    checked(body);
    return 'taken';
  } catch (error) {
    return error instanceof FileRefused ? error.why : 'failed';
  }
};

describe('what a file is', () => {
  test('is told by its content alone', () => {
    expect(checked(aPdf()).kind).toBe('pdf');
    expect(checked(aJpeg()).kind).toBe('jpeg');
    expect(checked(aPng()).kind).toBe('png');
  });

  test.each([
    ['a program', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 'kind'],
    ['a page', Buffer.from('<html><script>alert(1)</script>'), 'kind'],
    ['a drawing with script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 'kind'],
    ['an archive or a document of an office program', Buffer.from('PK\x03\x04\x14\0', 'latin1'), 'kind'],
    ['a GIF', Buffer.from('GIF89a', 'latin1'), 'kind'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a PDF without an end', Buffer.from('%PDF-1.7\nabc'), 'kind'],
    ['a JPEG that breaks off', aJpeg().subarray(0, 30), 'broken'],
    ['a PNG that breaks off', aPng().subarray(0, 40), 'broken'],
    [
      'a page behind the first bytes of a JPEG',
      Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from('<html>')]),
      'broken',
    ],
    ['more than 10 MB', Buffer.concat([aPdf(), Buffer.alloc(10_000_000)]), 'tooLarge'],
  ])('%s is refused', (_name, body, reason) => {
    expect(why(body)).toBe(reason);
  });
});

describe('a picture loses what was written beside it', () => {
  const secret = 'Quintessa 53.79N 1.75W';

  test('JPEG: EXIF, comments, applications, and what follows its end', () => {
    const exif = segment(0xe1, Buffer.from(`Exif\0\0MM\0*\0\0\0\x08\0\0${secret}`, 'latin1'));
    const dirty = Buffer.concat([
      aJpeg([exif, segment(0xfe, Buffer.from(secret)), segment(0xed, Buffer.from(secret))]),
      Buffer.from(secret),
    ]);
    expect(dirty.includes(secret)).toBe(true);
    const clean = cleanJpeg(dirty);
    expect(clean?.includes('Quintessa')).toBe(false);
    expect(clean).toEqual(aJpeg());
  });

  test('JPEG: which way up it stands is kept, and is all that is kept', () => {
    // TIFF, little-endian: one entry, tag 0x0112, a short, once, 6 (turned to the right).
    const tiff = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex');
    const turned = cleanJpeg(aJpeg([segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]))]));
    const at = turned?.indexOf(Buffer.from('4d4d002a00000008000101120003000000010006', 'hex')) ?? -1;
    expect(at).toBeGreaterThan(0);
    expect(turned?.length).toBe(aJpeg().length + 36);
    expect(cleanJpeg(turned ?? Buffer.alloc(0))).toEqual(turned);
  });

  test('JPEG: bytes of the compressed picture that look like markers stay', () => {
    const data = Buffer.from('12ff00ffd034ff0056', 'hex');
    expect(cleanJpeg(aJpeg([], data))).toEqual(aJpeg([], data));
  });

  test('PNG: texts, time, EXIF, private chunks, and what follows its end', () => {
    const more = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'eXIf', 'prVt'].map((type) => chunk(type, Buffer.from(secret)));
    const clean = cleanPng(Buffer.concat([aPng(more), Buffer.from(secret)]));
    expect(clean).toEqual(aPng());
  });

  test('a length that reaches beyond the file is no picture', () => {
    const png = aPng();
    png.writeUInt32BE(0xffff_ffff, 33);
    expect(cleanPng(png)).toBeNull();
    const jpeg = aJpeg();
    jpeg.writeUInt16BE(0xffff, 4);
    expect(cleanJpeg(jpeg)).toBeNull();
  });
});

test.each([
  ['C:\\fakepath\\visit.JPG.exe', 'visit.JPG.pdf'],
  ['../../etc/passwd', 'passwd.pdf'],
  ['a"b;\r\nSet-Cookie: x.pdf', 'abSet-Cookie x.pdf'],
  ['gnp.\u202etxt.png', 'gnp.txt.pdf'],
  ['', 'file.pdf'],
  ['…', '….pdf'],
])('the name %j is kept as %j', (name, kept) => {
  expect(plainName(name, 'pdf')).toBe(kept);
});

describe('the scanner', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  /** A clamd that takes a stream apart as the protocol says, and answers by what it finds in it. */
  const clamd = (answer: (body: Buffer) => string | null): Promise<number> =>
    new Promise((resolve) => {
      const server = createServer((socket) => {
        let got = Buffer.alloc(0);
        socket.on('data', (more) => {
          got = Buffer.concat([got, Buffer.from(more)]);
          const command = 'zINSTREAM\0';
          if (got.subarray(0, 10).toString('latin1') !== command) return;
          const parts: Buffer[] = [];
          let at = 10;
          while (at + 4 <= got.length) {
            const size = got.readUInt32BE(at);
            if (size === 0) {
              const said = answer(Buffer.concat(parts));
              if (said === null) socket.destroy();
              else socket.end(`${said}\0`);
              return;
            }
            if (at + 4 + size > got.length) return;
            parts.push(got.subarray(at + 4, at + 4 + size));
            at += 4 + size;
          }
        });
        socket.on('error', () => undefined);
      });
      servers.push(server);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });

  test('gets the whole file, in pieces, and its verdict counts', async () => {
    const port = await clamd((body) => (body.includes('EICAR') ? 'stream: Eicar-Signature FOUND' : 'stream: OK'));
    const scan = createScanner({ host: '127.0.0.1', port });
    expect(await scan(Buffer.alloc(200_000, 'a'))).toBe(true);
    expect(await scan(Buffer.concat([Buffer.alloc(150_000, 'a'), Buffer.from('EICAR')]))).toBe(false);
  });

  test('no verdict is no permission', async () => {
    for (const said of ['INSTREAM size limit exceeded. ERROR', '', null]) {
      const scan = createScanner({ host: '127.0.0.1', port: await clamd(() => said) });
      await expect(scan(Buffer.from('x'))).rejects.toThrow();
    }
    await expect(createScanner({ host: '127.0.0.1', port: 1 })(Buffer.from('x'))).rejects.toThrow();
  });
});
