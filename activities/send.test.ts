import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Happening } from '../domain/events.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';
import { referral } from '../tests/support/register/referrals.js';
import { MessageRefused, RecipientRejected, TryLater } from './channels/channelErrors.js';
import type { EmailMessage, TextMessage } from './channels/notificationPort.js';
import { createDirectory } from './directory.js';
import { keyOf } from './ledgerKey.js';
import { createSendActivities } from './send.js';
import type { SendMessage, SendRequest } from './sending.js';

const test_ = useTestRegister();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let mails: EmailMessage[];
let texts: TextMessage[];
let failing: ((to: string) => Error | undefined) | undefined;
let clock: Date;

beforeEach(() => {
  mails = [];
  texts = [];
  failing = undefined;
  clock = new Date('2026-12-21T10:12:00Z');
});

function activities(over: { ledger?: 'away' } = {}) {
  const { register } = test_();
  const away = () => new Promise<never>(() => undefined);
  const ledger = over.ledger === 'away' ? { ...register.ledger, claim: away, markSent: away } : register.ledger;
  const now = () => clock;
  const take = (to: string): void => {
    const failure = failing?.(to);
    if (failure !== undefined) throw failure;
  };
  return createSendActivities({
    register: { ledger },
    directory: createDirectory({ register, worlds: { policy: () => Promise.resolve(null) }, now, log: quiet }),
    email: {
      send: async (message) => {
        take(message.to);
        mails.push(message);
        return Promise.resolve({ providerId: `mail-${mails.length}` });
      },
    },
    text: {
      send: async (message) => {
        take(message.to);
        texts.push(message);
        return Promise.resolve({ providerId: `text-${texts.length}` });
      },
    },
    caseUrl: (_authority, caseId) => `https://rollcall.example/enquiries/${caseId}`,
    mailDomain: 'rollcall.example',
    now,
    log: quiet,
  });
}

const message = (over: Partial<Happening & { type: 'messageDue' }> = {}): SendMessage => ({
  episode: 1,
  message: {
    ...{ type: 'messageDue', rule: 'SYS-ACK', purpose: 'acknowledgement', basis: 'default', occurrence: 1 },
    ...{ to: 'referrer', channel: 'email', template: 'acknowledgement', fields: {}, safeguarding: false },
    ...over,
    ...{ seq: 1, at: '2026-12-21T10:12:00Z', by: 'system' },
  },
});

async function requestOf(...messages: SendMessage[]): Promise<SendRequest> {
  const { register } = test_();
  const { caseId } = await register.cases.mintCase(
    referral({ contacts: [{ role: 'parent', name: 'P', phone: '07700 900123', email: 'parent@home.example' }] }),
  );
  return {
    authority: 'bradford',
    caseId,
    policy: 'bradford@1',
    rehearsed: false,
    expected: null,
    concern: null,
    messages,
  };
}

const rowOf = (request: SendRequest, due: SendMessage) => test_().register.ledger.find(keyOf(request, due));

describe('sendMessages', () => {
  test('sends once, whatever is asked again, with a Message-ID that stays', async () => {
    const due = message();
    const request = await requestOf(due);
    expect(await activities().sendMessages(request)).toEqual({ failed: [], unmarked: [] });
    expect(await activities().sendMessages(request)).toEqual({ failed: [], unmarked: [] });
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: 'office@oak.example' });
    expect(mails[0]?.messageId).toMatch(/^<[0-9a-f]{40}@rollcall\.example>$/);
    expect(mails[0]?.messageId).not.toContain(request.caseId);
    expect(await rowOf(request, due)).toMatchObject({ state: 'sent', provider_id: 'mail-1', uncertain_sends: 0 });
  });

  test('fails to be tried again where the provider is away, and parks the message meanwhile', async () => {
    const due = message();
    const other = message({ rule: 'SYS-AGE', to: 'parent', template: 'feedback-ended' });
    const request = await requestOf(due, other);
    failing = (to) => (to.startsWith('office@') ? new TryLater('away') : undefined);
    await expect(activities().sendMessages(request)).rejects.toThrow('1 of 2 messages');
    expect(await rowOf(request, due)).toMatchObject({ state: 'parked', next_try_at: '2026-12-21T10:27:00Z' });
    failing = undefined;
    await activities().sendMessages(request);
    expect(mails.map((mail) => mail.to).sort()).toEqual(['office@oak.example', 'parent@home.example']);
  });

  test('says which recipients can never be reached, and does not try those again', async () => {
    const due = message();
    const request = await requestOf(due);
    failing = () => new RecipientRejected('no such mailbox');
    const failed = [{ rule: 'SYS-ACK', to: 'referrer', occurrence: 1 }];
    expect(await activities().sendMessages(request)).toEqual({ failed, unmarked: [] });
    failing = undefined;
    expect(await activities().sendMessages(request)).toEqual({ failed, unmarked: [] });
    expect(mails).toEqual([]);
    expect(await rowOf(request, due)).toMatchObject({ state: 'failed' });
  });

  test('a role that nobody holds cannot be reached', async () => {
    const request = await requestOf(message({ to: 'partner:nobody', template: 'partner-request' }));
    expect((await activities().sendMessages(request)).failed).toHaveLength(1);
  });

  test('waits with what somebody else took a moment ago; after minutes sends it, and the ledger counts that', async () => {
    const due = message();
    const request = await requestOf(due);
    await test_().register.ledger.claim(keyOf(request, due), 'email', '2026-12-21T10:12:00Z');
    await expect(activities().sendMessages(request)).rejects.toThrow();
    expect(mails).toEqual([]);
    clock = new Date('2026-12-21T10:20:00Z');
    await activities().sendMessages(request);
    expect(mails).toHaveLength(1);
    expect((await rowOf(request, due))?.uncertain_sends).toBeGreaterThan(0);
  });
});

describe('a safeguarding message', () => {
  const concern = message({
    ...{ rule: 'SYS-CONCERN', to: 'safeguarding-contact', template: 'concern-contact', purpose: 'concern' },
    safeguarding: true,
  });
  const contact = (secure: boolean) =>
    test_().register.authorities.putContact('bradford', 'safeguarding-contact', {
      ...{ name: 'Front door', email: 'frontdoor@bradford.example', phone: null, secure },
    });

  test('goes without a claim where the ledger hangs, within seconds, and is reported to be marked later', async () => {
    await contact(false);
    const began = Date.now();
    const { unmarked } = await activities({ ledger: 'away' }).sendMessages(await requestOf(concern));
    expect(Date.now() - began).toBeLessThan(4_000);
    expect(mails).toHaveLength(1);
    expect(unmarked).toMatchObject([{ key: { rule: 'SYS-CONCERN', recipient: 'safeguarding-contact' } }]);
  });

  test('goes again where somebody took it and never said what became of it', async () => {
    const request = await requestOf(concern);
    await test_().register.ledger.claim(keyOf(request, concern), 'email', '2026-12-21T10:12:00Z');
    await activities().sendMessages(request);
    expect(mails).toHaveLength(1);
  });

  test('names the child to a contact marked secure, and to no other', async () => {
    await contact(false);
    const request = { ...(await requestOf(concern)), concern: 'forced_marriage' };
    await activities().sendMessages(request);
    await contact(true);
    const again = { ...(await requestOf(concern)), concern: 'forced_marriage' };
    await activities().sendMessages(again);
    const [plain, secure] = mails;
    expect(plain?.text).not.toContain('Example');
    expect(secure?.text).toContain('Child');
    expect(secure?.text).toContain('forced marriage');
  });
});

describe('a text to a family', () => {
  const due = message({ to: 'parent', channel: 'sms', template: 'acknowledgement', rule: randomUUID() });

  test('is held at night until the morning', async () => {
    clock = new Date('2026-12-21T21:30:00Z');
    const request = await requestOf(due);
    expect(await activities().sendMessages(request)).toEqual({ failed: [], unmarked: [] });
    expect([...texts, ...mails]).toEqual([]);
    expect(await rowOf(request, due)).toMatchObject({ state: 'parked', next_try_at: '2026-12-22T08:00:00Z' });
    clock = new Date('2026-12-22T08:00:00Z');
    await activities().sendMessages(request);
    expect(texts.length + mails.length).toBe(1);
  });
});

test('a message that cannot be made waits for a person to put it right', async () => {
  const due = message({ template: 'no-such-template' });
  const request = await requestOf(due);
  await expect(activities().sendMessages(request)).rejects.toThrow();
  failing = () => new MessageRefused('a line break');
  expect(await rowOf(request, due)).toMatchObject({ state: 'parked' });
});
