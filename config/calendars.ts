/**
 * Loads the calendars a case counts with: London's clock changes, the working days of an authority, and the days on
 * which pupils attend. Files are checked as they are read; what is wrong is said with its line (`YamlProblems`).
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packPupilDays, unpackPupilDays } from '../domain/calendar/pupilDays.js';
import type { Calendars, Gap, LondonTime, SchoolCalendar, WorkingCalendar } from '../domain/calendar/types.js';
import { dayNumber, isoDate, type IsoDate } from '../domain/time.js';
import {
  gapsOf,
  hasPupils,
  isCalendarId,
  readLondonFile,
  readSchoolFile,
  readWorkingFile,
  type ReadCalendar,
} from './calendarFiles.js';
import { shippedFolder } from './shippedFiles.js';
import { YamlProblems } from './yamlProblems.js';

export interface CalendarChoice {
  /** The calendar of the child's school: an id or the path of a file. */
  school?: string;
  /** The calendars of the school's authority and of the case's authority, asked in this order where `school` is not loaded. */
  schoolAuthority?: string;
  authority?: string;
  /** Days on which the council is closed beside bank holidays. */
  closureDays?: readonly IsoDate[];
}

/**
 * The calendars for a case. Where no school calendar is found the name of the one that was asked for stands in its
 * place, marked `missing`, so that a count can name it.
 * @throws YamlProblems where a file cannot be used.
 */
export function loadCalendars({
  school,
  schoolAuthority,
  authority,
  closureDays = [],
}: CalendarChoice = {}): Calendars {
  const asked = [school, schoolAuthority, authority].filter((name) => name !== undefined);
  const found = asked.map(schoolCalendarFile).find((file) => file !== undefined);
  const working = loadWorking(join(shippedFolder('calendars'), 'england.yaml'));
  return {
    london: loadLondon(),
    working: { ...working, closureDays: sorted([...working.closureDays, ...closureDays]) },
    school: found === undefined ? { id: asked[0] ?? 'school calendar', missing: true } : loadSchoolCalendar(found),
  };
}

/** The file of a school calendar that comes with Rollcall, or the path itself; undefined where there is none. */
export function schoolCalendarFile(idOrPath: string): string | undefined {
  if (/\.(ya?ml|json)$/.test(idOrPath)) return idOrPath;
  if (!isCalendarId(idOrPath) || idOrPath === 'london' || idOrPath === 'england') return undefined;
  const file = join(shippedFolder('calendars'), `${idOrPath}.yaml`);
  return existsSync(file) ? file : undefined;
}

/** London's clock changes, 2020 to 2045. */
export function loadLondon(): LondonTime {
  const { changes } = used(readLondonFile(join(shippedFolder('calendars'), 'london.yaml')));
  return { changes };
}

/** The working days of an authority from a file. */
export function loadWorking(file: string): WorkingCalendar {
  const { id, from, to, bankHolidays, closureDays = [] } = used(readWorkingFile(file));
  return { id, from, to, bankHolidays, closureDays };
}

/** The pupil days of a school year from a file, compiled to one character a day. */
export function loadSchoolCalendar(file: string): SchoolCalendar {
  const year = used(readSchoolFile(file));
  const { id, from, to, terms } = year;
  const gaps = gapsOf(year);
  let pupilDays = '';
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1)
    pupilDays += hasPupils(year, gaps, isoDate(day)) ? '1' : '0';
  return { id, from, to, pupilDays: packPupilDays(pupilDays), gaps, terms };
}

function used<T>({ value, problems }: ReadCalendar<T>): T {
  if (value === undefined || problems.length > 0) throw new YamlProblems(problems);
  return value;
}

const sorted = (dates: readonly IsoDate[]): IsoDate[] => [...new Set(dates)].sort();

/** The same calendars with one more bank holiday. */
export const withBankHoliday = (calendars: Calendars, day: IsoDate): Calendars => ({
  ...calendars,
  working: { ...calendars.working, bankHolidays: sorted([...calendars.working.bankHolidays, day]) },
});

/** The same calendars with one more day on which the council is closed. */
export const withClosureDay = (calendars: Calendars, day: IsoDate): Calendars => ({
  ...calendars,
  working: { ...calendars.working, closureDays: sorted([...calendars.working.closureDays, day]) },
});

/** The same calendars, without pupils on a day. Another school's calendar, or a day outside it, changes nothing. */
export const withNonPupilDay = (calendars: Calendars, school: string, day: IsoDate, why = 'INSET day'): Calendars =>
  withSchoolDay(calendars, school, day, (calendar) => ({
    ...setDay(calendar, day, '0'),
    gaps: [...withoutDay(calendar.gaps, day), { from: day, to: day, why }].sort((a, b) => (a.from < b.from ? -1 : 1)),
  }));

/** The same calendars, with pupils on a day. */
export const withPupilDay = (calendars: Calendars, school: string, day: IsoDate): Calendars =>
  withSchoolDay(calendars, school, day, (calendar) => ({
    ...setDay(calendar, day, '1'),
    gaps: withoutDay(calendar.gaps, day),
  }));

function withSchoolDay(
  calendars: Calendars,
  school: string,
  day: IsoDate,
  change: (calendar: SchoolCalendar) => SchoolCalendar,
): Calendars {
  const calendar = calendars.school;
  if ('missing' in calendar || calendar.id !== nameOf(school) || day < calendar.from || day > calendar.to)
    return calendars;
  return { ...calendars, school: change(calendar) };
}

const nameOf = (idOrPath: string): string => basename(idOrPath).replace(/\.(ya?ml|json)$/, '');

function setDay(calendar: SchoolCalendar, day: IsoDate, mark: '0' | '1'): SchoolCalendar {
  const index = dayNumber(day) - dayNumber(calendar.from);
  const marks = unpackPupilDays(calendar.pupilDays);
  return { ...calendar, pupilDays: packPupilDays(marks.slice(0, index) + mark + marks.slice(index + 1)) };
}

/** The gaps without one day: a gap around it falls in two. */
function withoutDay(gaps: readonly Gap[], day: IsoDate): Gap[] {
  return gaps.flatMap((gap) => {
    if (day < gap.from || day > gap.to) return [gap];
    const before = isoDate(dayNumber(day) - 1);
    const after = isoDate(dayNumber(day) + 1);
    return [
      ...(gap.from <= before ? [{ ...gap, to: before }] : []),
      ...(after <= gap.to ? [{ ...gap, from: after }] : []),
    ];
  });
}
