/** A referral as it is sent: the shape of the scenario file, with what else a form asks. */
import { z } from 'zod';
import { REFERRER_KINDS } from '../../domain/inputs.js';
import { email, id, line, phone, prose, ruleId } from './text.js';
import { day, when } from './time.js';

const name = line(100);

const address = z.strictObject({
  kind: z.enum(['last_known', 'previous', 'new']).default('last_known'),
  lines: prose(500).meta({ example: '1 Example Street, Bradford' }),
  postcode: line(10).optional(),
  /** Told to no parent, no public referrer and in no letter. */
  withheld: z.boolean().optional(),
});

const child = z.strictObject({
  givenName: name.optional(),
  familyName: name.optional(),
  otherNames: line(200).optional(),
  dateOfBirth: day.optional(),
  dobEstimated: z.boolean().optional(),
  sex: line(30).optional(),
  school: line(200).optional().meta({ description: "The school's id, or its name" }),
  upn: z
    .string()
    .regex(/^[A-Za-z0-9 ]{1,20}$/, 'is not a unique pupil number: letters and digits, 13 of them as a rule')
    .refine((text) => text.trim() !== '', 'is empty: leave it out where it is not known')
    .optional(),
  addresses: z.array(address).max(20, 'has more than 20 entries').optional(),
});

const referrer = z.strictObject({
  kind: z.enum(REFERRER_KINDS),
  name: name.optional(),
  organisation: line(200).optional(),
  email: email.optional(),
  phone: phone.optional(),
});

const contact = z.strictObject({
  role: z.enum(['parent', 'school', 'social-worker']),
  name: name.optional(),
  email: email.optional(),
  phone: phone.optional(),
  address: prose(500).optional(),
  relationship: line(60).optional(),
  safeToContact: z.boolean().optional(),
});

/** The name of a fact, such as `cp_plan`; which facts there are the policy says. */
export const factName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'is not the name of a fact');
export const factValue = z.union([z.boolean(), z.number(), line(300)], {
  error: 'takes true, false, a number, a date or one line of text',
});

export const referralFields = {
  form: ruleId.optional().meta({ description: "The id of the policy's form", example: 'BRA-F1' }),
  referrer,
  child,
  facts: z.record(factName, factValue).default({}),
  contacts: z.array(contact).max(20, 'has more than 20 entries').optional(),
  /** What else the form asked, by the name its record has. */
  details: z.record(id, prose()).optional(),
};

export const referralBody = z.strictObject({
  /** When it reached the council, where a member of staff types in a call or a letter. Left out: now. */
  receivedAt: when.optional(),
  ...referralFields,
});

export const referralExample = {
  form: 'BRA-F1',
  referrer: { kind: 'school', name: 'Oak Primary', email: 'office@oak.example' },
  child: { givenName: 'Aisha', familyName: "O'Example", dateOfBirth: '2015-05-04', school: 'oak' },
  facts: { cp_plan: true, social_worker: true, last_attended: '2026-12-11' },
};

export type ReferralBody = z.output<typeof referralBody>;
