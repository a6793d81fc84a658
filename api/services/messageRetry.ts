import type { Role } from '../../domain/inputs.js';
import type { Instant } from '../../domain/time.js';
import type { Bearer, MessageRow } from '../../register/index.js';
import { notFound, Problem } from '../problem.js';
import type { Services } from '../services.js';
import { hasRole } from './actor.js';
import { closedAmong } from './restrictedCases.js';

/** Who may try a parked message again. */
export const RETRIERS: readonly Role[] = ['officer', 'senior', 'manager', 'dsl', 'administrator'];

/** A message by its id, `<case>.<sequence>`. @throws Problem `not_found` */
export async function messageOf(
  { register, guard }: Pick<Services, 'register' | 'guard'>,
  authority: string,
  id: string,
): Promise<MessageRow> {
  const [caseId = '', seq = ''] = id.split('.');
  const messages = await guard.within(() => register.messages.ofCase(authority, caseId));
  const message = messages.find((one) => one.seq === Number(seq));
  if (message === undefined) throw notFound('The message');
  return message;
}

/** An administrator sees no case, but keeps all messages going. */
export const mayRetryClosed = (asker: Pick<Bearer, 'roles'>): boolean => hasRole(asker, ['administrator']);

/**
 * Tries a message again now that could not be sent.
 * @throws Problem `not_found`, also for the message of a case that is closed to whoever asks; `invalid` where it is not parked
 */
export async function retryMessage(
  { register, guard, retryNow }: Pick<Services, 'register' | 'guard' | 'retryNow'>,
  asker: Bearer,
  { id, at }: { id: string; at: Instant },
): Promise<{ id: string; state: 'parked'; nextTryAt: Instant }> {
  const { authority } = asker;
  const message = await messageOf({ register, guard }, authority, id);
  const closed = await guard.within(() => closedAmong(register, asker, [message.caseId]));
  if (closed.size > 0 && !mayRetryClosed(asker)) throw notFound('The message');
  if (message.state !== 'parked' && message.state !== 'failed')
    throw new Problem('invalid', `Only a message that could not be sent is tried again; this one is ${message.state}`);
  const { caseId, episode, rule, occurrence, recipient } = message;
  await guard.within(() =>
    register.ledger.park(
      { authority, caseId, episode, rule, occurrence, recipient },
      { channel: message.channel ?? 'email', errorClass: message.errorClass ?? 'retry', retryAt: at },
    ),
  );
  await retryNow?.({ authority, caseId, seq: message.seq });
  return { id, state: 'parked', nextTryAt: at };
}
