/** How a text message is counted: in parts, which are paid one by one. */

/** The characters of the basic alphabet of text messages (GSM 03.38), each one septet. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Those of its extension, each two septets. */
const EXTENDED = new Set('^{}\\[~]|€\f');

export interface SmsLength {
  /** What is counted: septets of the basic alphabet, or 16-bit units where a character is outside it. */
  units: number;
  parts: number;
  /** Characters that are outside the basic alphabet and so more than halve what fits into a part. */
  unusual: string[];
}

/** One part holds 160 septets or 70 units; each of several 153 or 67, since they carry how they belong together. */
export function smsLength(text: string): SmsLength {
  const characters = Array.from(text);
  const unusual = [...new Set(characters.filter((one) => !BASIC.has(one) && !EXTENDED.has(one)))];
  const [whole, each] = unusual.length === 0 ? [160, 153] : [70, 67];
  const sizes = characters.map((one) => (unusual.length > 0 ? one.length : EXTENDED.has(one) ? 2 : 1));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= whole) return { units, parts: units === 0 ? 0 : 1, unusual };
  // A character of two units is never cut in two.
  let parts = 1;
  let room = each;
  for (const size of sizes) {
    if (size > room) {
      parts += 1;
      room = each;
    }
    room -= size;
  }
  return { units, parts, unusual };
}
