/** What the worker runs: the bundle is made from this file. */
export { enquiryWorkflow } from './enquiry.js';
