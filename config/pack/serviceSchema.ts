/**
 * The sections of a pack that start nothing by themselves on a case: what people are shown, what the service owes,
 * how long records are kept, what is returned to the Department.
 */
import { z } from 'zod';
import { conditionSchema } from './condition.js';
import { amountUnit, item, listed, period, recipient, ruleId, word } from './fields.js';

const shown = {
  ...item,
  /** Steps or items at which it is shown; see `vocabulary.ts`. */
  shownAt: z.array(z.string()).min(1),
  /** Shown only while this is true or not known. */
  when: conditionSchema.optional(),
};

const field = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'expected the id of a field'),
  title: z.string(),
  type: z.enum(['text', 'long_text', 'date', 'yes_no', 'number', 'choice', 'phone', 'email', 'address']),
  choices: z.array(z.string()).optional(),
  required: z.boolean().optional(),
  /** Asked only while this holds. */
  when: conditionSchema.optional(),
  /** The case fact that the answer states. */
  fact: word.optional(),
  /** The field of the record that the answer fills. */
  record: z.string().optional(),
});

const form = z.strictObject({
  ...item,
  who: z.array(z.enum(['school', 'professional', 'public', 'staff', 'authority', 'partner', 'child'])).default([]),
  when: conditionSchema.optional(),
  purpose: z.enum(['referral', 'removal', 'notice', 'other']).default('referral'),
  fields: z.array(field).default([]),
});

/** How often a duty falls: every so many days, weeks, months, terms or years. */
const dutyPeriod = amountUnit
  .refine(({ amount }) => amount >= 1, { path: ['amount'], message: 'expected 1 or more' })
  .refine(({ unit }) => unit !== 'hour', { path: ['unit'], message: 'expected days, weeks, months, terms or years' });

const duty = z.strictObject({
  ...item,
  kind: z.enum(['report', 'meeting', 'routine', 'standing', 'system', 'review']),
  /** Null where the text gives none: the authority is asked when it starts. */
  frequency: z.union([dutyPeriod, z.enum(['monthly_in_term', 'termly', 'three_times_a_year']), z.null()]).optional(),
  /** Who does it and is reminded of it: the manager where the text names nobody. */
  for: recipient.optional(),
  audience: z.array(z.string()).optional(),
});

const retention = z.strictObject({
  ...item,
  clock: z.enum(['date_of_birth', 'entry', 'end_of_case']).optional(),
  /** Years for each group; of those that hold the longest counts. */
  cohorts: listed(
    z.strictObject({ title: z.string(), years: z.number().int().min(1), when: conditionSchema.optional() }),
  ),
  /** The rule by which this authority disposes; others are shown for comparison. */
  adopted: z.boolean().optional(),
});

const citation = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'expected an id of small letters, digits and hyphens'),
  title: z.string(),
  edition: z.string().optional(),
  validFrom: z.string().optional(),
  /** The day from which it no longer stands; a pack that cites it is warned. */
  supersededOn: z.string().optional(),
  supersededBy: z.string().optional(),
});

const returns = z.strictObject({
  ...item,
  censusDates: z.array(z.string()).default([]),
  /** From a census day to the day by which the return is made. */
  due: z.strictObject(period).optional(),
  measures: z.array(z.string()).default([]),
  breakdowns: z.array(z.string()).default([]),
  bands: listed(
    z.strictObject({ id: ruleId, title: z.string(), fromWeeks: z.number().optional(), toWeeks: z.number().optional() }),
  ),
  reasons: listed(z.strictObject({ id: ruleId, title: z.string() })),
});

export const serviceSections = {
  definitions: listed(z.strictObject(shown)),
  atRisk: listed(z.strictObject({ ...item, fact: word.optional() })),
  situations: listed(
    z.strictObject({
      ...item,
      when: conditionSchema.optional(),
      route: z.string().optional(),
      form: ruleId.optional(),
    }),
  ),
  routes: listed(
    z.strictObject({
      ...item,
      to: z.enum([
        'attendance',
        'home_education',
        'another_authority',
        'send',
        'early_education',
        'post_16',
        'elsewhere',
      ]),
      when: conditionSchema.optional(),
      signpost: z.string().optional(),
    }),
  ),
  forms: listed(form),
  grounds: listed(z.strictObject({ ...item, oldId: z.string().optional() })),
  constants: listed(
    z.strictObject({
      ...item,
      value: z.union([z.string(), z.number(), z.array(z.string())]),
      shownAt: shown.shownAt.optional(),
    }),
  ),
  duties: listed(duty),
  disclosure: listed(z.strictObject({ ...shown, audience: z.string().optional() })),
  retention: listed(retention),
  returns: returns.optional(),
  citations: listed(citation),
  /** Words that the law has given up; a pack that uses them is warned. */
  supersededWording: listed(
    z.strictObject({ ...item, phrases: z.array(z.string().min(1)).min(1), since: z.string(), instead: z.string() }),
  ),
  guidance: listed(z.strictObject(shown)),
  interpretations: listed(
    z.strictObject({
      rule: ruleId,
      field: z.string(),
      text: z.string().optional(),
      chosen: z.union([z.string(), z.number()]),
      why: z.string(),
    }),
  ),
};
