import { z } from 'zod';
import { REFERRER_KINDS, type Referral } from '../../domain/inputs.js';
import type { Instant } from '../../domain/time.js';
import { dateField } from './wallTime.js';

const text = z.string();
const optionalText = z.exactOptional(text);

const referrer = z.strictObject({
  kind: z.enum(REFERRER_KINDS),
  name: optionalText,
  email: z.exactOptional(z.string().regex(/^[^\s@]+@[^\s@]+$/, 'expected an e-mail address')),
  // A number that lost its quotes is still a number to call.
  phone: z.exactOptional(z.union([z.string(), z.number()])),
});

const child = z.strictObject({
  givenName: optionalText,
  familyName: optionalText,
  dateOfBirth: z.exactOptional(dateField),
  school: optionalText,
  upn: optionalText,
  address: optionalText,
});

/** What a referral tells, first or further. The facts are held against the policy afterwards (`facts.ts`). */
export const referralFields = {
  referrer,
  child,
  form: optionalText,
  facts: z.exactOptional(z.looseObject({})),
};

export const referralSchema = z.strictObject(referralFields);
export type ReferralAsWritten = z.output<typeof referralSchema>;
export type ChildAsWritten = ReferralAsWritten['child'];

/**
 * A referral as the core takes it, which knows how a referrer may be answered and never who they are. A school or a
 * professional with an e-mail address counts as verified.
 */
export function referralOf(given: ReferralAsWritten, receivedAt: Instant, facts: Referral['facts']): Referral {
  const { kind, email, phone } = given.referrer;
  const anonymous = kind === 'anonymous';
  const { dateOfBirth } = given.child;
  return {
    receivedAt,
    ...(given.form === undefined ? {} : { form: given.form }),
    referrer: {
      kind,
      reply: anonymous ? null : email !== undefined ? 'email' : phone !== undefined ? 'sms' : null,
      verified: (kind === 'school' || kind === 'professional') && email !== undefined,
    },
    child: {
      ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
      ...(facts['dob_estimated'] === true ? { dobEstimated: true } : {}),
    },
    facts,
  };
}
