import { path } from '../../path.js';

export const dutiesPath = path('/duties');
export const dutyPath = path('/duties/:rule');
export const dutyDonePath = path('/duties/:rule/done');
export const dutyNotNeededPath = path('/duties/:rule/not-needed');
export const dutyPlanPath = path('/duties/:rule/plan');
