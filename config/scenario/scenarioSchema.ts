/** The whole scenario file as one schema: published for editors. The reader takes it part by part (`read.ts`). */
import { z } from 'zod';
import type { LondonTime } from '../../domain/calendar/types.js';
import { FACTS } from '../../domain/facts.js';
import type { FactType } from '../../domain/policy.js';
import { FACT_TITLES } from '../factTitles.js';
import { createChangeSchema } from './changes.js';
import { createInputSchemas } from './inputSchemas.js';
import { referralFields } from './referralSchema.js';
import { dateField, endField, timeField } from './wallTime.js';

const VALUES: Record<FactType, z.ZodType> = {
  boolean: z.boolean(),
  number: z.number(),
  date: dateField,
  text: z.string(),
};

/** The facts of the closed list, so that an editor completes them; a pack may declare more. */
const facts = z
  .looseObject(
    Object.fromEntries(
      Object.entries(FACTS)
        .filter(([, { setBy }]) => setBy.some((setter) => setter !== 'system'))
        .map(([fact, { type }]) => [fact, z.exactOptional(VALUES[type].describe(FACT_TITLES[fact] ?? fact))]),
    ),
  )
  .describe('the case facts that the referral states');

export function createScenarioSchema(london: LondonTime) {
  const inputs = createInputSchemas(london);
  return z
    .strictObject({
      policy: z
        .string()
        .describe('the id of a pack, with a version if need be (bradford@2), or the path of a pack file'),
      calendars: z
        .exactOptional(
          z.strictObject({
            school: z.exactOptional(z.string().describe('the id of a school calendar, or the path of one')),
          }),
        )
        .describe("left out: the authority's own"),
      referral: z
        .strictObject({
          receivedAt: timeField(london).describe('Europe/London wall time such as 2026-12-21T10:12, or with an offset'),
          ...referralFields,
          facts: z.exactOptional(facts),
        })
        .describe('the referral that starts the case'),
      inputs: z
        .exactOptional(
          z.array(
            z.discriminatedUnion('do', [
              inputs.acceptReferral,
              ...Object.entries(inputs).flatMap(([name, schema]) => (name === 'acceptReferral' ? [] : [schema])),
            ]),
          ),
        )
        .describe('what people do, in any order; each is played at its time'),
      changes: z
        .exactOptional(z.array(createChangeSchema(london)))
        .describe('the world changes: a bank holiday, a closure, an INSET day, a calendar that is loaded'),
      until: z
        .exactOptional(endField(london))
        .describe('a date (to its end) or a time; left out: a week after the last input or deadline'),
      expect: z.exactOptional(z.unknown()).describe('any part of what simulate --json prints; read by policy test'),
    })
    .meta({ title: 'A scenario of Rollcall' });
}
