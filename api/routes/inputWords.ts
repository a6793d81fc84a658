import type { OwnInput } from '../enquiries/caseInput.js';

/** What each input is for, and one as it is sent. */
export const INPUT_WORDS: Readonly<Record<OwnInput, { summary: string; example: Record<string, unknown> }>> = {
  acceptReferral: { summary: 'Accept a referral that is in doubt', example: { reason: 'The school confirms it' } },
  rejectReferral: { summary: 'Reject a referral', example: { reason: 'Lives in another authority' } },
  proposeRejection: { summary: 'Propose to reject a referral', example: { reason: 'Over compulsory school age' } },
  confirmDuplicate: { summary: 'Confirm that it is the same child', example: { proposal: 'proposal-1' } },
  refuseDuplicate: { summary: 'Say that it is another child', example: { proposal: 'proposal-1' } },
  recordCheck: {
    summary: 'Record what a check brought',
    example: { check: 'BRA-C1', result: 'nothing_found', doneAt: '2026-12-29T10:30', note: 'Not on the roll' },
  },
  addCheck: {
    summary: 'Add a check',
    example: { check: 'X1', title: 'Ask the landlord', reason: 'Named by a neighbour' },
  },
  markNotApplicable: {
    summary: 'Say that a check does not apply',
    example: { check: 'BRA-C10', reason: 'No siblings' },
  },
  recordFact: { summary: 'Record a fact', example: { fact: 'ehcp', value: true } },
  raiseConcern: {
    summary: 'Raise a safeguarding concern',
    example: { kind: 'welfare', immediate: false, note: 'Not seen since Friday' },
  },
  acknowledgeConcern: {
    summary: 'Say who was spoken to about a concern',
    example: { spokenTo: 'Duty social worker', reference: 'SC-1' },
  },
  resolveConcern: { summary: 'Resolve a concern', example: { reason: 'Seen and safe' } },
  reviewHistory: { summary: 'Review past social care', example: { reason: 'Closed in 2019, no link' } },
  assign: { summary: 'Assign the enquiry', example: { to: 'officer-a' } },
  staffAway: { summary: 'Record an absence on this enquiry', example: { who: 'officer-a', from: '2026-12-21T09:00' } },
  askPartner: { summary: 'Ask a partner', example: { check: 'BRA-C3' } },
  partnerReplied: { summary: "Record a partner's reply", example: { check: 'BRA-C3', result: 'nothing_found' } },
  serveNotice: {
    summary: 'Record a notice served',
    example: { notice: 's437', method: 'hand', servedOn: '2026-12-17' },
  },
  recordAttendance: { summary: 'Record attendance', example: { date: '2026-12-14', code: '/' } },
  proposeOutcome: { summary: 'Propose an outcome', example: { outcome: 'in_education' } },
  decideOutcome: { summary: 'Decide the outcome', example: { outcome: 'not_traced' } },
  requestRollRemovalAdvice: { summary: 'Ask for advice on removal from roll', example: {} },
  giveRollRemovalAdvice: {
    summary: 'Give advice on removal from roll',
    example: { advice: 'keep', reason: 'Enquiries go on' },
  },
  completeTask: { summary: 'Complete a task', example: { kind: 'contactSocialWorker', rule: 'BRA-D2' } },
  overrideGate: {
    summary: 'Lift a gate for one decision',
    example: { action: 'inactive', second: 'manager-n', reason: 'All checks by telephone' },
  },
  reopen: { summary: 'Take an ended enquiry up again', example: { reason: 'Seen in the town' } },
  adoptPolicy: { summary: 'Move the enquiry to a version of the policy', example: { policy: 'bradford@1' } },
  deliveryReported: {
    summary: 'Record what became of a message',
    example: { rule: 'SYS-ACK', to: 'referrer', status: 'delivered' },
  },
  note: { summary: 'Add a note', example: { text: 'Telephoned the school' } },
};
