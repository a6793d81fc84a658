import type { Instant } from '../../domain/time.js';
import type { ReferredCase, Register } from '../../register/index.js';
import { referralKey } from '../intake/intake.js';

/** What a referrer sees of a case it referred: nothing of the child's situation, nobody's name. */
export interface OwnCase {
  case: string;
  reference: string;
  referredAt: Instant;
  /** `rejected` and `ended` are told by kind only. */
  progress: 'received' | 'under_way' | 'rejected' | 'ended';
}

export interface OwnCases {
  list: (authority: string, actor: string, limit: number) => Promise<OwnCase[]>;
  /** Null where the case is not there, or was not referred by this actor. */
  find: (authority: string, actor: string, caseId: string) => Promise<OwnCase | null>;
  /** Whether a partner has been given a check of the case. */
  isAsked: (authority: string, partners: readonly string[], caseId: string) => Promise<boolean>;
}

/** Cases as outsiders see them. A referrer's are those that came in under its own requests. */
export function createOwnCases({ referred }: Pick<Register, 'referred'>): OwnCases {
  return {
    list: async (authority, actor, limit) => (await referred.list(authority, referralKey(actor, ''), limit)).map(shown),
    find: async (authority, actor, caseId) => {
      const found = await referred.find(authority, referralKey(actor, ''), caseId);
      return found === null ? null : shown(found);
    },
    isAsked: referred.isAsked,
  };
}

const shown = ({ caseId, reference, referredAt, status, stage }: ReferredCase): OwnCase => ({
  case: caseId,
  reference,
  referredAt,
  progress:
    status === null || status === 'received'
      ? 'received'
      : status === 'rejected'
        ? 'rejected'
        : stage === 'ended'
          ? 'ended'
          : 'under_way',
});
