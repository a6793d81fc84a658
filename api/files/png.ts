/** PNG: texts, times and EXIF are taken out; what the picture needs to look right stays. */

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'pHYs']);

export const isPng = (body: Buffer): boolean => body.subarray(0, 8).equals(SIGNATURE);

/** The picture without its metadata and what follows its end. Null where it cannot be read as a PNG. */
export function cleanPng(body: Buffer): Buffer | null {
  if (!isPng(body)) return null;
  const kept: Buffer[] = [SIGNATURE];
  const seen = new Set<string>();
  let at = 8;
  while (at + 12 <= body.length) {
    const end = at + 12 + body.readUInt32BE(at);
    if (end > body.length) return null;
    const type = body.subarray(at + 4, at + 8).toString('latin1');
    if (!/^[A-Za-z]{4}$/.test(type) || (seen.size === 0 && type !== 'IHDR')) return null;
    seen.add(type);
    if (KEPT.has(type)) kept.push(body.subarray(at, end));
    if (type === 'IEND') return seen.has('IDAT') ? Buffer.concat(kept) : null;
    at = end;
  }
  return null;
}
