import { path } from '../../path.js';

/** The list of cases; its filters are those of the API. */
export const worklistPath = path('/worklist');

export const dashboardPath = path('/overview');
export const decisionsPath = path('/overview/decisions');
export const breachesPath = path('/overview/breaches');
export const teamPath = path('/overview/team');
/** The cases of one person; `none` for those without an officer. */
export const teamMemberPath = path('/overview/team/:person');
export const reassignPath = path('/overview/reassign');
export const reassignedPath = path('/overview/reassigned');
export const awayPath = path('/overview/away');
export const backPath = path('/overview/back');
export const livePath = path('/cases/:case/live');
