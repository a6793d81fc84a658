/**
 * The calendar files: their format, and everything that is wrong with one, each fault with its place. `calendars.ts` loads
 * them for a case, `rollcall calendar` shows them to the person who writes them.
 */
import { z } from 'zod';
import { dayNumber, isIsoDate, isoDate, isWeekend, type IsoDate } from '../domain/time.js';
import { checkYaml, readYaml, type Problem, type YamlPath, type YamlSource } from './yamlProblems.js';

const date = z
  .string({ error: 'expected a date such as 2026-12-21' })
  .refine(isIsoDate, 'expected a date such as 2026-12-21')
  .meta({ format: 'date' });
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected an id of small letters, digits and hyphens');

export const isCalendarId = (text: string): boolean => id.safeParse(text).success;

export const londonSchema = z
  .strictObject({
    id: z.literal('london'),
    source: z.string().describe('the law that sets the hours'),
    changes: z
      .array(
        z.tuple([
          z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'expected an instant such as 2026-03-29T01:00:00Z'),
          z.number().int(),
        ]),
      )
      .describe('the hours at which London changes: from this UTC instant on, so many minutes ahead of UTC; in order'),
  })
  .meta({ title: 'The clock changes of Europe/London' });

export const workingSchema = z
  .strictObject({
    id: id.describe('the name by which problems speak of it'),
    title: z.string().describe('what people read'),
    source: z.string().describe('who publishes the days'),
    sourceDate: date.describe('the day as at which the source was read'),
    retrieved: date.describe('the day on which the refresh took it over').optional(),
    retrievedFrom: z.string().describe('the file or the address that the refresh read').optional(),
    from: date.describe('the first day that it knows'),
    to: date.describe('the last day that it knows; a count that goes beyond it is refused'),
    bankHolidays: z.array(date).describe('each bank holiday, in order'),
    closureDays: z.array(date).describe('days on which the council is closed beside bank holidays').optional(),
  })
  .meta({ title: 'The working days of an authority: its bank holidays' });

export const schoolSchema = z
  .strictObject({
    id: id.describe('the name by which scenarios and problems speak of it'),
    title: z.string().describe('what people read'),
    from: date.describe('the first day that it knows'),
    to: date.describe('the last day that it knows; a count that goes beyond it is refused'),
    terms: z
      .array(
        z.strictObject({
          name: z.string().describe('autumn, spring, summer, or as the school says'),
          from: date.describe('the first day of the term'),
          to: date.describe('the last day of the term'),
        }),
      )
      .describe('the terms, in order; pupils attend Monday to Friday within them, but for the gaps'),
    gaps: z
      .array(
        z.strictObject({
          from: date.describe('the first day without pupils'),
          to: date.describe('the last day without pupils; left out for a single day').optional(),
          why: z.string().describe('half term, INSET day, holiday, bank holiday: what people read beside a date'),
        }),
      )
      .describe('Monday to Friday without pupils, in order, also the holidays between the terms'),
  })
  .meta({ title: 'A school year: the days on which pupils attend' });

export type SchoolYear = z.output<typeof schoolSchema>;
export type WorkingYears = z.output<typeof workingSchema>;

export interface ReadCalendar<T> {
  source: YamlSource;
  /** What the file says, where it has the form of a calendar; it may still have problems. */
  value?: T;
  problems: Problem[];
}

function readAs<T>(file: string, schema: z.ZodType<T>, more: (source: YamlSource, value: T) => Problem[]) {
  const source = readYaml(file);
  const checked = checkYaml(source, schema);
  const read: ReadCalendar<T> = checked.ok
    ? { source, value: checked.value, problems: more(source, checked.value) }
    : { source, problems: checked.problems };
  return read;
}

export const readLondonFile = (file: string): ReadCalendar<z.output<typeof londonSchema>> =>
  readAs(file, londonSchema, (source, { changes }) =>
    changes.flatMap(([at], index) =>
      index > 0 && at <= (changes[index - 1]?.[0] ?? '')
        ? [source.problemAt(['changes', index], 'expected a later instant than the row before')]
        : [],
    ),
  );

export const readWorkingFile = (file: string): ReadCalendar<WorkingYears> =>
  readAs(file, workingSchema, (source, { from, to, bankHolidays, closureDays = [] }) => [
    ...period(source, [], { from, to }),
    ...datesOf(source, 'bankHolidays', bankHolidays, { from, to }),
    ...datesOf(source, 'closureDays', closureDays, { from, to }),
  ]);

export const readSchoolFile = (file: string): ReadCalendar<SchoolYear> =>
  readAs(file, schoolSchema, (source, year) => {
    const { from, to, terms } = year;
    const gaps = gapsOf(year);
    const problems = [
      ...period(source, [], { from, to }),
      ...spans(source, 'terms', terms, { from, to }),
      ...spans(source, 'gaps', gaps, { from, to }),
    ];
    return problems.length > 0 ? problems : unexplained(source, year);
  });

interface Span {
  from: IsoDate;
  to: IsoDate;
}

const within = (day: IsoDate, span: Span): boolean => span.from <= day && day <= span.to;

export const gapsOf = ({ gaps }: SchoolYear): (Span & { why: string })[] =>
  gaps.map(({ from, to, why }) => ({ from, to: to ?? from, why }));

/** Whether pupils attend: Monday to Friday, in a term and in no gap. */
export const hasPupils = (year: Pick<SchoolYear, 'terms'>, gaps: readonly Span[], day: IsoDate): boolean =>
  !isWeekend(dayNumber(day)) && year.terms.some((term) => within(day, term)) && !gaps.some((gap) => within(day, gap));

/** Runs of weekdays that no term covers and no gap explains. */
function unexplained(source: YamlSource, year: SchoolYear): Problem[] {
  const gaps = gapsOf(year);
  const runs: Span[] = [];
  let before = Number.NaN;
  for (let day = dayNumber(year.from); day <= dayNumber(year.to); day += 1) {
    if (isWeekend(day)) continue;
    const today = isoDate(day);
    if (year.terms.some((term) => within(today, term)) || gaps.some((gap) => within(today, gap))) continue;
    const last = runs.at(-1);
    if (last !== undefined && day - before <= 3) last.to = today;
    else runs.push({ from: today, to: today });
    before = day;
  }
  return runs.map(({ from, to }) =>
    source.problemAt(
      ['gaps'],
      from === to
        ? `expected a gap that says why ${from} is a day without pupils: no term covers it`
        : `expected a gap that says why ${from} to ${to} are days without pupils: no term covers them`,
    ),
  );
}

const period = (source: YamlSource, path: YamlPath, { from, to }: Span): Problem[] =>
  from <= to ? [] : [source.problemAt([...path, 'to'], `expected ${from} or later`)];

/** Single days in order, each inside the calendar and named once. */
function datesOf(source: YamlSource, list: string, dates: readonly IsoDate[], { from, to }: Span): Problem[] {
  const seen = new Set<IsoDate>();
  return dates.flatMap((day, index) => {
    const twice = seen.has(day);
    seen.add(day);
    if (day < from || day > to) return [source.problemAt([list, index], `lies outside the calendar, ${from} to ${to}`)];
    return twice ? [source.problemAt([list, index], `${day} is listed twice: take one of them out`)] : [];
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
      ...(before === undefined ? [] : follows(source, [list, index], before, span)),
    ];
  });
}

function follows(source: YamlSource, path: YamlPath, before: Span, span: Span): Problem[] {
  if (span.from === before.from && span.to === before.to)
    return [source.problemAt(path, `is listed twice, ${span.from} to ${span.to}: take one of them out`)];
  if (span.to < before.from)
    return [source.problemAt(path, `is out of order: expected it before the one that begins on ${before.from}`)];
  return span.from <= before.to ? [source.problemAt(path, `overlaps the one before, which ends on ${before.to}`)] : [];
}
