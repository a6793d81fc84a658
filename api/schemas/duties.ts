/** What is sent about the duties of the service. */
import { z } from 'zod';
import { line, prose, ruleId } from './text.js';
import { day } from './time.js';

export const dutyPath = z.strictObject({ rule: ruleId.meta({ example: 'LUT-R3' }) });

const occurrence = line(60)
  .optional()
  .meta({ description: 'Which occurrence, as listed; the one due first where it is left out', example: '2026-12-01' });

export const dutyDone = z.strictObject({
  occurrence,
  note: prose(4_000).meta({ description: 'What was done; no child is named here' }),
  doneOn: day.optional().meta({ description: 'The day on which it was done; today where it is left out' }),
  evidence: line(400).optional().meta({ description: 'Where the report or the minutes are kept' }),
});

export const dutyNotNeeded = z.strictObject({ occurrence, reason: prose(4_000) });

const frequency = z.union(
  [
    z.enum(['monthly_in_term', 'termly']),
    z.strictObject({
      amount: z.int().min(1).max(366),
      unit: z.enum(['calendar_day', 'working_day', 'school_day', 'week', 'month', 'term', 'year']),
    }),
  ],
  'is not a frequency: monthly_in_term, termly, or an amount and a unit',
);

export const dutyPlan = z
  .strictObject({
    frequency: frequency.optional().meta({ description: 'Only where the policy names none' }),
    firstDue: day.optional().meta({ description: 'The day on which it is first due; periods count from it' }),
    dates: z
      .array(day)
      .min(1)
      .max(60)
      .optional()
      .meta({ description: 'The census days of the national return, or the days of a duty without a frequency' }),
    for: z
      .enum(['officer', 'senior', 'manager', 'dsl', 'administrator', 'team'])
      .optional()
      .meta({ description: 'Who does it and is reminded of it' }),
  })
  .refine(
    (plan) => Object.values(plan).some((value) => value !== undefined),
    'takes a frequency, a first day, dates, or who does it',
  );
