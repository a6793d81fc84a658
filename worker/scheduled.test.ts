import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TryLater } from '../activities/channels/channelErrors.js';
import { AUTHORITY, eventually, liveOf, MANAGER, OFFICER, useEnquiries } from '../tests/support/enquiries/harness.js';
import { PRIORITISED, recorded, settled } from '../tests/support/enquiries/scenarios.js';
import {
  DIGEST_WORKFLOW,
  FAN_OUT_WORKFLOW,
  fanOutStart,
  fanOutWorkflowId,
  RETRY_PARKED_WORKFLOW,
  type FanOutStart,
} from '../workflows/messages.js';
import { reconcileSchedules } from './schedules.js';

let clock = new Date('2026-12-21T10:12:00Z');
const enquiries = useEnquiries({ now: () => clock });

beforeEach(() => {
  clock = new Date('2026-12-21T10:12:00Z');
});

const run = (workflow: string): Promise<unknown> => {
  const { client, queues } = enquiries();
  const workflowId = `${workflow}-${randomUUID()}`;
  return client.workflow.execute(workflow, { workflowId, taskQueue: queues.enquiry, args: [queues.send] });
};

const digests = () => enquiries().mails.filter((mail) => mail.messageId.startsWith('<digest-'));

describe('the digest', () => {
  test('tells each person once of what is due on the next working day, and on no other day', async () => {
    const { begin, send, mails } = enquiries();
    const one = await begin({ facts: PRIORITISED });
    const two = await begin({ facts: PRIORITISED });
    await send(one, { do: 'assign', by: MANAGER, to: OFFICER.id, toRole: 'officer' });
    await Promise.all([settled(one), settled(two)]);
    mails.length = 0;

    clock = new Date('2026-12-29T08:59:00Z');
    expect(await run(DIGEST_WORKFLOW)).toEqual({ sent: 0 });
    clock = new Date('2026-12-29T09:00:05Z');
    expect(await run(DIGEST_WORKFLOW)).toEqual({ sent: 2 });
    expect(await run(DIGEST_WORKFLOW)).toEqual({ sent: 0 });
    const mine = digests().find((mail) => mail.to === 'officer-a@bradford.example');
    expect(mine?.text.match(/Wednesday 30 December 2026/g)).toHaveLength(2);
    expect(digests().map((mail) => mail.to)).toContain('team@bradford.example');

    // Boxing Day: a Saturday, and no working day in any case.
    clock = new Date('2026-12-26T09:00:05Z');
    expect(await run(DIGEST_WORKFLOW)).toEqual({ sent: 0 });
  });
});

describe('parked messages', () => {
  test('are tried again once their time has come', async () => {
    enquiries().mailFails = () => new TryLater('away');
    const one = await enquiries().begin();
    await recorded(one);
    const key = {
      authority: AUTHORITY,
      caseId: one.caseId,
      episode: 1,
      rule: 'SYS-ACK',
      occurrence: 1,
      recipient: 'referrer',
    };
    const row = () => enquiries().register.ledger.find(key);
    await eventually(row, (found) => found?.state === 'parked');
    enquiries().mailFails = undefined;
    await run(RETRY_PARKED_WORKFLOW);
    expect((await row())?.state).toBe('parked');
    clock = new Date(clock.getTime() + 16 * 60_000);
    await run(RETRY_PARKED_WORKFLOW);
    expect((await row())?.state).toBe('sent');
  });
});

describe('a fan-out', () => {
  test('brings a calendar change and a policy to every open case, once', async () => {
    const { begin, client, queues, events, register } = enquiries();
    const cases = await Promise.all([begin({ facts: PRIORITISED }), begin({ facts: PRIORITISED })]);
    await Promise.all(cases.map(recorded));
    const stored = await register.calendars.latest(AUTHORITY, 'england');
    expect(stored).toBeNull();
    const go = (change: string, what: FanOutStart['what']): Promise<FanOutStart['soFar']> =>
      client.workflow.execute(FAN_OUT_WORKFLOW, {
        workflowId: fanOutWorkflowId(AUTHORITY, change),
        taskQueue: queues.enquiry,
        args: [fanOutStart({ authority: AUTHORITY, change, what }, queues.record)],
      });
    const change = randomUUID();
    const first = await go(change, { kind: 'calendar', reason: 'an extra bank holiday' });
    expect(first.reached).toBeGreaterThanOrEqual(2);
    await go(change, { kind: 'calendar', reason: 'an extra bank holiday' });
    for (const one of cases) {
      await eventually(
        () => events(one),
        (found) => found.filter((event) => event.type === 'calendarChanged').length === 1,
      );
      expect((await liveOf(one)).state.status).toBe('open');
    }
    const adoption = await go(randomUUID(), { kind: 'policy', policy: 'bradford@1', by: MANAGER });
    // They run under it already.
    expect(adoption).toMatchObject({ reached: 0, refused: first.reached });
  });
});

describe('the schedules', () => {
  test('are made, brought back into line, and left alone when all is well', async () => {
    const { client, queues } = enquiries();
    const prefix = `${randomUUID()}/`;
    const digest = client.schedule.getHandle(`${prefix}digest`);
    const retry = client.schedule.getHandle(`${prefix}retry-parked`);
    const duties = client.schedule.getHandle(`${prefix}duties`);
    try {
      await reconcileSchedules(client, { queues, prefix });
      const made = await digest.describe();
      expect(made.spec.timezone).toBe('Europe/London');
      expect(made.spec.calendars?.[0]).toMatchObject({ hour: [{ start: 9, end: 9 }] });
      expect(made.policies.overlap).toBe('SKIP');
      expect(made.policies.catchupWindow).toBeGreaterThanOrEqual(86_400_000);

      expect((await duties.describe()).spec.calendars?.[0]).toMatchObject({ hour: [{ start: 0, end: 0 }] });
      // It looks through the duties at once, not first at midnight.
      await eventually(
        () => duties.describe(),
        ({ info }) => info.recentActions.length === 1,
      );

      await digest.update((held) => ({ ...held, spec: { intervals: [{ every: '1 hour' }] } }));
      await reconcileSchedules(client, { queues, prefix });
      expect((await digest.describe()).spec.timezone).toBe('Europe/London');
      expect((await digest.describe()).spec.intervals ?? []).toEqual([]);
    } finally {
      await digest.delete();
      await retry.delete();
      await duties.delete();
    }
  });
});
