import { afterEach, describe, expect, test } from '@jest/globals';
import { TryLater, RecipientRejected } from '../activities/channels/channelErrors.js';
import { unlikeChild } from '../tests/support/children.js';
import { AUTHORITY, DSL, eventually, liveOf, OFFICER, useEnquiries } from '../tests/support/enquiries/harness.js';
import { eventCounts } from '../tests/support/enquiries/histories.js';
import { recorded, settled } from '../tests/support/enquiries/scenarios.js';

const enquiries = useEnquiries();

afterEach(() => {
  enquiries().database.recover();
  enquiries().mailFails = undefined;
});

describe('while the register hangs', () => {
  test('inputs are answered, concerns are told at once, and all is recorded when it is back', async () => {
    const { begin, send, database, mails, events } = enquiries();
    const one = await begin();
    await settled(one);
    const before = await eventCounts(one.handle);
    database.hang();
    const asked = Date.now();
    await send(one, { do: 'note', by: OFFICER, text: 't1' });
    expect(Date.now() - asked).toBeLessThan(5_000);
    const told = mails.filter((mail) => mail.to === 'safeguarding-contact@bradford.example').length;
    const raised = Date.now();
    await send(one, { do: 'raiseConcern', by: OFFICER, kind: 'abuse', immediate: false, note: 't2' });
    expect(Date.now() - raised).toBeLessThan(5_000);
    const live = await liveOf(one);
    expect(live.recordedSeq).toBeLessThan(live.seq);
    await send(one, { do: 'acknowledgeConcern', by: DSL, spokenTo: 't3' });

    database.recover();
    await recorded(one);
    expect((await events(one)).map((event) => event.seq)).toEqual(sequence((await liveOf(one)).seq));
    await eventually(
      () => Promise.resolve(mails.filter((mail) => mail.to === 'safeguarding-contact@bradford.example').length),
      (count) => count === told + 1,
      40_000,
    );
    const after = await eventCounts(one.handle);
    // One patient write, whatever gathered meanwhile.
    expect((after['ACTIVITY_TASK_SCHEDULED'] ?? 0) - (before['ACTIVITY_TASK_SCHEDULED'] ?? 0)).toBeLessThanOrEqual(4);
  });

  test('a concern goes to whom it went before, without a claim, and the ledger learns of it later', async () => {
    const { begin, send, database, mails, register } = enquiries();
    const first = await begin();
    await send(first, { do: 'raiseConcern', by: OFFICER, kind: 'abuse', immediate: false, note: 't1' });
    await settled(first);
    const two = await begin();
    await settled(two);
    const told = mails.filter((mail) => mail.to === 'safeguarding-contact@bradford.example').length;
    database.hang();
    const raised = Date.now();
    await send(two, { do: 'raiseConcern', by: OFFICER, kind: 'abuse', immediate: false, note: 't2' });
    await eventually(
      () => Promise.resolve(mails.filter((mail) => mail.to === 'safeguarding-contact@bradford.example').length),
      (count) => count === told + 1,
    );
    expect(Date.now() - raised).toBeLessThan(10_000);
    database.recover();
    const [rule = ''] = Object.keys((await liveOf(two)).state.messages)
      .map((name) => name.split('|'))
      .filter(([, to]) => to === 'safeguarding-contact')
      .map(([name]) => name);
    const key = {
      authority: AUTHORITY,
      caseId: two.caseId,
      episode: 1,
      occurrence: 1,
      recipient: 'safeguarding-contact',
    };
    await eventually(
      () => register.ledger.find({ ...key, rule }),
      (row) => row?.state === 'sent',
      40_000,
    );
  });
});

// With 200, on all processes: tests/hostile/hangingRegister.test.ts.
describe('while the register hangs with 60 cases at work', () => {
  test('a concern on another case is answered within 5 seconds', async () => {
    const { begin, send, database } = enquiries();
    const cases = await inBatches(Array.from({ length: 60 }), 5, () => begin({}, {}, unlikeChild()));
    const other = await begin();
    database.hang();
    const work = inBatches(cases, AT_ONCE, (one) => send(one, { do: 'note', by: OFFICER, text: 't1' }));
    const raised = Date.now();
    await send(other, { do: 'raiseConcern', by: OFFICER, kind: 'abuse', immediate: false, note: 't2' });
    expect(Date.now() - raised).toBeLessThan(5_000);
    await work;
    database.recover();
    await recorded(other);
    for (const one of cases) await recorded(one);
  }, 300_000);
});

/** Fewer than the API lets through: the load, the worker and the register share the machine here. */
const AT_ONCE = 20;

async function inBatches<T, R>(things: readonly T[], size: number, work: (thing: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < things.length; from += size)
    done.push(...(await Promise.all(things.slice(from, from + size).map(work))));
  return done;
}

describe('while mail does not leave', () => {
  test('the message is parked, and the case goes on', async () => {
    enquiries().mailFails = () => new TryLater('the server is away');
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
    await eventually(
      () => enquiries().register.ledger.find(key),
      (row) => row?.state === 'parked',
    );
    await enquiries().send(one, { do: 'note', by: OFFICER, text: 't1' });
  });

  test('an address that does not exist opens a task to find another way', async () => {
    enquiries().mailFails = (mail) =>
      mail.to.startsWith('office@') ? new RecipientRejected('no such mailbox') : undefined;
    const one = await enquiries().begin();
    const { view } = await eventually(
      () => liveOf(one),
      ({ view: seen }) => seen.tasks.some((task) => task.kind === 'contactByOtherMeans'),
    );
    expect(view.tasks).toContainEqual(expect.objectContaining({ kind: 'contactByOtherMeans', rule: 'SYS-ACK' }));
  });
});

const sequence = (length: number): number[] => Array.from({ length }, (_none, index) => index + 1);
