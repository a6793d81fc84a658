import type { Role } from '../../domain/inputs.js';
import type { Instant } from '../../domain/time.js';
import type { MessageRow } from '../../register/index.js';
import { notFound, Problem } from '../problem.js';
import type { Services } from '../services.js';

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

/** Tries a message again now that could not be sent. @throws Problem `not_found`, or `invalid` where it is not parked */
export async function retryMessage(
  { register, guard, retryNow }: Pick<Services, 'register' | 'guard' | 'retryNow'>,
  { authority, id, at }: { authority: string; id: string; at: Instant },
): Promise<{ id: string; state: 'parked'; nextTryAt: Instant }> {
  const message = await messageOf({ register, guard }, authority, id);
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
