/** What may be sent to a case, under the names of the scenario format, and which fields of each are free text. */
import { z } from 'zod';
import { CHECK_RESULTS, CONCERN_KINDS, type InputName } from '../../domain/inputs.js';
import { INPUT_NAMES } from '../../workflows/messages.js';
import { factName, factValue, referralFields } from './referral.js';
import { id, line, prose, ruleId } from './text.js';
import { day, when } from './time.js';

const note = prose().optional();
const reason = prose();
const result = z.enum(CHECK_RESULTS);
const outcome = ruleId.meta({ example: 'not_traced' });
const proposal = id.optional();
const concern = id.optional();
const method = z.enum(['hand', 'left', 'post', 'email']);

export type SentInput = Exclude<InputName, 'calendarChanged'>;

export const INPUTS = {
  acceptReferral: z.strictObject({ reason: prose().optional() }),
  rejectReferral: z.strictObject({ reason: prose().optional() }),
  proposeRejection: z.strictObject({ reason }),
  referral: z.strictObject({ referral: z.strictObject(referralFields) }),
  confirmDuplicate: z.strictObject({ proposal }),
  refuseDuplicate: z.strictObject({ proposal }),
  recordCheck: z
    .strictObject({ check: ruleId, result, doneAt: when.optional(), evidence: prose().optional(), note })
    .refine((body) => body.result !== 'not_applicable' || body.note !== undefined, {
      path: ['note'],
      message: 'is missing: a check that does not apply needs a note that says why',
    }),
  addCheck: z.strictObject({ check: ruleId, title: line(200), reason }),
  markNotApplicable: z.strictObject({ check: ruleId, reason }),
  recordFact: z.strictObject({ fact: factName, value: factValue }),
  raiseConcern: z.strictObject({ kind: z.enum(CONCERN_KINDS), immediate: z.boolean(), note: prose() }),
  acknowledgeConcern: z.strictObject({ concern, spokenTo: line(200), reference: line(200).optional(), note }),
  resolveConcern: z.strictObject({ concern, reason }),
  reviewHistory: z.strictObject({ reason }),
  assign: z.strictObject({ to: id }),
  staffAway: z.strictObject({ who: id, from: when, until: when.optional(), deputy: id.optional() }),
  askPartner: z.strictObject({ check: ruleId }),
  partnerReplied: z.strictObject({ check: ruleId, result, doneAt: when.optional(), note }),
  serveNotice: z.strictObject({ notice: ruleId, method, servedOn: day }),
  recordAttendance: z.strictObject({ date: day, code: line(10) }),
  proposeOutcome: z.strictObject({ outcome, note }),
  decideOutcome: z.strictObject({ outcome, note }),
  requestRollRemovalAdvice: z.strictObject({}),
  giveRollRemovalAdvice: z.strictObject({ advice: z.enum(['remove', 'keep']), reason }),
  completeTask: z.strictObject({ kind: ruleId, rule: ruleId, note }),
  overrideGate: z.strictObject({ action: ruleId, second: id, reason }),
  reopen: z.strictObject({ reason }),
  adoptPolicy: z.strictObject({
    policy: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}(@[A-Za-z0-9-]{1,20})?$/, 'is not a policy: write it like bradford@1'),
  }),
  deliveryReported: z.strictObject({
    rule: ruleId,
    to: ruleId,
    occurrence: z.int().min(1).max(100_000).optional(),
    status: z.enum(['delivered', 'temporary_failure', 'permanent_failure']),
  }),
  note: z.strictObject({ text: prose() }),
} as const satisfies Record<SentInput, z.ZodType>;

/** Fields that go to the register's texts; the case carries only their ids. */
export const FREE_TEXT = ['note', 'reason', 'evidence', 'text', 'spokenTo', 'reference', 'title'] as const;

/** In the order in which the reference lists them. */
export const SENT_INPUTS: readonly SentInput[] = INPUT_NAMES.filter((name) => name !== 'calendarChanged');
