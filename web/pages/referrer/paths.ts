import { path } from '../../path.js';

/** Referring a child: each step of the form has its own address, under the random id of what is being filled in. */
export const referPath = path('/refer');
export const dangerPath = path('/refer/form/:draft/danger');
export const dangerNowPath = path('/refer/form/:draft/danger-now');
export const whoPath = path('/refer/form/:draft/who');
export const peoplePath = path('/refer/form/:draft/people');
export const previousAddressesPath = path('/refer/form/:draft/previous-addresses');
export const contactPath = path('/refer/form/:draft/contact');
export const checkAnswersPath = path('/refer/form/:draft/check');
export const sentPath = path('/refer/form/:draft/sent');
export const filesPath = path('/refer/form/:draft/files');
export const savePath = path('/refer/form/:draft/save');
export const questionPath = path('/refer/form/:draft/:step');
/** Coming back to it by e-mail. */
export const resumePath = path('/refer/resume/:link');
export const codePath = path('/refer/code');
/** How a referral stands. */
export const statusPath = path('/referral-status');
export const statusLinkPath = path('/referral-status/link/:link');
export const statusViewPath = path('/referral-status/view');
/** What a school or another body referred. */
export const myReferralsPath = path('/my-referrals');
/** Many referrals in one file. */
export const filePath = path('/referrals/file');
export const fileTemplatePath = path('/referrals/file/template');
export const fileReportPath = path('/referrals/file/:file');
export const fileLeftPath = path('/referrals/file/:file/not-sent');
