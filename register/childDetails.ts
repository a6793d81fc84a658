/** What is known of people on a case. It lives in tables of its own, so that it can be corrected and disposed of. */
import type { ReferrerKind } from '../domain/inputs.js';
import type { IsoDate } from '../domain/time.js';
import type { JsonValue } from './schema.js';

export interface ChildDetails {
  givenName?: string | null;
  familyName?: string | null;
  otherNames?: string | null;
  dateOfBirth?: IsoDate | null;
  dobEstimated?: boolean;
  sex?: string | null;
  /** A school's id or name. */
  school?: string | null;
  upn?: string | null;
  addresses?: readonly AddressDetails[];
  /** What else the form said. */
  more?: Record<string, JsonValue>;
}

export interface AddressDetails {
  /** `last_known`, `previous`, `new`. */
  kind: string;
  lines: string;
  postcode?: string | null;
  withheld?: boolean;
}

export interface ReferrerDetails {
  kind: ReferrerKind;
  name?: string | null;
  organisation?: string | null;
  email?: string | null;
  phone?: string | null;
  reply: 'email' | 'sms' | null;
  verified: boolean;
  /** The child's name as this referrer gave it. */
  childNamed?: string | null;
}

export interface ContactDetails {
  /** `school`, `parent`, `social-worker`. */
  role: string;
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  address?: string | null;
  relationship?: string | null;
  safeToContact?: boolean | null;
}

/** A UPN as compared and kept: capitals without spaces. Null for none. */
export function plainUpn(upn: string | null | undefined): string | null {
  const plain = (upn ?? '').replace(/\s+/g, '').toUpperCase();
  return plain === '' ? null : plain;
}
