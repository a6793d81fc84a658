import type { Migration } from 'kysely';
import * as m0001Register from './m0001Register.js';
import * as m0002Duties from './m0002Duties.js';
import * as m0010Web from './m0010Web.js';
import * as m0025PolicyProposals from './m0025PolicyProposals.js';
import * as m0026Administration from './m0026Administration.js';

/** Every migration in the order of its name. Forward only: a mistake is put right by a later one. */
export const migrations: Record<string, Migration> = {
  '0001-register': m0001Register,
  '0002-duties': m0002Duties,
  '0010-web': m0010Web,
  '0025-policy-proposals': m0025PolicyProposals,
  '0026-administration': m0026Administration,
};
