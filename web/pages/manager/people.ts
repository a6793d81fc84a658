/** People as these pages list them: who can have cases, and who is away. */
import type { Absence, StaffMember } from '../../../register/index.js';
import { londonDay } from '../../../api/schemas/time.js';

/** Whoever works on enquiries can have them. */
export const canHaveCases = ({ active, roles }: Pick<StaffMember, 'active' | 'roles'>): boolean =>
  active && roles.some((role) => role === 'officer' || role === 'senior' || role === 'manager');

export const nameIn = (people: readonly StaffMember[], person: string): string =>
  people.find((one) => one.person === person)?.name ?? person;

/** An absence in words' parts; the last day is the day before its end, where it ends at midnight. */
export const shownAbsence = ({ absence, person, from, until, deputy }: Absence, people: readonly StaffMember[]) => ({
  absence,
  person,
  name: nameIn(people, person),
  from,
  until,
  fromDay: londonDay(from),
  untilDay: until === null ? null : londonDay(until),
  deputy: deputy === null ? null : nameIn(people, deputy),
});
