import type { Clock, Happening } from '../../../domain/events.js';
import type { Instant, IsoDate } from '../../../domain/time.js';
import type { MintRequest, Register } from '../../../register/index.js';
import { referral } from './referrals.js';

/** What happened to a case, when, and by whom where it was not the system. */
export type Happened = readonly [Instant, Happening, string?];

export interface Of {
  authority?: string;
  child?: MintRequest['child'];
  restricted?: boolean;
  rehearsed?: boolean;
}

/** A case with these events, as a workflow would have recorded them. Answers its id. */
export async function addCase(register: Register, happened: readonly Happened[], of: Of = {}): Promise<string> {
  const { authority = 'bradford', child, restricted = false, rehearsed = false } = of;
  const { caseId } = await register.cases.mintCase(
    referral({ authority, child: child ?? { givenName: 'Child', familyName: 'Example' } }),
  );
  const events = happened.map(([at, happening, by = 'system'], index) => ({ ...happening, seq: index + 1, at, by }));
  await register.record.recordEvents({
    authority,
    caseId,
    events,
    carriedOutAt: events[0]?.at ?? '2026-12-21T10:12:00Z',
  });
  if (restricted) await register.cases.setRestricted(authority, caseId, true);
  if (rehearsed) await register.cases.markRehearsed(authority, caseId, 0);
  return caseId;
}

export const received = (receivedAt: Instant, dateOfBirth?: IsoDate): Happened => [
  receivedAt,
  {
    type: 'referralReceived',
    referrer: { id: '1', kind: 'school', reply: 'email', verified: true },
    referral: 1,
    receivedAt,
    child: dateOfBirth === undefined ? {} : { dateOfBirth },
    policy: 'bradford@1',
  },
];
export const accepted = (at: Instant): Happened => [at, { type: 'referralAccepted', rule: 'BRA-S1' }];
export const assigned = (at: Instant, to: string): Happened => [
  at,
  { type: 'assigned', to, rule: 'SYS-ASSIGN' },
  'manager-a',
];
export const proposed = (at: Instant): Happened => [
  at,
  { type: 'outcomeProposed', rule: 'BRA-O1', outcome: 'in_education' },
  'officer-a',
];
export const closed = (at: Instant): Happened => [at, { type: 'caseClosed', rule: 'BRA-O1' }];

const clock: Clock = { event: 'referral_received', from: '2026-12-21', amount: 5, unit: 'working_day', mode: 'after' };

/** A deadline of the authority, due at the end of a winter's day. */
export const due = (at: Instant, day: IsoDate, rule = 'BRA-D1'): Happened => [
  at,
  {
    ...{ type: 'deadlineSet', rule, occurrence: 1, actor: 'authority', due: day, dueAt: `${day}T23:59:59Z` },
    clock,
    skipped: [],
  },
];
export const breached = (at: Instant, day: IsoDate, tellManagerAt: Instant | null, rule = 'BRA-D1'): Happened => [
  at,
  { type: 'deadlineBreached', rule, occurrence: 1, due: day, tellManagerAt },
];
