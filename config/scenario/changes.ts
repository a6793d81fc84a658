/** The world changes under a case: a new bank holiday, a closure, a moved INSET day, a calendar that is loaded. */
import { z } from 'zod';
import type { Calendars, LondonTime, SchoolCalendar } from '../../domain/calendar/types.js';
import { packPupilDays, unpackPupilDays } from '../../domain/calendar/pupilDays.js';
import { addDays, dayNumber, type Instant } from '../../domain/time.js';
import {
  loadSchoolCalendar,
  loadWorking,
  withBankHoliday,
  withClosureDay,
  withNonPupilDay,
  withPupilDay,
} from '../calendars.js';
import { readYaml, YamlProblems } from '../yamlProblems.js';
import { dateField, timeField } from './wallTime.js';

const schoolDay = z.strictObject({ school: z.string(), date: dateField });

export function createChangeSchema(london: LondonTime) {
  return z
    .strictObject({
      at: timeField(london),
      addBankHoliday: z.exactOptional(dateField),
      addClosureDay: z.exactOptional(dateField),
      addNonPupilDay: z.exactOptional(schoolDay),
      addPupilDay: z.exactOptional(schoolDay),
      loadCalendar: z.exactOptional(z.string()),
    })
    .refine(
      ({ at: _at, ...changes }) => Object.keys(changes).length === 1,
      'expected one change: addBankHoliday, addClosureDay, addNonPupilDay, addPupilDay or loadCalendar',
    );
}

export type WrittenChange = z.output<ReturnType<typeof createChangeSchema>>;

export interface Change {
  at: Instant;
  change: (calendars: Calendars) => Calendars;
  reason: string;
  /** The calendar that it loads, by its id. */
  loads?: string;
}

/**
 * A change as it is played.
 * @param find the path of a file that the scenario names.
 * @throws YamlProblems where a calendar cannot be used.
 */
export function changeOf(written: WrittenChange, find: (name: string) => string): Change | undefined {
  const { at, addBankHoliday, addClosureDay, addNonPupilDay, addPupilDay, loadCalendar } = written;
  if (addBankHoliday !== undefined)
    return {
      at,
      change: (calendars) => withBankHoliday(calendars, addBankHoliday),
      reason: `${addBankHoliday} became a bank holiday`,
    };
  if (addClosureDay !== undefined)
    return {
      at,
      change: (calendars) => withClosureDay(calendars, addClosureDay),
      reason: `${addClosureDay} became a closure day`,
    };
  if (addNonPupilDay !== undefined) {
    const { school, date } = addNonPupilDay;
    const reason = `${date} became a day without pupils in ${school}`;
    return { at, change: (calendars) => withNonPupilDay(calendars, school, date), reason };
  }
  if (addPupilDay !== undefined) {
    const { school, date } = addPupilDay;
    const reason = `${date} became a pupil day in ${school}`;
    return { at, change: (calendars) => withPupilDay(calendars, school, date), reason };
  }
  return loadCalendar === undefined ? undefined : { at, ...loaded(find(loadCalendar)) };
}

function loaded(file: string): Omit<Change, 'at'> {
  const source = readYaml(file);
  if (source.problems.length > 0) throw new YamlProblems(source.problems);
  if (isWorking(source.value)) {
    const working = loadWorking(file);
    return {
      change: (calendars) => ({ ...calendars, working: { ...working, closureDays: calendars.working.closureDays } }),
      reason: `the calendar ${working.id} was loaded, ${working.from} to ${working.to}`,
    };
  }
  const school = loadSchoolCalendar(file);
  return {
    change: (calendars) => ({ ...calendars, school: continued(calendars.school, school) }),
    reason: `the calendar ${school.id} was loaded, ${school.from} to ${school.to}`,
    loads: school.id,
  };
}

const isWorking = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'bankHolidays');

/**
 * A calendar that goes on where the other ends is put behind it; any other takes its place. What lies between two years
 * is never guessed.
 */
function continued(now: Calendars['school'], next: SchoolCalendar): SchoolCalendar {
  if ('missing' in now || next.from <= now.from || next.from > addDays(now.to, 1)) return next;
  const before = addDays(next.from, -1);
  const kept = unpackPupilDays(now.pupilDays).slice(0, dayNumber(next.from) - dayNumber(now.from));
  return {
    id: now.id,
    from: now.from,
    to: next.to,
    pupilDays: packPupilDays(kept + unpackPupilDays(next.pupilDays)),
    gaps: [...now.gaps.filter((gap) => gap.to <= before), ...next.gaps],
    terms: [...now.terms.filter((term) => term.to <= before), ...next.terms],
  };
}
