/** JPEG: what a camera wrote beside the picture (place, owner, time, thumbnails) is taken out. */

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;
const ORIENTATION = 0x0112;

export const isJpeg = (body: Buffer): boolean => body[0] === 0xff && body[1] === SOI && body[2] === 0xff;

/**
 * The picture without its metadata. Which way up it stands is kept: it says nothing of anybody. What follows the end of the
 * picture (films, further pictures) goes. Null where it cannot be read as a JPEG.
 */
export function cleanJpeg(body: Buffer): Buffer | null {
  if (!isJpeg(body)) return null;
  const kept: Buffer[] = [];
  let orientation: number | null = null;
  let scanned = false;
  let at = 2;
  while (at + 2 <= body.length) {
    if (body[at] !== 0xff) return null;
    const marker = body[at + 1] ?? 0;
    // Any number of FF may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) {
      if (!scanned) return null;
      const head = orientation === null ? [] : [orientationSegment(orientation)];
      return Buffer.concat([Buffer.from([0xff, SOI]), ...head, ...kept, Buffer.from([0xff, EOI])]);
    }
    if (marker === SOI || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd7)) return null;
    const length = at + 4 <= body.length ? body.readUInt16BE(at + 2) : 0;
    const end = at + 2 + length;
    if (length < 2 || end > body.length) return null;
    const segment = body.subarray(at, end);
    if (marker === APP1) orientation ??= orientationOf(segment);
    else if (isKept(marker, segment)) kept.push(segment);
    at = end;
    if (marker === SOS) {
      scanned = true;
      const data = endOfScan(body, at);
      kept.push(body.subarray(at, data));
      at = data;
    }
  }
  return null;
}

/** The colours need these; everything else that an application wrote, and comments, say more than the picture. */
function isKept(marker: number, segment: Buffer): boolean {
  if (marker === APP0) return segment.subarray(4, 9).toString('latin1') === 'JFIF\0';
  if (marker === APP2) return segment.subarray(4, 16).toString('latin1') === 'ICC_PROFILE\0';
  if (marker === APP14) return segment.subarray(4, 9).toString('latin1') === 'Adobe';
  return !(marker >= APP0 && marker <= APP15) && marker !== COM;
}

/** Where the compressed data ends: at the next marker that is none of those that occur within. */
function endOfScan(body: Buffer, from: number): number {
  for (let at = body.indexOf(0xff, from); at !== -1 && at + 1 < body.length; at = body.indexOf(0xff, at + 1)) {
    const next = body[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return body.length;
}

/** 2 to 8 as EXIF counts; null where the picture stands as it is. */
function orientationOf(segment: Buffer): number | null {
  if (segment.subarray(4, 10).toString('latin1') !== 'Exif\0\0') return null;
  const tiff = segment.subarray(10);
  const order = tiff.subarray(0, 2).toString('latin1');
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return null;
  const small = order === 'II';
  const u16 = (at: number): number => (small ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number): number => (small ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = u32(4);
  if (directory + 2 > tiff.length) return null;
  const entries = u16(directory);
  for (let entry = directory + 2; entry < directory + 2 + entries * 12 && entry + 12 <= tiff.length; entry += 12) {
    if (u16(entry) !== ORIENTATION) continue;
    const value = u16(entry + 8);
    return value >= 2 && value <= 8 ? value : null;
  }
  return null;
}

/** An EXIF segment that holds nothing but which way up the picture stands. */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
