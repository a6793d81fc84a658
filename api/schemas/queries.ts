/** What a path and a query may say. A parameter that is given twice is refused. */
import { z } from 'zod';
import { id, line, ruleId } from './text.js';
import { day } from './time.js';

/** One value; a repeated parameter arrives as a list. */
const once = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value, context) => {
    if (!Array.isArray(value)) return value;
    context.addIssue({ code: 'custom', message: 'is given more than once: give it once' });
    return z.NEVER;
  }, schema);

const yesNo = z.enum(['true', 'false'], { error: 'takes true or false' }).transform((text) => text === 'true');
const list = <const T extends readonly string[]>(values: T) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)).min(1).max(values.length));

const limit = (most: number, usual: number) =>
  once(
    z
      .string()
      .regex(/^[1-9]\d{0,3}$/, `takes a number from 1 to ${most}`)
      .transform(Number)
      .refine((value) => value <= most, `takes a number from 1 to ${most}`)
      .optional()
      .default(usual),
  );

export const caseId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not the id of an enquiry')
  .meta({ example: '6f2b6b0e-0f2a-4d0e-9d8a-1c2d3e4f5a6b' });

export const casePath = z.strictObject({ case: caseId });

export const messagePath = z.strictObject({
  id: z.string().regex(/^[0-9a-f-]{36}\.[1-9]\d{0,8}$/, 'is not the id of a message'),
});

export const policyPath = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}(@[A-Za-z0-9-]{1,20})?$/, 'is not a policy: write it like bradford@1'),
});

export const enquiriesQuery = z.strictObject({
  status: once(list(['received', 'open', 'inactive', 'closed', 'rejected']).optional()),
  stage: once(list(['received', 'triage', 'enquiries', 'decision', 'monitoring', 'ended']).optional()),
  risk: once(ruleId.optional()),
  officer: once(id.optional()).meta({ description: 'A person, or `none` for cases without one' }),
  team: once(id.optional()),
  late: once(z.enum(['true'], { error: 'takes true: leave it out to see all' }).optional()),
  dueBefore: once(day.optional()),
  concern: once(yesNo.optional()),
  reference: once(
    z
      .string()
      .regex(/^[A-Za-z0-9]{4,20}$/, 'is not a reference: letters and digits')
      .optional(),
  ).meta({ description: 'The one case that has this reference' }),
  sort: once(z.enum(['due', 'received', 'late']).optional().default('due')),
  cursor: once(line(400).optional()),
  limit: limit(100, 25),
});

export const enquiryQuery = z.strictObject({
  live: once(z.enum(['1', 'true', '0', 'false'], { error: 'takes 1 or 0' }).optional()),
  seq: once(
    z
      .string()
      .regex(/^\d{1,9}$/, 'takes the sequence of an event')
      .transform(Number)
      .optional(),
  ).meta({ description: 'Waits up to 2 seconds for the register to hold this event' }),
});

/** Open cases page by page. */
export const previewQuery = z.strictObject({
  after: once(caseId.optional()).meta({ description: 'The `next` of the page before' }),
  limit: limit(200, 50),
});

export const messagesQuery = z.strictObject({
  state: once(list(['due', 'claimed', 'sent', 'parked', 'failed', 'overtaken']).optional()),
  cursor: once(line(400).optional()),
  limit: limit(200, 50),
});

export const concernsQuery = z.strictObject({
  state: once(z.enum(['open', 'resolved']).optional()),
  limit: limit(200, 50),
});

export const tasksQuery = z.strictObject({
  for: once(ruleId.optional()),
  officer: once(id.optional()),
  limit: limit(200, 50),
});

const format = once(z.enum(['json', 'csv'], { error: 'takes json or csv' }).optional().default('json'));

export const returnQuery = z.strictObject({
  census: once(day.optional()).meta({
    description: 'The census day; where it is left out the last one of the return, or today before the first',
  }),
  format,
});

export const breachesQuery = z
  .strictObject({
    from: once(day.optional()).meta({
      description: 'Deadlines due from this day on; the school year’s first where it is left out',
    }),
    to: once(day.optional()).meta({ description: 'Up to and with this day; today where it is left out' }),
    format,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'lies before from',
  });

export const enquiryCountsQuery = z.strictObject({ format });
