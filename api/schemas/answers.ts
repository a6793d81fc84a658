/** What routes answer, as far as a client may rely on it; more fields may come. */
import { z } from 'zod';

const instant = z.string().meta({ format: 'date-time', example: '2026-12-21T10:12:00Z' });
const text = z.string();

export const referralAnswer = z
  .object({
    case: text,
    reference: text.meta({ description: 'What people quote', example: 'BCDF7349' }),
    joined: z.boolean().meta({ description: 'The child had an enquiry already, and the referral joined it' }),
    seq: z.int(),
    at: instant,
    status: text,
  })
  .meta({ id: 'ReferralAnswer' });

export const inputAnswer = z
  .object({
    case: text,
    seq: z.int().meta({ description: 'The last event: ask for the enquiry with ?seq= to see it' }),
    at: instant,
    status: text,
    events: z.array(z.object({ seq: z.int(), type: text, rule: text.optional() })),
  })
  .meta({ id: 'InputAnswer' });

export const enquiriesAnswer = z.object({
  enquiries: z.array(z.object({ case: text, reference: text }).loose()),
  cursor: z.string().nullable(),
});

export const enquiryAnswer = z.object({ case: text, reference: text }).loose().meta({
  id: 'Enquiry',
  description:
    'Facts, deadlines, checks, gates, tasks, concerns, timeline and messages, each with the title and source of its rule. A referrer sees its progress only, a partner only that it was asked.',
});

export const listOf = (name: string) =>
  z.object({ [name]: z.array(z.object({}).loose()), cursor: z.string().nullish() });

export const anything = z.object({}).loose();

export const problemSchema = z
  .object({
    type: text.meta({ example: 'urn:rollcall:problem:gate_closed' }),
    title: text,
    status: z.int(),
    code: text,
    detail: text,
    instance: text,
    errors: z.array(z.object({ field: text, message: text })).optional(),
    blockedBy: z.array(z.object({ rule: text, why: text })).optional(),
    field: text.optional(),
  })
  .meta({ id: 'Problem' });
