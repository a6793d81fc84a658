/** A calendar by its id, as it stands now. */
import { notFound } from '../../../../api/problem.js';
import type { Services } from '../../../../api/services.js';
import type { Language } from '../../../language/language.js';
import type { SchoolCalendar, WorkingCalendar } from '../../../../domain/calendar/types.js';

export type FoundCalendar =
  | { kind: 'working'; calendar: WorkingCalendar; working: WorkingCalendar }
  | { kind: 'school'; calendar: SchoolCalendar; working: WorkingCalendar };

/** @throws Problem `not_found` */
export async function calendarNamed(
  { guard, worlds }: Services,
  authority: string,
  id: string,
): Promise<FoundCalendar> {
  const known = await guard.within(() => worlds.schoolCalendars(authority));
  const { working, school } = await guard.within(() =>
    worlds.calendars(authority, known.includes(id) ? id : undefined),
  );
  if (id === working.id) return { kind: 'working', calendar: working, working };
  if (!known.includes(id) || 'missing' in school || school.id !== id) throw notFound('The calendar');
  return { kind: 'school', calendar: school, working };
}

/** `2026 to 2027`, as people call a school year. */
export const schoolYears = ({ from, to }: SchoolCalendar, { say }: Language): string =>
  say('calendar.yearTo', { from: from.slice(0, 4), to: to.slice(0, 4) });
