import { z } from 'zod';
import type { Person } from '../../domain/inputs.js';
import { Problem } from '../problem.js';
import type { Answer, Call } from '../route.js';
import type { Of } from '../services/gateway.js';
import { closedAmong } from '../services/restrictedCases.js';
import type { Services } from '../services.js';
import { keyOf } from './requestKey.js';

const confirmed = z.object({ seq: z.int(), events: z.array(z.object({ seq: z.int(), type: z.string() })) });

/**
 * A confirmed duplicate ends the case that its referral had started: decided by a manager at once, else proposed to
 * one. The confirmation stands whatever becomes of this: the other case can be ended by itself.
 */
export async function endDuplicate(
  { register, proposals, inputs, guard }: Services,
  of: Of,
  by: Person,
  call: Pick<Call, 'idempotencyKey' | 'at' | 'note'>,
  answer: Answer,
): Promise<void> {
  const seqs = confirmed.safeParse(answer.body);
  if (!seqs.success) return;
  const happened = seqs.data.events.find((event) => event.type === 'duplicateConfirmed');
  if (happened === undefined) return;
  try {
    const events = await waitFor(of, happened.seq, (after) =>
      guard.within(() => register.record.eventsOf(of.authority, of.caseId, after)),
    );
    const event = events.find((one) => one.seq === happened.seq);
    const from = event?.type === 'duplicateConfirmed' ? await proposals.caseBehind(of, event.proposal) : null;
    if (from === null) return;
    // One who may not know of the other case does not end it either.
    const who = { authority: of.authority, person: by.id, roles: [by.role] };
    if ((await guard.within(() => closedAmong(register, who, [from]))).size > 0) {
      call.note({ duplicateLeft: true });
      return;
    }
    const key = keyOf(call.idempotencyKey);
    await inputs.sendInput({
      of: { authority: of.authority, caseId: from },
      name: by.role === 'manager' ? 'decideOutcome' : 'proposeOutcome',
      body: { outcome: 'duplicate' },
      by,
      idempotencyKey: `${key.slice(0, 180)}/duplicate`,
      at: call.at,
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    call.note({ duplicateLeft: true });
  }
}

/** The record is written right after the answer: it is asked again for two seconds. */
async function waitFor<T extends { seq: number }>(
  _of: Of,
  seq: number,
  read: (after: number) => Promise<T[]>,
): Promise<T[]> {
  for (let tries = 0; ; tries += 1) {
    const found = await read(seq - 1);
    if (found.length > 0 || tries >= 20) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
