import { path } from '../../path.js';

export const myWorkPath = path('/my-work');
export const worklistPath = path('/worklist');
export const assignSelectedPath = path('/worklist/assign');
export const searchPath = path('/search');
export const searchResultsPath = path('/search/:results');

/**
 * A page of a case takes `seq`, the event that a form has just been answered with: it waits for the register to hold it,
 * and otherwise says that it is saved and not shown yet. `redirectTo(casePath.to({ case: id }, { seq: '12' }))`.
 */
export const casePath = path('/cases/:case');
export const checksPath = path('/cases/:case/checks');
export const timelinePath = path('/cases/:case/timeline');
export const peoplePath = path('/cases/:case/people');
export const messagesPath = path('/cases/:case/messages');
export const summaryPath = path('/cases/:case/summary');
export const summaryPdfPath = path('/cases/:case/summary.pdf');
export const evidencePdfPath = path('/cases/:case/evidence.pdf');
export const notePath = path('/cases/:case/note');
