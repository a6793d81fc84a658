import { ApplicationFailure } from '@temporalio/common';

import { addSeconds, type Instant } from '../domain/time.js';
import type { LedgerKey, Register, Resolved } from '../register/index.js';
import { within } from './breaker.js';
import { RecipientRejected } from './channels/channelErrors.js';
import type { EmailChannel, TextChannel } from './channels/notificationPort.js';
import { instantNow } from './instantNow.js';
import type { Directory } from './directory.js';
import { whileBeating } from './heartbeat.js';
import { keyOf, messageIdOf } from './ledgerKey.js';
import { errorCode, type ActivityLog } from './log.js';
import { renderDue } from '../config/dueMessage.js';
import { quietUntil } from './quietHours.js';
import type { SendMessage, SendRequest, SendResult, Unmarked } from './sending.js';

export interface SendActivities {
  /**
   * Sends a batch, each message once as far as can be known; at least once, never none. Fails, to be tried again, where
   * any could not be sent now; those that have left are not sent again.
   */
  sendMessages: (request: SendRequest) => Promise<SendResult>;
}

export interface SendDependencies {
  register: Pick<Register, 'ledger'>;
  directory: Directory;
  email: EmailChannel;
  /** Undefined where no provider of texts is set: what is meant for one goes by e-mail where there is an address. */
  text: TextChannel | undefined;
  /** The address of a case's page. */
  caseUrl: (authority: string, caseId: string) => string;
  /** The right side of a Message-ID. */
  mailDomain: string;
  now?: () => Date;
  log: ActivityLog;
}

/** A safeguarding message does not wait longer for the ledger. */
const LEDGER_PATIENCE_MS = 1_000;
/** An ordinary message that somebody took and never said what became of: sent again only after this. */
const ABANDONED_AFTER_SECONDS = 180;
const PARKED_FOR_SECONDS = 900;
const URGENT_PARKED_FOR_SECONDS = 300;

type Outcome =
  | { kind: 'done' }
  | { kind: 'failed' }
  | { kind: 'later'; errorClass: string }
  | { kind: 'unmarked'; unmarked: Unmarked };

export function createSendActivities(deps: SendDependencies): SendActivities {
  const { register, directory, log, now = () => new Date() } = deps;
  const { ledger } = register;
  // Of a message to several people: who has it already, should another try be needed.
  const reached = new Map<string, Set<string>>();

  async function sendOne(request: SendRequest, due: SendMessage): Promise<Outcome> {
    const { message } = due;
    const key = keyOf(request, due);
    const held = await heldUntil(request, message);
    if (held !== null) {
      await ledger.park(key, { channel: message.channel, errorClass: 'quiet_hours', retryAt: held });
      return { kind: 'done' };
    }
    const claim = await claimed(key, message);
    if (claim === 'skip') return { kind: 'done' };
    if (claim === 'failed') return { kind: 'failed' };
    if (claim === 'wait') return { kind: 'later', errorClass: 'claimed' };
    try {
      const sent = await deliver(request, due, key);
      const marked = { channel: sent.channel, at: instantNow(now), providerId: sent.providerId };
      return await mark(key, marked);
    } catch (error) {
      return await settle(key, message, error);
    } finally {
      if (!message.safeguarding) reached.delete(JSON.stringify(key));
    }
  }

  /** When a text to a family may go, if not now. Safeguarding ignores quiet hours. */
  async function heldUntil(request: SendRequest, message: SendMessage['message']): Promise<Instant | null> {
    if (message.safeguarding || message.channel !== 'sms') return null;
    return quietUntil(message, now(), await directory.quietWeekdays(request, request.policy));
  }

  /** Takes the message. A safeguarding one goes whatever the ledger says, unless it says that it went. */
  async function claimed(
    key: LedgerKey,
    { channel, safeguarding }: SendMessage['message'],
  ): Promise<'send' | 'skip' | 'failed' | 'wait'> {
    const take = () => ledger.claim(key, channel, instantNow(now));
    const claim = safeguarding ? await within(LEDGER_PATIENCE_MS, take).catch(() => null) : await take();
    switch (claim?.kind) {
      case undefined:
      case 'claimed':
        return 'send';
      case 'alreadySent':
        return 'skip';
      case 'settled':
        return claim.state === 'failed' ? 'failed' : 'skip';
      case 'claimedBefore': {
        const age = (now().getTime() - Date.parse(claim.claimedAt)) / 1_000;
        return safeguarding || age >= ABANDONED_AFTER_SECONDS ? 'send' : 'wait';
      }
    }
  }

  async function deliver(request: SendRequest, due: SendMessage, key: LedgerKey) {
    const people = await directory.recipients(request, due);
    if (people.length === 0) throw new RecipientRejected('Nobody is known in this role.');
    const name = JSON.stringify(key);
    const had = reached.get(name) ?? new Set<string>();
    reached.set(name, had);
    let sent: { channel: string; providerId: string } | undefined;
    let problem: Error | undefined;
    for (const person of people) {
      const address = person.id ?? person.email ?? '';
      if (had.has(address)) continue;
      try {
        sent = await deliverTo(request, due, key, person);
        had.add(address);
      } catch (error) {
        // One that may succeed later outweighs one that never will.
        if (problem === undefined || problem instanceof RecipientRejected)
          problem = error instanceof Error ? error : new Error('The message could not be sent.');
      }
    }
    const mayStill = problem !== undefined && !(problem instanceof RecipientRejected);
    const incomplete = had.size === 0 || (mayStill && due.message.safeguarding);
    if (problem !== undefined && incomplete) throw problem;
    reached.delete(name);
    return sent ?? { channel: due.message.channel, providerId: '' };
  }

  async function deliverTo(request: SendRequest, due: SendMessage, key: LedgerKey, to: Resolved) {
    const { authority, caseId, policy } = request;
    // All at once: each may have to wait for a register that does not answer.
    const [reference, council, rule, child] = await Promise.all([
      directory.reference(request),
      directory.authority(authority),
      directory.rule(request, policy, due.message.rule),
      to.secure ? directory.child(request) : null,
    ]);
    const caseUrl = deps.caseUrl(authority, caseId);
    const rendered = renderDue({ request, due, to, reference, caseUrl, authority: council, rule, child });
    const { sms } = rendered;
    if (due.message.channel === 'sms' && deps.text !== undefined && sms !== null && to.phone !== null) {
      const { providerId } = await deps.text.send({ to: to.phone, body: sms });
      return { channel: 'sms', providerId };
    }
    if (to.email === null) throw new RecipientRejected('No address is known for this recipient.');
    const { providerId } = await deps.email.send({
      to: to.email,
      subject: rendered.subject,
      text: rendered.text,
      html: rendered.html,
      messageId: messageIdOf(key, to.email, deps.mailDomain),
    });
    return { channel: 'email', providerId };
  }

  async function mark(key: LedgerKey, sent: Omit<Unmarked, 'key'>): Promise<Outcome> {
    const { authority: _authority, caseId: _caseId, ...rest } = key;
    try {
      await within(LEDGER_PATIENCE_MS, () => ledger.markSent(key, sent));
      return { kind: 'done' };
    } catch {
      return { kind: 'unmarked', unmarked: { key: rest, ...sent } };
    }
  }

  async function settle(key: LedgerKey, message: SendMessage['message'], error: unknown): Promise<Outcome> {
    const errorClass = errorCode(error);
    const final = error instanceof RecipientRejected;
    log.warn({ ...key, failure: errorClass, final }, 'a message did not leave');
    const { channel, safeguarding } = message;
    const parkedFor = safeguarding ? URGENT_PARKED_FOR_SECONDS : PARKED_FOR_SECONDS;
    const retryAt = addSeconds(instantNow(now), parkedFor);
    try {
      await within(LEDGER_PATIENCE_MS, () =>
        final ? ledger.fail(key, { channel, errorClass }) : ledger.park(key, { channel, errorClass, retryAt }),
      );
    } catch {
      // The ledger is away as well; the row stays claimed and the next try finds it so.
    }
    return final ? { kind: 'failed' } : { kind: 'later', errorClass };
  }

  /** Safeguarding messages first, and none of them waits for another. */
  async function sendEach(request: SendRequest): Promise<[SendMessage, Outcome][]> {
    const sendAny = async (due: SendMessage): Promise<[SendMessage, Outcome]> => {
      const problem = (error: unknown): Outcome => ({ kind: 'later', errorClass: errorCode(error) });
      return [due, await sendOne(request, due).catch(problem)];
    };
    const isUrgent = ({ message }: SendMessage): boolean => message.safeguarding;
    const outcomes = await Promise.all(request.messages.filter(isUrgent).map(sendAny));
    for (const due of request.messages.filter((one) => !isUrgent(one))) outcomes.push(await sendAny(due));
    return outcomes;
  }

  async function sendMessages(request: SendRequest): Promise<SendResult> {
    const failed: SendResult['failed'] = [];
    const unmarked: Unmarked[] = [];
    const later: string[] = [];
    for (const [{ message }, outcome] of await sendEach(request)) {
      const { rule, to, occurrence } = message;
      if (outcome.kind === 'failed') failed.push({ rule, to, occurrence });
      if (outcome.kind === 'unmarked') unmarked.push(outcome.unmarked);
      if (outcome.kind === 'later') later.push(outcome.errorClass);
    }
    if (later.length > 0)
      throw ApplicationFailure.create({
        message: `${later.length} of ${request.messages.length} messages could not be sent now.`,
        type: 'TryLater',
        details: [[...new Set(later)]],
      });
    return { failed, unmarked };
  }

  return { sendMessages: (request) => whileBeating(() => sendMessages(request)) };
}
