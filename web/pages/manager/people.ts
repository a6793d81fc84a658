/** People as these pages list them: who can have cases, and who is away. */
import type { Absence, StaffMember, Standing } from '../../../register/index.js';
import { london, londonDay } from '../../../api/schemas/time.js';
import { startOfDay } from '../../../domain/calendar/london.js';
import { addDays } from '../../../domain/time.js';
import type { Language } from '../../language/language.js';

/** Whoever works on enquiries can have them. */
export const canHaveCases = ({ active, roles }: Pick<StaffMember, 'active' | 'roles'>): boolean =>
  active && roles.some((role) => role === 'officer' || role === 'senior' || role === 'manager');

export const nameIn = (people: readonly StaffMember[], person: string): string =>
  people.find((one) => one.person === person)?.name ?? person;

/** Whom cases can be given to, each with how many they have, and whether they are away. */
export function takersOf(
  { say }: Language,
  of: { people: readonly StaffMember[]; standings: readonly Standing[]; absences: readonly Absence[] },
): { value: string; text: string }[] {
  const away = new Set(of.absences.map(({ person }) => person));
  return of.people.filter(canHaveCases).map(({ person, name }) => ({
    value: person,
    text: [
      name,
      say('teamMember.has', { count: of.standings.find(({ value }) => value === person)?.open ?? 0 }),
      ...(away.has(person) ? [say('teamMember.isAway')] : []),
    ].join(', '),
  }));
}

/** An absence as it is told: its last day, or the moment of its end where that is within a day. */
export function shownAbsence(
  { absence, person, from, until, deputy }: Absence,
  people: readonly StaffMember[],
  { dates }: Language,
) {
  const back = until === null ? null : londonDay(until);
  const atMidnight = until !== null && back !== null && startOfDay(london(), back) === until;
  return {
    absence,
    person,
    name: nameIn(people, person),
    from: dates.day(londonDay(from)),
    until: until === null || back === null ? null : atMidnight ? dates.day(addDays(back, -1)) : dates.moment(until),
    deputy: deputy === null ? null : nameIn(people, deputy),
  };
}
