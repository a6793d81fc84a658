/** Fields for how somebody is reached. */
import { toE164 } from '../../config/phoneNumber.js';
import { optionalText } from './fields.js';

/** One address as mail servers take it, without a name beside it. */
const ADDRESS = /^[^\s@<>(),;:\\"[\]]+@[^\s@<>(),;:\\"[\]]+\.[^\s@<>(),;:\\"[\]]+$/;

/** An e-mail address, or nothing. `wrong` is said where it can be none. */
export const emailField = (wrong = 'errors.email') =>
  optionalText({ most: 254 }).refine((text) => text === undefined || ADDRESS.test(text), wrong);

/** A telephone number that is possible, as it was written, or nothing. */
export const phoneField = (wrong = 'errors.phone') =>
  optionalText({ most: 40 }).refine((text) => text === undefined || toE164(text) !== undefined, wrong);
