import type { Migration } from 'kysely';
import * as m0001Register from './m0001Register.js';
import * as m0002Duties from './m0002Duties.js';
import * as m0010Web from './m0010Web.js';
import * as m0021Referrals from './m0021Referrals.js';
import * as m0022Pages from './m0022Pages.js';
import * as m0023CaseActions from './m0023CaseActions.js';
import * as m0024Oversight from './m0024Oversight.js';
import * as m0025PolicyProposals from './m0025PolicyProposals.js';
import * as m0026Administration from './m0026Administration.js';

/** Every migration in the order of its name. Forward only: a mistake is put right by a later one. */
export const migrations: Record<string, Migration> = {
  '0001-register': m0001Register,
  '0002-duties': m0002Duties,
  '0010-web': m0010Web,
  '0021-referrals': m0021Referrals,
  '0022-pages': m0022Pages,
  '0023-case-actions': m0023CaseActions,
  '0024-oversight': m0024Oversight,
  '0025-policy-proposals': m0025PolicyProposals,
  '0026-administration': m0026Administration,
};
