/** What somebody has answered so far. Kept on the server, in the register; nothing of it stays in a browser. */
import { z } from 'zod';
import type { JsonValue } from '../../../../register/index.js';

export const WHO = ['school', 'council', 'professional', 'public'] as const;
export type Who = (typeof WHO)[number];

export const SAFE = ['yes', 'no', 'unknown'] as const;

const person = z.object({
  name: z.string(),
  relationship: z.string(),
  phone: z.string(),
  email: z.string(),
  safe: z.enum(SAFE),
});
const address = z.object({ lines: z.string(), postcode: z.string() });
const referrer = z.object({
  anonymous: z.boolean(),
  name: z.string(),
  organisation: z.string(),
  email: z.string(),
  phone: z.string(),
});

const NOBODY = { anonymous: false, name: '', organisation: '', email: '', phone: '' };

export const draftData = z.object({
  danger: z.enum(['yes', 'no']).nullable().default(null),
  who: z.enum(WHO).nullable().default(null),
  /** Answers that state a fact of the case, by the fact. Not known: not there. */
  facts: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])).default({}),
  /** Answers that fill the record, by the record's field; the postcode of an address has `#postcode` behind it. */
  records: z.record(z.string(), z.string()).default({}),
  people: z.array(person).default([]),
  previous: z.array(address).default([]),
  referrer: referrer.default(NOBODY),
  /** The steps that were sent. */
  seen: z.array(z.string()).default([]),
  /** They had no more to say: what is left unanswered is marked as missing. */
  enough: z.boolean().default(false),
  /** What was sent and not yet known to have arrived: only this may be sent again. */
  attempt: z.json().default(null),
});

export type DraftData = z.output<typeof draftData>;

export const NOTHING_YET: DraftData = draftData.parse({});

/** As the register keeps it. */
export const kept = (data: DraftData): JsonValue => z.json().parse(data);

/** With the step among those that were sent. */
export const withSeen = (data: DraftData, step: string): DraftData =>
  data.seen.includes(step) ? data : { ...data, seen: [...data.seen, step] };
