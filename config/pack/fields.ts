/** The parts that the sections of a pack share: ids, sources, periods, clocks. */
import { z } from 'zod';
import { conditionSchema } from './condition.js';

export const ruleId = z
  .string()
  .regex(/^[A-Z]{2,8}-[A-Za-z0-9]+([-/][A-Za-z0-9]+)*$/, 'expected a rule id such as BRA-D1');
export const idList = z.array(ruleId);
export const word = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_-]*$/, 'expected a word of letters, digits, hyphens and underscores');
export const recipient = z
  .string()
  .regex(/^[a-z][a-z-]*(:[a-z0-9-]+)?$/, 'expected a role such as officer, or partner:health');
export const eventName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a clock event such as referral_received');

/** What every item of a pack carries. */
export const item = {
  id: ruleId,
  /** The rule in one sentence, for screens and letters. */
  title: z.string().min(1),
  /** Section and paragraph of the document; `not in source` where the authority's practice or a default speaks. */
  source: z.string().min(1),
  modality: z.enum(['MUST', 'SHOULD', 'AIM', 'MAY', 'LIST']).optional(),
  /** More for the person who works with it. */
  text: z.string().optional(),
  /** False: the law is made and not in force. The item is kept and shown, and does nothing. */
  commenced: z.boolean().optional(),
  /** False: not read in a published source. People are told to check before they rely on it. */
  confirmed: z.boolean().optional(),
  /** Rules of the national or system layer that this one stands in for. */
  replaces: idList.optional(),
};

const unit = z.enum(['working_day', 'school_day', 'calendar_day', 'week', 'month', 'term', 'year', 'hour']);

/** More than any rule counts, and few enough that every date has four digits to its year. */
const MOST = 1000;
export const amount = z.number().int().min(0).max(MOST);

export const period = {
  amount,
  unit,
  /** `after`: the day of the event is day 0. `inclusive`: it is day 1. */
  mode: z.enum(['after', 'inclusive']),
};

export const amountUnit = z.strictObject({ amount, unit });

/** An event, the later of several, the first of several that is known and whose condition holds, or a named clock. */
export const clockFields = z.union(
  [
    eventName,
    z.strictObject({ laterOf: z.array(eventName).min(2) }),
    z.strictObject({
      firstOf: z
        .array(z.union([eventName, z.strictObject({ event: eventName, when: conditionSchema.optional() })]))
        .min(1),
    }),
  ],
  'expected a clock event, { laterOf: [...] } or { firstOf: [...] }',
);

export const taskSchema = z.strictObject({
  kind: z.string().regex(/^[a-z][A-Za-z]*$/, 'expected the kind of a task, such as confirmMove'),
  for: recipient,
});

/** A section: a list that may be left out. */
export const listed = <T extends z.ZodType>(schema: T) => z.array(schema).default([]);
