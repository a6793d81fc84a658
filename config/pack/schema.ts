/**
 * The policy language: what a pack file may contain. Every item carries an id, a title and its source, so that each
 * date, block and message can name the rule that caused it. `docs/policy-language.md` explains each part to its author.
 */
import { z } from 'zod';
import { isIsoDate } from '../../domain/time.js';
import { conditionSchema } from './condition.js';
import {
  amountUnit,
  clockFields,
  idList,
  item,
  listed,
  period,
  recipient,
  ruleId,
  taskSchema,
  word,
} from './fields.js';
import { serviceSections } from './serviceSchema.js';

/** More days or weeks than any pack counts. */
const most = 1000;

const date = z.string().refine(isIsoDate, 'expected a date such as 2026-12-21').meta({ format: 'date' });

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected an hour such as 17:00');

const standardOutcome = z.enum([
  'in_education',
  'located_no_place',
  'on_roll_not_attending',
  'moved_authority',
  'moved_abroad',
  'not_compulsory_age',
  'not_traced',
  'duplicate',
  'died',
]);

const trigger = z.enum(['accepted', 'rejected', 'referral_decision', 'outcome', 'ended', 'advice', 'condition']);

const concernKind = z.enum([
  'welfare',
  'crime',
  'abuse',
  'neglect',
  'exploitation',
  'forced_marriage',
  'fgm',
  'trafficking',
  'radicalisation',
  'other',
]);

const rejection = z.strictObject({
  ...item,
  when: conditionSchema,
  age: z.enum(['before', 'after']).optional(),
  reason: z.string(),
  signpost: z.string().optional(),
});

const scope = z.strictObject({
  ...item,
  in: conditionSchema,
  /** Groups that the policy takes on beside `in`, each a rule of its own. */
  also: z.array(z.strictObject({ ...item, when: conditionSchema })).default([]),
  mustAsk: z.array(word).default([]),
  rejections: z.array(rejection).default([]),
  autoReject: z.strictObject({ id: ruleId, when: conditionSchema }).optional(),
});

const triage = z.strictObject({
  ...item,
  level: word,
  otherwise: word,
  when: conditionSchema.optional(),
  criteria: z.array(z.strictObject({ ...item, when: conditionSchema })).optional(),
});

const category = z.union([
  z.strictObject({ ...item, fact: word, oneOf: z.array(word).min(1).optional() }),
  z.strictObject({ ...item, values: z.array(z.strictObject({ ...item, value: z.string(), when: conditionSchema })) }),
]);

const met = z.strictObject({
  checks: z.union([z.literal('required'), idList]).optional(),
  facts: conditionSchema.optional(),
  act: z.boolean().optional(),
  corrected: z.boolean().optional(),
  referral: z.boolean().optional(),
});

const deadline = {
  ...item,
  ...period,
  actor: recipient,
  clock: clockFields,
  when: conditionSchema.optional(),
  hour: hour.optional(),
  met,
  lateReferral: z.strictObject(period).optional(),
  shorter: z.array(z.strictObject({ ...period, when: conditionSchema })).optional(),
  recurring: z.boolean().optional(),
  task: taskSchema.optional(),
};

interface Counted {
  amount: number;
  unit: string;
  mode: string;
  recurring?: boolean | undefined;
}

const startsAtDayOne = ({ amount, mode }: Counted): boolean => amount > 0 || mode === 'after';
const DAY_ONE = { message: 'expected 1 or more: counted inclusively, the day of the event is day 1', path: ['amount'] };
/** A rule that came again at once, or by the hour, would fill the case's record with itself. */
const goesOn = ({ recurring, amount, unit }: Counted): boolean => recurring !== true || (amount > 0 && unit !== 'hour');
const GOES_ON = { message: 'a rule that recurs does so after a day or more', path: ['recurring'] };

const earliest = z
  .strictObject({
    ...item,
    ...period,
    /** One action, or several that the same period holds. */
    action: z.union([z.string(), z.array(z.string()).min(1)]),
    clock: clockFields,
    when: conditionSchema.optional(),
    unless: conditionSchema.optional(),
    task: taskSchema.optional(),
  })
  .refine(startsAtDayOne, DAY_ONE);

const check = z.strictObject({
  ...item,
  need: z.enum(['required', 'conditional', 'optional']),
  actor: recipient,
  when: conditionSchema.optional(),
  partner: z.string().optional(),
  askAutomatically: z.boolean().optional(),
  attempts: z
    .strictObject({
      min: z.number().int().min(1),
      distinct: z.boolean().optional(),
      evidence: z.boolean().optional(),
    })
    .optional(),
  after: idList.optional(),
  doneByMessage: ruleId.optional(),
  reveals: z.array(word).optional(),
});

const gateTest = z.union([
  z.strictObject({ condition: conditionSchema, why: z.string().optional() }),
  z.strictObject({ needs: conditionSchema, why: z.string().optional() }),
  z.strictObject({ evidence: z.array(word).min(1), revealedBy: ruleId.optional() }),
  z.strictObject({ checks: z.union([z.literal('required'), idList]) }),
  z.strictObject({ periods: idList.min(1) }),
]);

const gate = z.strictObject({
  ...item,
  action: z.string(),
  when: conditionSchema.optional(),
  tests: z.array(gateTest).min(1),
});

const message = z.strictObject({
  ...item,
  on: trigger,
  when: conditionSchema.optional(),
  outcomes: z.array(standardOutcome).optional(),
  to: z.array(recipient).min(1),
  channel: z.enum(['email', 'sms', 'letter', 'webhook']).default('email'),
  purpose: z.enum([
    'acknowledgement',
    'request',
    'reminder',
    'breach',
    'concern',
    'chaser',
    'feedback',
    'decision',
    'review',
    'notice',
    'assignment',
    'advice',
    'letter',
    'digest',
  ]),
  template: z.string(),
  safeguarding: z.boolean().optional(),
});

const task = z.strictObject({
  ...item,
  kind: z.string().regex(/^[a-z][A-Za-z]*$/, 'expected the kind of a task, such as confirmMove'),
  for: recipient,
  on: trigger,
  when: conditionSchema.optional(),
  outcomes: z.array(standardOutcome).optional(),
  due: z.strictObject(period).optional(),
  doneWhen: conditionSchema.optional(),
});

const outcome = z.strictObject({
  ...item,
  outcome: standardOutcome,
  byIdOnly: z.boolean().optional(),
  when: conditionSchema.optional(),
  effect: z.enum(['closes', 'inactive', 'stays']),
  closesWhen: conditionSchema.optional(),
  shows: z.array(word).optional(),
  owner: word.optional(),
  monitoring: z.strictObject(period).optional(),
  task: taskSchema.extend({ due: z.strictObject(period).optional() }).optional(),
});

const notice = z.strictObject({
  ...item,
  ...period,
  notice: z.string(),
  actor: recipient,
  action: z.string(),
  task: taskSchema,
  methods: z.array(z.strictObject({ method: z.string(), needs: conditionSchema.optional(), rule: ruleId.optional() })),
});

const concernRoute = z.strictObject({
  ...item,
  to: recipient,
  template: z.string(),
  when: conditionSchema.optional(),
  kinds: z.array(concernKind).optional(),
  immediate: z.boolean().optional(),
});

const minutes = z.number().int().min(1).max(10_080);
const defaults = z
  .strictObject({
    digestTime: hour,
    reminderWorkingDays: z.number().int().min(1).max(most),
    chaseWorkingDays: z.array(z.number().int().min(1).max(most)),
    chaseManagerWorkingDays: z.number().int().min(1).max(most),
    reviewWeeks: z.number().int().min(1).max(most),
    concernTaskMinutes: minutes,
    concernDeputyMinutes: minutes,
    concernManagerMinutes: minutes,
    ageNoticeDays: z.array(z.number().int().min(0).max(most)),
  })
  .partial();

const contact = z.strictObject({
  id: recipient,
  title: z.string(),
  source: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  secure: z.boolean().optional(),
  channel: z.enum(['email', 'sms', 'letter', 'webhook']).optional(),
});

export const packSchema = z
  .strictObject({
    pack: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected an id of small letters, digits and hyphens'),
    version: z.union([z.string(), z.number()]).transform(String),
    title: z.string(),
    authority: z.string().optional(),
    example: z.boolean().optional(),
    effectiveFrom: date,
    document: z
      .strictObject({ title: z.string(), dated: z.string().optional(), version: z.string().optional() })
      .optional(),
    extends: z.literal('national').optional(),
    conditions: z.record(word, conditionSchema).default({}),
    facts: listed(
      z.strictObject({
        id: word,
        title: z.string(),
        source: z.string(),
        type: z.enum(['boolean', 'text', 'number', 'date']),
        setBy: z.array(z.enum(['referral', 'person', 'system'])).min(1),
        lasting: z.boolean().default(false),
      }),
    ),
    clocks: listed(z.strictObject({ id: word, title: z.string(), source: z.string(), clock: clockFields })),
    scope: scope.optional(),
    triage: triage.optional(),
    category: category.optional(),
    deadlines: listed(z.strictObject(deadline).refine(startsAtDayOne, DAY_ONE).refine(goesOn, GOES_ON)),
    windows: listed(
      z
        .strictObject({
          ...deadline,
          opensAmount: z.number().int().min(1).max(most),
          every: z.enum(['day', 'week']).optional(),
        })
        .refine(startsAtDayOne, DAY_ONE)
        .refine(goesOn, GOES_ON),
    ),
    earliest: listed(earliest),
    checks: listed(check),
    timeBands: z.array(z.strictObject({ name: z.string(), from: hour })).optional(),
    gates: listed(gate),
    messages: listed(message),
    tasks: listed(task),
    outcomes: listed(outcome),
    notices: listed(notice),
    concerns: z.strictObject({ routes: listed(concernRoute), kinds: z.array(concernKind).optional() }).optional(),
    owner: z
      .strictObject({
        initial: word,
        handovers: listed(z.strictObject({ ...item, when: conditionSchema, to: word })),
      })
      .optional(),
    rollRemoval: z
      .strictObject({
        ...item,
        mode: z.enum(['school_decides', 'la_advice_required', 'la_agreement_required']),
        adviceBy: word,
      })
      .optional(),
    expected: z.strictObject({ ...item, from: amountUnit, to: amountUnit }).optional(),
    contacts: listed(contact),
    quietWeekdays: z.array(z.number().int().min(1).max(7)).optional(),
    defaults: defaults.optional(),
    ...serviceSections,
  })
  .meta({ title: 'A policy pack of Rollcall' });

/** A pack as its author wrote it, with empty lists filled in. */
export type Pack = z.output<typeof packSchema>;
