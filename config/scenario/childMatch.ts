import type { Match } from '../../domain/inputs.js';
import { similarChild } from '../../domain/similarity.js';
import type { ChildAsWritten } from './referralSchema.js';

/** Compares each further referral's child with those that the case knows already, in the order in which they come. */
export function createChildMatch(first: ChildAsWritten): (child: ChildAsWritten) => Match | undefined {
  const known = [first];
  return (child) => {
    const upn = plainUpn(child);
    if (upn !== undefined && known.some((other) => plainUpn(other) === upn)) {
      known.push(child);
      return 'same_upn';
    }
    return known.some((other) => similarChild(likeness(other), likeness(child)) !== 'no') ? 'similar' : undefined;
  };
}

/** A UPN as compared: capitals and digits only. */
function plainUpn({ upn }: ChildAsWritten): string | undefined {
  const plain = upn?.replace(/\s/g, '').toUpperCase();
  return plain === '' ? undefined : plain;
}

const likeness = ({ address, ...child }: ChildAsWritten) => ({
  ...child,
  ...(address === undefined ? {} : { addresses: [address] }),
});
