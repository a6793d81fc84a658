/** What the pages of duties share. */
import { coreSentence } from '../../../config/caseWords/coreSentences.js';
import { Problem } from '../../../api/problem.js';
import type { DutiesSeen } from '../../../api/reads/presentDuty.js';
import { READERS } from '../../../api/services/actor.js';
import { frequencyInWords, frequencyOf, dutyDates } from '../../../domain/duties.js';
import { firstPlan } from '../../../api/reads/presentDuty.js';
import { SERVICE_MAY } from '../../../domain/permissions.js';
import { addDays, type IsoDate } from '../../../domain/time.js';
import type { ServiceDuty } from '../../../config/pack/service.js';
import { Conflict, type DutyOccurrence } from '../../../register/index.js';
import type { Language } from '../../language/language.js';
import { only, type Policy } from '../../security/policies.js';

export const dutyReaders: Policy = only(...READERS, 'administrator');
export const dutyDoers: Policy = only(...SERVICE_MAY.completeDuty);
export const dutyWaivers: Policy = only(...SERVICE_MAY.waiveDuty);
export const dutyPlanners: Policy = only(...SERVICE_MAY.planDuty);

/** A duty of the national layer, which every authority has: for the walk over all pages and the pictures. */
export const EXAMPLE = { rule: 'NAT-WT-LA' };

const LOOK_AHEAD_DAYS = 396;

/** How a duty stands on a day. */
export interface ShownDuty {
  rule: string;
  title: string;
  source: string;
  /** Whose hands it is in, in words. */
  who: string;
  often: string;
  nextDue: IsoDate | null;
  /** `late` and `open` have an occurrence; `later` has none yet; `standing` stands at all times; `undated` waits for dates. */
  stands: 'late' | 'open' | 'later' | 'standing' | 'undated';
  open: DutyOccurrence[];
  /** How the day was found. */
  working: string | null;
}

export function shownDuty(duty: ServiceDuty, seen: DutiesSeen, language: Language): ShownDuty {
  const { plans, occurrences, calendars, day, policy } = seen;
  const held = plans.find(({ rule }) => rule === duty.id);
  const plan = held ?? firstPlan(policy, day);
  const open = occurrences.filter(({ rule, endedAt }) => rule === duty.id && endedAt === null);
  const found = dutyDates(duty, plan, { from: day, to: addDays(day, LOOK_AHEAD_DAYS) }, calendars);
  const ended = new Set(
    occurrences.filter(({ rule, endedAt }) => rule === duty.id && endedAt !== null).map(({ occurrence }) => occurrence),
  );
  const next = found.dated ? found.dates.find(({ occurrence }) => !ended.has(occurrence)) : undefined;
  const first = [...open].sort((a, b) => (a.due < b.due ? -1 : 1))[0];
  const stands = (): ShownDuty['stands'] => {
    if (first !== undefined) return first.due < day ? 'late' : 'open';
    if (found.dated) return next === undefined ? 'undated' : 'later';
    return found.why === 'standing' ? 'standing' : 'undated';
  };
  return {
    rule: duty.id,
    title: duty.title,
    source: duty.source,
    who: roleWord(language, held?.for ?? duty.for),
    often:
      plan.dates === null
        ? coreSentence(frequencyInWords(frequencyOf(duty, plan)), language)
        : language.say('duties.onNamedDays'),
    nextDue: first?.due ?? next?.due ?? null,
    stands: stands(),
    open,
    working: workingIn(first?.working ?? next?.working, language),
  };
}

const workingIn = (working: string | undefined, language: Language): string | null =>
  working === undefined ? null : coreSentence(working, language);

/** A role in words; packs may name others. */
export const roleWord = ({ has, say }: Language, role: string): string =>
  has(`duties.who.${role}`) ? say(`duties.who.${role}`) : role;

/** The register says that somebody was faster; the form comes back with what was typed. */
export async function orFaster<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Conflict ? new Problem('conflict', error.message) : error;
  }
}
