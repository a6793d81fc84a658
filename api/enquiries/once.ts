import { z } from 'zod';
import type { Instant } from '../../domain/time.js';
import type { Register, RequestKey } from '../../register/index.js';
import type { Answer } from '../route.js';
import { Problem } from '../problem.js';
import { DatabaseAway, type DatabaseGuard } from '../services/databaseGuard.js';
import type { DeferredWrites } from '../services/deferredWrites.js';

export interface Once {
  /**
   * Gives the first answer of a request for ever. `work` learns whether somebody else may be at the same request:
   * what it does must then be the same thing done twice.
   * @throws Problem `idempotency_key_reused`, and what `work` throws; then nothing is kept
   */
  once: (key: RequestKey, hash: string, at: Instant, work: Work) => Promise<Answer>;
}

const keptAnswer = z.object({
  status: z.int(),
  body: z.json(),
  headers: z.record(z.string(), z.string()).optional(),
});

export function createOnce(register: Register, guard: DatabaseGuard, deferred: DeferredWrites): Once {
  // An impatient client sends the same request again at once: in one process both wait for one and the same answer.
  const underWay = new Map<string, { hash: string; answer: Promise<Answer> }>();

  const first = async (key: RequestKey, hash: string, at: Instant, work: Work): Promise<Answer> => {
    const begun = await guard
      .within(() => register.idempotency.begin(key, hash, at))
      .catch((error: unknown) => {
        // The case itself knows the request by its update id, so it goes on without the register.
        if (error instanceof DatabaseAway) return { kind: 'underWay' } as const;
        throw error;
      });
    if (begun.kind === 'otherRequest') throw reused();
    if (begun.kind === 'answered') {
      const { headers, ...rest } = keptAnswer.parse(begun.answer);
      return headers === undefined ? rest : { ...rest, headers };
    }
    const alone = begun.kind === 'first';
    let answer: Answer;
    try {
      answer = await work(alone);
    } catch (error) {
      const uncertain = error instanceof Problem && error.code === 'not_confirmed';
      if (alone && !uncertain) await guard.within(() => register.idempotency.abandon(key)).catch(() => undefined);
      throw error;
    }
    const kept = keptAnswer.parse(JSON.parse(JSON.stringify(answer)));
    const finish = () => guard.within(() => register.idempotency.finish(key, kept, at));
    await finish().catch((error: unknown) => {
      if (!(error instanceof DatabaseAway)) throw error;
      deferred.add('the answer of a request', async () => {
        await guard.within(() => register.idempotency.begin(key, hash, at));
        await finish();
      });
    });
    return answer;
  };

  return {
    once: async (key, hash, at, work) => {
      const name = JSON.stringify([key.authority, key.actor, key.key]);
      const same = underWay.get(name);
      if (same !== undefined) {
        if (same.hash !== hash) throw reused();
        return same.answer;
      }
      const answer = first(key, hash, at, work);
      underWay.set(name, { hash, answer });
      try {
        return await answer;
      } finally {
        underWay.delete(name);
      }
    },
  };
}

type Work = (alone: boolean) => Promise<Answer>;

const reused = (): Problem =>
  new Problem(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request: take a new key for a new request',
  );
