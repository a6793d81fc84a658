import { gunzipSync, inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const tarBlock = 512;

/**
 * One file of a zip archive, by the first name that `wanted` accepts. Plain and deflated entries; no zip64, no
 * encryption: what Python wheels are made of.
 */
export function readFromZip(archive: Buffer, wanted: (name: string) => boolean): Buffer | undefined {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error('not a zip archive');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (archive.readUInt32LE(at) !== directoryEntry) throw new Error('damaged zip directory');
    const method = archive.readUInt16LE(at + 10);
    const packedSize = archive.readUInt32LE(at + 20);
    const nameLength = archive.readUInt16LE(at + 28);
    const header = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    if (wanted(name)) {
      // The local header repeats the name and has extra fields of its own length.
      const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
      const packed = archive.subarray(start, start + packedSize);
      if (method === 0) return packed;
      if (method === 8) return inflateRawSync(packed);
      throw new Error(`zip method ${method} is not supported`);
    }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return undefined;
}

/** One file of a `.tar.gz`, by the first name that `wanted` accepts. */
export function readFromTarGz(archive: Buffer, wanted: (name: string) => boolean): Buffer | undefined {
  const tar = gunzipSync(archive);
  const text = (from: number, to: number) => tar.toString('utf8', from, to).replace(/\0.*$/s, '');
  for (let at = 0; at + tarBlock <= tar.length && tar[at] !== 0;) {
    const name = text(at, at + 100);
    const size = parseInt(text(at + 124, at + 136).trim(), 8);
    if (!Number.isInteger(size)) throw new Error('damaged tar archive');
    if (wanted(name)) return tar.subarray(at + tarBlock, at + tarBlock + size);
    at += tarBlock + Math.ceil(size / tarBlock) * tarBlock;
  }
  return undefined;
}
