import type { Role } from '../../../../domain/inputs.js';

/** Somebody with several roles begins where the first of these begins: what is most urgent comes first. */
export const BY_POWER: readonly Role[] = [
  'dsl',
  'manager',
  'senior',
  'officer',
  'administrator',
  'auditor',
  'trainer',
  'referrer',
  'partner',
];
