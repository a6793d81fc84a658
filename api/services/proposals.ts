import { z } from 'zod';
import type { Instant } from '../../domain/time.js';
import type { Register } from '../../register/index.js';
import type { Of } from './gateway.js';

export interface Proposals {
  /** Keeps which case the referral behind a proposed duplicate started. */
  remember: (of: Of, proposal: string, from: string) => Promise<void>;
  /** That case; null where none is known. */
  caseBehind: (of: Of, proposal: string) => Promise<string | null>;
}

const kept = z.object({ from: z.string() });

/**
 * Which case a proposal came from, for when it is confirmed. A proposal is answered once and for ever, so the register
 * keeps it among the first answers, under an actor that nobody can sign in as.
 */
export function createProposals(register: Register, now: () => Instant): Proposals {
  const keyOf = ({ authority, caseId }: Of, proposal: string) => ({
    authority,
    actor: 'system',
    key: `proposal ${caseId} ${proposal}`,
  });
  return {
    remember: async (of, proposal, from) => {
      await register.idempotency.begin(keyOf(of, proposal), 'proposal', now());
      await register.idempotency.finish(keyOf(of, proposal), { from }, now());
    },
    caseBehind: async (of, proposal) => {
      const key = keyOf(of, proposal);
      const begun = await register.idempotency.begin(key, 'proposal', now());
      if (begun.kind === 'answered') return kept.parse(begun.answer).from;
      if (begun.kind === 'first') await register.idempotency.abandon(key);
      return null;
    },
  };
}
