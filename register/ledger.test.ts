import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { LedgerKey } from './index.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();
const at = '2026-12-21T10:12:00Z';
const later = '2026-12-21T11:12:00Z';

const message = (over: Partial<LedgerKey> = {}): LedgerKey => ({
  authority: 'bradford',
  caseId: randomUUID(),
  episode: 1,
  rule: 'SYS-ACK',
  occurrence: 1,
  recipient: 'referrer',
  ...over,
});

describe('the ledger', () => {
  test('of ten claims at once one is the first, and the others know', async () => {
    const { ledger } = open().register;
    const key = message();
    const claims = await Promise.all(Array.from({ length: 10 }, () => ledger.claim(key, 'email', at)));
    expect(claims.filter((claim) => claim.kind === 'claimed')).toHaveLength(1);
    expect(claims.filter((claim) => claim.kind === 'claimedBefore')).toHaveLength(9);
  });

  test('what was sent is not sent again', async () => {
    const { ledger } = open().register;
    const key = message();
    expect(await ledger.claim(key, 'email', at)).toEqual({ kind: 'claimed', attempt: 1 });
    await ledger.markSent(key, { channel: 'email', at, providerId: 'id-1' });
    expect(await ledger.claim(key, 'email', later)).toEqual({ kind: 'alreadySent', sentAt: at, providerId: 'id-1' });
    await ledger.park(key, { channel: 'email', errorClass: 'late', retryAt: later });
    expect((await ledger.find(key))?.state).toBe('sent');
  });

  test('a sender that died between claim and send is counted as a possible duplicate', async () => {
    const { ledger } = open().register;
    const key = message({ authority: 'luton' });
    await ledger.claim(key, 'email', at);
    expect(await ledger.claim(key, 'email', later)).toEqual({ kind: 'claimedBefore', attempt: 2, claimedAt: at });
    await ledger.markSent(key, { channel: 'email', at: later });
    expect(await ledger.possibleDuplicates('luton')).toEqual({ messages: 1, sends: 1 });
    expect(await ledger.possibleDuplicates('derbyshire')).toEqual({ messages: 0, sends: 0 });
  });

  test('a parked message is listed, is due at its time, and may be claimed again', async () => {
    const { ledger } = open().register;
    const key = message();
    await ledger.claim(key, 'sms', at);
    await ledger.park(key, { channel: 'sms', errorClass: 'ECONNREFUSED', retryAt: later });
    const mine = (rows: { case_id: string }[]) => rows.filter((row) => row.case_id === key.caseId);
    expect(mine(await ledger.parked('bradford'))).toHaveLength(1);
    expect(mine(await ledger.parked('luton'))).toEqual([]);
    expect(mine(await ledger.dueForRetry('bradford', at))).toEqual([]);
    expect(mine(await ledger.dueForRetry('bradford', later))).toMatchObject([{ error_class: 'ECONNREFUSED' }]);
    expect(await ledger.claim(key, 'sms', later)).toEqual({ kind: 'claimed', attempt: 2 });
  });

  test('a claim left behind is due after a while', async () => {
    const { ledger } = open().register;
    const key = message();
    await ledger.claim(key, 'email', at);
    const due = await ledger.dueForRetry('bradford', later, { abandonedAfterSeconds: 600 });
    expect(due.some((row) => row.case_id === key.caseId)).toBe(true);
  });

  test('what failed for good or was overtaken is settled', async () => {
    const { ledger } = open().register;
    const [failed, overtaken] = [message(), message()];
    await ledger.claim(failed, 'email', at);
    await ledger.fail(failed, { channel: 'email', errorClass: 'EENVELOPE' });
    await ledger.overtake(overtaken, 'email');
    expect(await ledger.claim(failed, 'email', at)).toEqual({ kind: 'settled', state: 'failed' });
    expect(await ledger.claim(overtaken, 'email', at)).toEqual({ kind: 'settled', state: 'overtaken' });
  });

  test('a safeguarding message that went without a claim is written down; a second departure is counted', async () => {
    const { ledger } = open().register;
    const key = message({ recipient: 'safeguarding-contact' });
    await ledger.markSent(key, { channel: 'email', at });
    await ledger.markSent(key, { channel: 'email', at: later });
    expect(await ledger.find(key)).toMatchObject({ state: 'sent', sent_at: at, uncertain_sends: 1 });
  });

  test('what the provider says later finds its message', async () => {
    const { ledger } = open().register;
    const key = message();
    await ledger.markSent(key, { channel: 'sms', at, providerId: 'SM42' });
    expect(await ledger.recordDelivery('luton', 'SM42', 'delivered')).toBeNull();
    expect(await ledger.recordDelivery('bradford', 'SM42', 'delivered')).toMatchObject({
      case_id: key.caseId,
      delivery: 'delivered',
    });
  });
});

describe('a request key', () => {
  const key = () => ({ authority: 'bradford', actor: 'officer-a', key: randomUUID() });

  test('of ten at once one is the first; afterwards all get its answer', async () => {
    const { idempotency } = open().register;
    const mine = key();
    const begun = await Promise.all(Array.from({ length: 10 }, () => idempotency.begin(mine, 'hash', at)));
    expect(begun.filter((b) => b.kind === 'first')).toHaveLength(1);
    expect(begun.filter((b) => b.kind === 'underWay')).toHaveLength(9);
    await idempotency.finish(mine, { status: 200, body: { seq: 7 } }, at);
    await idempotency.finish(mine, { status: 500 }, later);
    expect(await idempotency.begin(mine, 'hash', later)).toEqual({
      kind: 'answered',
      answer: { status: 200, body: { seq: 7 } },
    });
    expect(await idempotency.begin(mine, 'another', later)).toEqual({ kind: 'otherRequest' });
  });

  test('left unfinished is resumed once; abandoned it is free', async () => {
    const { idempotency } = open().register;
    const mine = key();
    await idempotency.begin(mine, 'hash', at);
    const again = await Promise.all([1, 2, 3].map(() => idempotency.begin(mine, 'hash', later)));
    expect(again.map((b) => b.kind).sort()).toEqual(['resumed', 'underWay', 'underWay']);
    await idempotency.abandon(mine);
    expect(await idempotency.begin(mine, 'hash', later)).toEqual({ kind: 'first' });
  });

  test('belongs to one actor of one authority', async () => {
    const { idempotency } = open().register;
    const mine = key();
    await idempotency.begin(mine, 'hash', at);
    expect(await idempotency.begin({ ...mine, actor: 'officer-b' }, 'other', at)).toEqual({ kind: 'first' });
    expect(await idempotency.begin({ ...mine, authority: 'luton' }, 'other', at)).toEqual({ kind: 'first' });
  });
});
