import { path } from '../../path.js';

export const trainingPath = path('/training');
export const progressPath = path('/training/progress');
export const toldPath = path('/training/told');
