import { ipKeyGenerator } from 'express-rate-limit';
import { Problem } from '../../api/problem.js';
import type { WebServices } from '../services.js';

export interface Tries {
  /** What is counted: `sign-in`, `status`. */
  what: string;
  /** Per client address, or per account and the like. */
  who: { address: string } | { account: string };
  most: number;
  seconds: number;
}

/**
 * Counts one try in the register, whatever process takes it.
 * @throws Problem `too_many_requests` beyond the most
 */
export async function countTry(web: WebServices, { what, who, most, seconds }: Tries): Promise<void> {
  const { api, authority } = web;
  const key = 'address' in who ? `${what} address ${ipKeyGenerator(who.address)}` : `${what} account ${who.account}`;
  const at = api.now();
  const tries = await api.guard.within(() => api.register.limits.count(authority, key, { at, seconds }));
  if (tries > most)
    throw new Problem('too_many_requests', 'This has been tried too often: wait a few minutes', {
      retryAfter: seconds,
    });
}
