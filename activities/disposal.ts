import type { Register } from '../register/index.js';
import { instantNow } from './instantNow.js';

export interface DisposalActivities {
  /**
   * Removes what has come to its end: referrals that were never sent, files of many, links by e-mail, drafts of forms,
   * sessions and counters. Repeating it changes nothing.
   */
  disposeOfWhatIsOver: () => Promise<void>;
}

export interface DisposalDependencies {
  register: Pick<Register, 'referralDrafts' | 'drafts' | 'sessions'>;
  now?: () => Date;
}

export function createDisposalActivities({
  register,
  now = () => new Date(),
}: DisposalDependencies): DisposalActivities {
  return {
    async disposeOfWhatIsOver() {
      const at = instantNow(now);
      await register.referralDrafts.dispose(at);
      await register.drafts.dispose(at);
      await register.sessions.prune(at);
    },
  };
}
