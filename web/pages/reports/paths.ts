import { path } from '../../path.js';

export const reportsPath = path('/reports');
export const reportExportPath = path('/reports/export');
export const columnsPath = path('/reports/columns');
export const returnPath = path('/reports/return');
export const breachCountsPath = path('/reports/breaches');
export const dataQualityPath = path('/reports/data-quality');
