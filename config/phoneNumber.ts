import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';

/**
 * A phone number in E.164 (`+447700900123`), or undefined where no such number can exist. A number without a country
 * code is one of the United Kingdom. It asks whether a number is possible, not whether it was ever given out: the
 * numbers that Ofcom keeps for drama, which the demonstration uses, never are.
 */
export function toE164(written: string): string | undefined {
  const number = parsePhoneNumberFromString(written, { defaultCountry: 'GB', extract: false }, metadata);
  return number?.isPossible() === true && number.ext === undefined ? number.number : undefined;
}
