/** Who may see and who may do what in this area. */
import { READERS } from '../../../api/services/actor.js';
import { only } from '../../security/policies.js';

/** Auditors see how the service is set up; only administrators change it. */
export const seesSetUp = only('administrator', 'auditor');
export const administers = only('administrator');
/** Messages and the policy concern everybody who works on cases as well. */
export const seesPolicy = only(...READERS, 'administrator');
