/** A scanner for harmful files: clamd, asked over TCP. */
import { createConnection } from 'node:net';

/** Whether a file is harmless. @throws Error where no answer comes: then nothing is kept */
export type Scanner = (body: Buffer) => Promise<boolean>;

const ANSWER_MS = 30_000;
/** clamd's own limit of a piece is the size of the stream. */
const PIECE = 64 * 1_024;

/** `host:port` of a clamd, by its INSTREAM command. */
export function createScanner({ host, port }: { host: string; port: number }): Scanner {
  return (body) =>
    new Promise((resolve, reject) => {
      const socket = createConnection({ host, port });
      let answer = '';
      socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('The scanner did not answer in time')));
      socket.setEncoding('latin1');
      socket.on('connect', () => {
        socket.write('zINSTREAM\0');
        for (let at = 0; at < body.length; at += PIECE) {
          const piece = body.subarray(at, at + PIECE);
          socket.write(sizeOf(piece.length));
          socket.write(piece);
        }
        socket.write(sizeOf(0));
      });
      socket.on('data', (text: string) => {
        answer += text;
        if (answer.includes('\0')) socket.end();
      });
      socket.on('error', reject);
      socket.on('close', () => {
        const said = answer.split('\0')[0] ?? '';
        if (/: OK$/.test(said)) resolve(true);
        else if (/ FOUND$/.test(said)) resolve(false);
        else reject(new Error('The scanner gave no verdict'));
      });
    });
}

function sizeOf(length: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  return size;
}
