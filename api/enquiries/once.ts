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
  once: (key: RequestKey, hash: string, at: Instant, work: (alone: boolean) => Promise<Answer>) => Promise<Answer>;
}

const keptAnswer = z.object({
  status: z.int(),
  body: z.json(),
  headers: z.record(z.string(), z.string()).optional(),
});

export function createOnce(register: Register, guard: DatabaseGuard, deferred: DeferredWrites): Once {
  return {
    once: async (key, hash, at, work) => {
      const begun = await guard
        .within(() => register.idempotency.begin(key, hash, at))
        .catch((error: unknown) => {
          // The case itself knows the request by its update id, so it goes on without the register.
          if (error instanceof DatabaseAway) return { kind: 'underWay' } as const;
          throw error;
        });
      if (begun.kind === 'otherRequest')
        throw new Problem(
          'idempotency_key_reused',
          'This Idempotency-Key was used for another request: take a new key for a new request',
        );
      if (begun.kind === 'answered') {
        const kept = keptAnswer.parse(begun.answer);
        const { headers, ...rest } = kept;
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
    },
  };
}
