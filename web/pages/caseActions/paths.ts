import { path } from '../../path.js';

/** What can be done to a case. Other areas link here. */
export const recordCheckPath = path('/cases/:case/checks/:check/record');
export const notApplicablePath = path('/cases/:case/checks/:check/not-needed');
export const askPartnerPath = path('/cases/:case/checks/:check/ask');
export const partnerRepliedPath = path('/cases/:case/checks/:check/reply');
export const addCheckPath = path('/cases/:case/add-check');
export const raiseConcernPath = path('/cases/:case/raise-concern');
export const acknowledgeConcernPath = path('/cases/:case/concerns/:concern/acknowledge');
export const resolveConcernPath = path('/cases/:case/concerns/:concern/resolve');
export const reviewHistoryPath = path('/cases/:case/review-history');
export const recordFactPath = path('/cases/:case/record-fact');
export const attendancePath = path('/cases/:case/attendance');
export const serveNoticePath = path('/cases/:case/serve-notice');
export const acceptPath = path('/cases/:case/accept');
export const rejectPath = path('/cases/:case/reject');
export const duplicatePath = path('/cases/:case/duplicates/:proposal');
export const assignPath = path('/cases/:case/assign');
export const completeTaskPath = path('/cases/:case/tasks/:kind/:rule');
export const outcomePath = path('/cases/:case/outcome');
export const overridePath = path('/cases/:case/override');
export const rollRemovalPath = path('/cases/:case/roll-removal');
export const adoptPolicyPath = path('/cases/:case/adopt-policy');
export const reopenPath = path('/cases/:case/reopen');
export const householdPath = path('/cases/:case/household');
export const documentsPath = path('/cases/:case/documents');
export const documentPath = path('/cases/:case/documents/:document');
