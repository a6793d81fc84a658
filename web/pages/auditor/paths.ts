import { path } from '../../path.js';

export const auditingPath = path('/auditing');
