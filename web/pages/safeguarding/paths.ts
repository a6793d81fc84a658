import { path } from '../../path.js';

export const concernsPath = path('/concerns');
