import type { Lookup } from './conditions.js';
import type { ConcernKind, FactId, FactValue } from './policy.js';
import type { CaseState } from './state.js';
import { isCompulsoryAge } from './law.js';
import type { IsoDate } from './time.js';

/** The parts of a case from which its facts are looked up. */
export type FactParts = Pick<
  CaseState,
  'facts' | 'concerns' | 'proposals' | 'dateOfBirth' | 'advice' | 'ever' | 'cmeFrom'
>;

export const factsOf = ({ facts, concerns, proposals, dateOfBirth, advice, ever, cmeFrom }: CaseState): FactParts => ({
  facts,
  concerns,
  proposals,
  dateOfBirth,
  advice,
  ever,
  cmeFrom,
});

/** Whether two states of a case show the same facts: their parts are the very same. */
export const sameFacts = (a: FactParts, b: FactParts): boolean =>
  a.facts === b.facts &&
  a.concerns === b.concerns &&
  a.proposals === b.proposals &&
  a.dateOfBirth === b.dateOfBirth &&
  a.advice === b.advice &&
  a.ever === b.ever &&
  a.cmeFrom === b.cmeFrom;

const EXPLOITATION: readonly ConcernKind[] = ['exploitation', 'forced_marriage', 'trafficking', 'radicalisation'];

/** Whether a concern, while it is open, makes a fact true. */
export function madeTrueBy(fact: FactId, { kind, immediate }: FactParts['concerns'][number]): boolean {
  switch (fact) {
    case 'safeguarding_concern':
      return true;
    case 'imminent_harm':
      return immediate;
    case 'crime_suspected':
      return kind === 'crime';
    case 'fgm_concern':
      return kind === 'fgm';
    case 'exploitation_concern':
      return EXPLOITATION.includes(kind);
    default:
      return false;
  }
}

/** Facts that are false until shown, never unknown. */
const FALSE_UNTIL_SHOWN: readonly FactId[] = ['located', 'whereabouts_known', 'child_seen'];

/** A located child's whereabouts are known, until somebody states later that they are not. */
function locatedSince({ located, whereabouts_known: known }: FactParts['facts']): boolean {
  return located?.value === true && (known === undefined || known.from <= located.from);
}

/**
 * Every fact of a case on a day: as stated, as a proposed duplicate states it, as an open concern makes it, or as the
 * system derives it. Undefined is unknown.
 */
export function factLookup(state: FactParts, day: IsoDate): Lookup {
  const open = state.concerns.filter((concern) => concern.resolvedAt === undefined);
  const proposals = state.proposals.filter((proposal) => proposal.state === 'open');
  const stated = (fact: FactId): FactValue | undefined => {
    const own = state.facts[fact]?.value;
    if (own === true) return own;
    // While a duplicate is proposed, the new referral's markers already count.
    const proposed = proposals.find((proposal) => proposal.facts[fact] !== undefined)?.facts[fact];
    return proposed === true ? proposed : (own ?? proposed);
  };
  return (fact) => {
    switch (fact) {
      case 'csa':
        return state.dateOfBirth === null ? undefined : isCompulsoryAge(state.dateOfBirth, day);
      case 'safeguarding_concern':
      case 'imminent_harm':
      case 'crime_suspected':
      case 'fgm_concern':
      case 'exploitation_concern':
        return open.some((concern) => madeTrueBy(fact, concern)) ? true : stated(fact);
      case 'removal_advised':
        return state.advice?.advice === 'remove';
      case 'ehcp_ever':
        return state.ever.includes('ehcp');
      case 'looked_after_ever':
        return state.ever.includes('looked_after');
      case 'cme_from':
        return state.cmeFrom?.date;
      case 'csc_historic':
        return stated(fact);
      case 'whereabouts_known':
        return stated(fact) === true || locatedSince(state.facts) ? true : (stated(fact) ?? false);
      default:
        return stated(fact) ?? (FALSE_UNTIL_SHOWN.includes(fact) ? false : undefined);
    }
  };
}
