import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DSL, eventually, MANAGER, OFFICER, referralOf, useEnquiries } from '../tests/support/enquiries/harness.js';
import { getEnquiryQuery } from './messages.js';

const enquiries = useEnquiries();

const typesOf = async (handle: { fetchHistory(): Promise<{ events?: { eventType?: unknown }[] | null }> }) =>
  ((await handle.fetchHistory()).events ?? []).map((event) => String(event.eventType));

describe('an enquiry', () => {
  test('begins with a referral by update-with-start, is recorded and acknowledged', async () => {
    const { begin, events, mails } = enquiries();
    const one = await begin();
    expect(one.first.status).toBe('open');
    const recorded = await eventually(
      () => events(one),
      (found) => found.length === one.first.seq,
    );
    expect(recorded).toEqual(one.first.events);
    await eventually(
      () => Promise.resolve(mails.filter((mail) => mail.to === 'office@oak.example').length),
      (count) => count === 1,
    );
    const live = await one.handle.query(getEnquiryQuery);
    expect(live).toMatchObject({ seq: one.first.seq, recordedSeq: one.first.seq, resting: false, rehearsed: false });
    process.stderr.write(`${(await typesOf(one.handle)).join(' ')}\n`);
  });

  test('refuses by its validator, which leaves no event', async () => {
    const { begin, refusal } = enquiries();
    const one = await begin();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = await typesOf(one.handle);
    const refused = await refusal(one, { do: 'recordCheck', by: OFFICER, check: 'BRA-NONE', result: 'nothing_found' });
    expect(refused.code).toBe('not_found');
    expect(await typesOf(one.handle)).toEqual(before);
  });
});
