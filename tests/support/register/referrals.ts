import { randomUUID } from 'node:crypto';
import type { MintRequest } from '../../../register/index.js';

/** A school's referral of a child; what a test is about it says itself. */
export function referral(over: Partial<MintRequest> = {}): MintRequest {
  const key = randomUUID();
  return {
    authority: 'bradford',
    idempotencyKey: key,
    requestHash: `hash of ${key}`,
    child: { givenName: `Child ${key.slice(0, 8)}`, familyName: 'Example', dateOfBirth: '2015-05-04' },
    referrer: { kind: 'school', name: 'Oak Primary', email: 'office@oak.example', reply: 'email', verified: true },
    ...over,
  };
}
