/** What the national return counts of one child (NAT-RETURN): from the case as it stood at the end of the census day. */
import { londonDate } from './calendar/london.js';
import type { LondonTime } from './calendar/types.js';
import { factLookup } from './factView.js';
import { durationBand, isCompulsoryAge, missingFrom, yearGroup } from './law.js';
import type { RuleId } from './policy.js';
import type { CaseState } from './state.js';
import type { IsoDate } from './time.js';

export interface ReturnEntry {
  reason: RuleId;
  band: RuleId;
  yearGroup: string;
  /** False: of an age at which school is not compulsory; the return leaves the child out. Unknown counts as of age. */
  ofAge: boolean;
}

/** "Not recorded": nobody has stated the reason. */
const NO_REASON = 'NAT-RETURN-Q10';

/** The headings under which a child is counted on a census day. */
export function returnEntry(state: CaseState, censusDay: IsoDate, london: LondonTime): ReturnEntry {
  const fact = factLookup(state, censusDay);
  const reason = fact('return_reason');
  const from = missingFrom(fact, londonDate(london, state.receivedAt));
  const { dateOfBirth } = state;
  return {
    reason: typeof reason === 'string' ? reason : NO_REASON,
    band: durationBand(from, censusDay),
    yearGroup: dateOfBirth === null ? 'unknown' : yearGroup(dateOfBirth, censusDay),
    ofAge: dateOfBirth === null || isCompulsoryAge(dateOfBirth, censusDay),
  };
}
