import { path } from '../../path.js';

export const myWorkPath = path('/my-work');
export const casePath = path('/cases/:case');
export const notePath = path('/cases/:case/note');
