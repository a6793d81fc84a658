/** What the worker runs: the bundle is made from this file. */
export { digestWorkflow } from './digest.js';
export { dutiesWorkflow } from './duties.js';
export { enquiryWorkflow } from './enquiry.js';
export { fanOutWorkflow } from './fanOut.js';
export { retryParkedWorkflow } from './retryParked.js';
