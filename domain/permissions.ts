import type { InputName, Role } from './inputs.js';

const CASEWORK: readonly Role[] = ['officer', 'senior', 'manager'];

/** Who may do what to a case (docs/roles.md). What depends on more than the role is decided with the input itself. */
const MAY: Record<Exclude<InputName, 'calendarChanged'>, readonly Role[]> = {
  referral: ['officer', 'senior', 'manager', 'dsl', 'administrator', 'referrer', 'partner', 'trainer'],
  acceptReferral: CASEWORK,
  rejectReferral: CASEWORK,
  proposeRejection: CASEWORK,
  confirmDuplicate: CASEWORK,
  refuseDuplicate: CASEWORK,
  recordCheck: CASEWORK,
  addCheck: CASEWORK,
  markNotApplicable: CASEWORK,
  recordFact: CASEWORK,
  recordAttendance: CASEWORK,
  note: CASEWORK,
  askPartner: CASEWORK,
  partnerReplied: [...CASEWORK, 'partner'],
  serveNotice: CASEWORK,
  completeTask: [...CASEWORK, 'dsl'],
  proposeOutcome: CASEWORK,
  requestRollRemovalAdvice: CASEWORK,
  raiseConcern: ['officer', 'senior', 'manager', 'dsl', 'administrator', 'referrer', 'partner', 'trainer'],
  acknowledgeConcern: [...CASEWORK, 'dsl'],
  resolveConcern: ['dsl'],
  reviewHistory: ['dsl'],
  // Anyone may assign a case to themselves, and be away: decided with the input.
  assign: ['officer', 'senior', 'manager', 'dsl'],
  staffAway: ['officer', 'senior', 'manager', 'dsl', 'administrator'],
  decideOutcome: ['manager'],
  overrideGate: ['manager'],
  adoptPolicy: ['manager'],
  giveRollRemovalAdvice: ['manager', 'officer', 'senior'],
  reopen: ['manager'],
  deliveryReported: CASEWORK,
};

/** Whether a role may send an input at all. */
export const mayDo = (role: Role, input: Exclude<InputName, 'calendarChanged'>): boolean => MAY[input].includes(role);

/** The roles that may send an input, for route tables and messages. */
export const rolesFor = (input: Exclude<InputName, 'calendarChanged'>): readonly Role[] => MAY[input];

/** Who may do what to the service itself, beside its cases. */
export const SERVICE_MAY = {
  completeDuty: CASEWORK,
  waiveDuty: ['senior', 'manager'],
  planDuty: ['manager', 'administrator'],
  readReports: ['senior', 'manager', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;
