/** The inputs of a scenario: each with exactly its fields, as `docs/scenarios.md` lists them. */
import { z } from 'zod';
import type { LondonTime } from '../../domain/calendar/types.js';
import { CHECK_RESULTS, CONCERN_KINDS } from '../../domain/inputs.js';
import { personField } from './people.js';
import { referralSchema } from './referralSchema.js';
import { dateField, endField, startField, timeField } from './wallTime.js';

const text = z.string();
const optionalText = z.exactOptional(text);
const needed = z.string().refine((given) => given.trim() !== '', 'expected a text that is not empty');
const result = z.enum(CHECK_RESULTS);

/** What a gate can hold shut. */
const gate = z
  .string()
  .regex(
    /^(inactive|close|roll_removal|next_step|outcome:.+)$/,
    'expected inactive, close, roll_removal, next_step or outcome: with an outcome',
  );

/** The fields of each input beside `at`, `do` and `by`. */
function fieldsOf(london: LondonTime) {
  const time = timeField(london);
  return {
    acceptReferral: { reason: optionalText },
    rejectReferral: { reason: optionalText },
    referral: { referral: referralSchema },
    confirmDuplicate: { proposal: optionalText },
    refuseDuplicate: { proposal: optionalText },
    recordCheck: {
      check: text,
      result,
      doneAt: z.exactOptional(time),
      evidence: optionalText,
      note: optionalText,
    },
    addCheck: { check: needed, title: needed, reason: needed },
    markNotApplicable: { check: text, reason: needed },
    recordFact: { fact: text, value: z.union([z.boolean(), z.number(), z.string()]) },
    acknowledgeConcern: { concern: optionalText, spokenTo: needed, reference: optionalText, note: optionalText },
    reviewHistory: { reason: needed },
    raiseConcern: { kind: z.enum(CONCERN_KINDS), immediate: z.boolean(), note: text },
    resolveConcern: { concern: optionalText, reason: needed },
    assign: { to: personField },
    staffAway: {
      who: personField,
      from: startField(london),
      until: z.exactOptional(endField(london)),
      deputy: z.exactOptional(personField),
    },
    askPartner: { check: text },
    partnerReplied: { check: text, result, doneAt: z.exactOptional(time), note: optionalText },
    serveNotice: {
      // Held against the policy's own notices afterwards (`read.ts`).
      notice: z.string(),
      method: z.enum(['hand', 'left', 'post', 'email']),
      servedOn: dateField,
    },
    recordAttendance: { date: dateField, code: needed },
    proposeOutcome: { outcome: text, note: optionalText },
    decideOutcome: { outcome: text, note: optionalText },
    requestRollRemovalAdvice: {},
    giveRollRemovalAdvice: { advice: z.enum(['remove', 'keep']), reason: needed },
    completeTask: { kind: text, rule: text, note: optionalText },
    proposeRejection: { reason: needed },
    overrideGate: { action: gate, second: personField, reason: needed },
    reopen: { reason: needed },
    adoptPolicy: { policy: text },
    deliveryReported: {
      rule: text,
      to: text,
      occurrence: z.exactOptional(z.number().int().min(1)),
      status: z.enum(['delivered', 'temporary_failure', 'permanent_failure']),
    },
    note: { text: needed },
  };
}

/** A schema for each input, by its name; `at` and `by` are read to an instant and a person. */
export function createInputSchemas(london: LondonTime) {
  const fields = fieldsOf(london);
  const at = timeField(london);
  // A referrer sends a referral, and the machine that delivers reports a delivery, without anybody saying so.
  const input = <N extends string, F extends z.core.$ZodLooseShape>(name: N, own: F) =>
    z.strictObject({ at, do: z.literal(name), by: personField, ...own });
  const unsigned = <N extends string, F extends z.core.$ZodLooseShape>(name: N, own: F) =>
    z.strictObject({ at, do: z.literal(name), by: z.exactOptional(personField), ...own });
  return {
    acceptReferral: input('acceptReferral', fields.acceptReferral),
    rejectReferral: input('rejectReferral', fields.rejectReferral),
    referral: unsigned('referral', fields.referral),
    confirmDuplicate: input('confirmDuplicate', fields.confirmDuplicate),
    refuseDuplicate: input('refuseDuplicate', fields.refuseDuplicate),
    recordCheck: input('recordCheck', fields.recordCheck),
    addCheck: input('addCheck', fields.addCheck),
    markNotApplicable: input('markNotApplicable', fields.markNotApplicable),
    recordFact: input('recordFact', fields.recordFact),
    acknowledgeConcern: input('acknowledgeConcern', fields.acknowledgeConcern),
    reviewHistory: input('reviewHistory', fields.reviewHistory),
    raiseConcern: input('raiseConcern', fields.raiseConcern),
    resolveConcern: input('resolveConcern', fields.resolveConcern),
    assign: input('assign', fields.assign),
    staffAway: input('staffAway', fields.staffAway),
    askPartner: input('askPartner', fields.askPartner),
    partnerReplied: input('partnerReplied', fields.partnerReplied),
    serveNotice: input('serveNotice', fields.serveNotice),
    recordAttendance: input('recordAttendance', fields.recordAttendance),
    proposeOutcome: input('proposeOutcome', fields.proposeOutcome),
    decideOutcome: input('decideOutcome', fields.decideOutcome),
    requestRollRemovalAdvice: input('requestRollRemovalAdvice', fields.requestRollRemovalAdvice),
    giveRollRemovalAdvice: input('giveRollRemovalAdvice', fields.giveRollRemovalAdvice),
    completeTask: input('completeTask', fields.completeTask),
    proposeRejection: input('proposeRejection', fields.proposeRejection),
    overrideGate: input('overrideGate', fields.overrideGate),
    reopen: input('reopen', fields.reopen),
    adoptPolicy: input('adoptPolicy', fields.adoptPolicy),
    deliveryReported: unsigned('deliveryReported', fields.deliveryReported),
    note: input('note', fields.note),
  };
}

export type InputSchemas = ReturnType<typeof createInputSchemas>;
export type WrittenInput = { [N in keyof InputSchemas]: z.output<InputSchemas[N]> }[keyof InputSchemas];
