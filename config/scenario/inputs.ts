import type { CaseInput } from '../../domain/inputs.js';
import type { CompiledPolicy } from '../../domain/policy.js';
import type { Instant } from '../../domain/time.js';
import type { WrittenInput } from './inputSchemas.js';
import { SYSTEM } from './people.js';

/** An input as the core takes it. `adopted` finds the policy that a manager names. */
export function playedInput(
  written: Exclude<WrittenInput, { do: 'referral' }>,
  adopted: (policy: string, at: Instant) => CompiledPolicy | undefined,
): CaseInput {
  switch (written.do) {
    case 'assign': {
      const { at: _at, to, ...input } = written;
      return { ...input, to: to.id, toRole: to.role };
    }
    case 'staffAway': {
      const { at: _at, who, deputy, ...input } = written;
      return { ...input, who: who.id, ...(deputy === undefined ? {} : { deputy: deputy.id }) };
    }
    case 'overrideGate': {
      const { at: _at, second, ...input } = written;
      return { ...input, second: second.id, secondRole: second.role };
    }
    case 'adoptPolicy': {
      const { at, ...input } = written;
      const policy = adopted(input.policy, at);
      return policy === undefined ? input : { ...input, adopted: policy };
    }
    case 'deliveryReported': {
      const { at: _at, by, ...input } = written;
      return { ...input, by: by ?? SYSTEM };
    }
    default: {
      const { at: _at, ...input } = written;
      return input;
    }
  }
}
