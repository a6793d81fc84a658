/**
 * Loads the calendars a case counts with: London's clock changes, the working days of an authority, and the days on
 * which pupils attend. Files are checked as they are read; what is wrong is said with its line (`YamlProblems`).
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { packPupilDays, unpackPupilDays } from '../domain/calendar/pupilDays.js';
import type { Calendars, Gap, LondonTime, SchoolCalendar, WorkingCalendar } from '../domain/calendar/types.js';
import { dayNumber, isIsoDate, isoDate, isWeekend, type IsoDate } from '../domain/time.js';
import { shippedFolder } from './shippedFiles.js';
import { checkYaml, readYaml, YamlProblems, type Problem, type YamlSource } from './yamlProblems.js';

const date = z
  .string({ error: 'expected a date such as 2026-12-21' })
  .refine(isIsoDate, 'expected a date such as 2026-12-21');
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected an id of small letters, digits and hyphens');

const londonSchema = z.strictObject({
  id: z.literal('london'),
  source: z.string(),
  changes: z.array(
    z.tuple([
      z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'expected an instant such as 2026-03-29T01:00:00Z'),
      z.number().int(),
    ]),
  ),
});

const workingSchema = z.strictObject({
  id,
  title: z.string(),
  source: z.string(),
  sourceDate: date,
  from: date,
  to: date,
  bankHolidays: z.array(date),
  closureDays: z.array(date).optional(),
});

const schoolSchema = z.strictObject({
  id,
  title: z.string(),
  from: date,
  to: date,
  terms: z.array(z.strictObject({ name: z.string(), from: date, to: date })),
  gaps: z.array(z.strictObject({ from: date, to: date.optional(), why: z.string() })),
});

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
function schoolCalendarFile(idOrPath: string): string | undefined {
  if (/\.(ya?ml|json)$/.test(idOrPath)) return idOrPath;
  if (!id.safeParse(idOrPath).success || idOrPath === 'london' || idOrPath === 'england') return undefined;
  const file = join(shippedFolder('calendars'), `${idOrPath}.yaml`);
  return existsSync(file) ? file : undefined;
}

/** London's clock changes, 2020 to 2045. */
export function loadLondon(): LondonTime {
  const source = readYaml(join(shippedFolder('calendars'), 'london.yaml'));
  const { changes } = use(source, londonSchema);
  const problems = changes.flatMap(([at], index) =>
    index > 0 && at <= (changes[index - 1]?.[0] ?? '')
      ? [source.problemAt(['changes', index], 'expected a later instant than the row before')]
      : [],
  );
  refuse(problems);
  return { changes };
}

/** The working days of an authority from a file. */
export function loadWorking(file: string): WorkingCalendar {
  const source = readYaml(file);
  const { id: name, from, to, bankHolidays, closureDays = [] } = use(source, workingSchema);
  refuse([
    ...period(source, [], { from, to }),
    ...datesOf(source, 'bankHolidays', bankHolidays, { from, to }),
    ...datesOf(source, 'closureDays', closureDays, { from, to }),
  ]);
  return { id: name, from, to, bankHolidays, closureDays };
}

/** The pupil days of a school year from a file, compiled to one character a day. */
export function loadSchoolCalendar(file: string): SchoolCalendar {
  const source = readYaml(file);
  const year = use(source, schoolSchema);
  const { from, to, terms } = year;
  const gaps = year.gaps.map((gap): Gap => ({ from: gap.from, to: gap.to ?? gap.from, why: gap.why }));
  refuse([
    ...period(source, [], { from, to }),
    ...spans(source, 'terms', terms, { from, to }),
    ...spans(source, 'gaps', gaps, { from, to }),
  ]);
  const within = (day: IsoDate, span: { from: IsoDate; to: IsoDate }): boolean => span.from <= day && day <= span.to;
  let pupilDays = '';
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
    const today = isoDate(day);
    const pupils =
      !isWeekend(day) && terms.some((term) => within(today, term)) && !gaps.some((gap) => within(today, gap));
    pupilDays += pupils ? '1' : '0';
    if (!pupils && !isWeekend(day) && !gaps.some((gap) => within(today, gap)))
      throw new YamlProblems([
        source.problemAt(['gaps'], `expected a gap that says why ${today} is a day without pupils: no term covers it`),
      ]);
  }
  return { id: year.id, from, to, pupilDays: packPupilDays(pupilDays), gaps, terms };
}

function use<T>(source: YamlSource, schema: z.ZodType<T>): T {
  const checked = checkYaml(source, schema);
  if (!checked.ok) throw new YamlProblems(checked.problems);
  return checked.value;
}

function refuse(problems: Problem[]): void {
  if (problems.length > 0) throw new YamlProblems(problems);
}

interface Span {
  from: IsoDate;
  to: IsoDate;
}

const period = (source: YamlSource, path: (string | number)[], { from, to }: Span): Problem[] =>
  from <= to ? [] : [source.problemAt([...path, 'to'], `expected ${from} or later`)];

/** Single days in order, each inside the calendar and named once. */
function datesOf(source: YamlSource, list: string, dates: readonly IsoDate[], { from, to }: Span): Problem[] {
  return dates.flatMap((day, index) => {
    if (day < from || day > to) return [source.problemAt([list, index], `lies outside the calendar, ${from} to ${to}`)];
    if (dates.indexOf(day) !== index) return [source.problemAt([list, index], `${day} is listed twice`)];
    return [];
  });
}

/** Spans of days in order, none overlapping, each inside the calendar. */
function spans(source: YamlSource, list: string, items: readonly Span[], { from, to }: Span): Problem[] {
  return items.flatMap((span, index) => {
    const before = items[index - 1];
    return [
      ...period(source, [list, index], span),
      ...(span.from < from || span.to > to
        ? [source.problemAt([list, index], `lies outside the calendar, ${from} to ${to}`)]
        : []),
      ...(before !== undefined && span.from <= before.to
        ? [source.problemAt([list, index], `overlaps the one before, which ends on ${before.to}`)]
        : []),
    ];
  });
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
