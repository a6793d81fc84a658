/** Looks through calendar files as their keeper would: each alone, and the years beside each other. */
import { join } from 'node:path';
import {
  gapsOf,
  hasPupils,
  readLondonFile,
  readSchoolFile,
  readWorkingFile,
  type ReadCalendar,
  type SchoolYear,
  type WorkingYears,
} from '../../config/calendarFiles.js';
import { shippedFolder } from '../../config/shippedFiles.js';
import { inOrder, readYaml, type Problem } from '../../config/yamlProblems.js';
import { addDays, dayNumber, isoDate, isWeekend, type IsoDate } from '../../domain/time.js';

export type Kind = 'school' | 'working' | 'london';

export interface CheckedCalendar {
  file: string;
  kind: Kind;
  id: string | null;
  /** Only a school year has pupil days. */
  pupilDays: number | null;
  /** What has to be mended. */
  problems: Problem[];
  /** What is worth knowing and may be right. */
  notes: Problem[];
}

/** Schools meet for 380 sessions, two a day: The Education (School Day and School Year) (England) Regulations 1999, reg. 3. */
export const SCHOOL_YEAR_DAYS = 190;
/** England has eight in a year without an extra one. */
const BANK_HOLIDAYS_A_YEAR = 8;
const STALE_AFTER_DAYS = 365;

export const bankHolidayFile = (): string => join(shippedFolder('calendars'), 'england.yaml');

/** What a file is, by the field that only its kind has. */
export function kindOf(file: string): Kind {
  const { value } = readYaml(file);
  if (typeof value !== 'object' || value === null) return 'school';
  return Object.hasOwn(value, 'bankHolidays') ? 'working' : Object.hasOwn(value, 'changes') ? 'london' : 'school';
}

/** @param today the day on which it is asked, for the age of the bank holidays. */
export function checkCalendars(
  files: readonly string[],
  { today, bankHolidays = bankHolidayFile() }: { today: IsoDate; bankHolidays?: string },
): CheckedCalendar[] {
  const working = readWorkingFile(bankHolidays);
  const years: { checked: CheckedCalendar; read: ReadCalendar<SchoolYear> }[] = [];
  const all = files.map((file): CheckedCalendar => {
    const kind = kindOf(file);
    if (kind === 'school') {
      const read = readSchoolFile(file);
      const checked = checkSchool(file, read, working);
      years.push({ checked, read });
      return checked;
    }
    const read = kind === 'working' ? readWorkingFile(file) : readLondonFile(file);
    const checked = {
      file,
      kind,
      id: read.value?.id ?? null,
      pupilDays: null,
      problems: [...read.problems],
      notes: [],
    };
    return kind === 'working' ? checkWorking(checked, readWorkingFile(file), today) : checked;
  });
  checkJoins(years);
  return all.map((checked) => ({
    ...checked,
    problems: inOrder(checked.problems),
    notes: inOrder(checked.notes),
  }));
}

function checkSchool(
  file: string,
  { source, value: year, problems }: ReadCalendar<SchoolYear>,
  working: ReadCalendar<WorkingYears>,
): CheckedCalendar {
  const checked: CheckedCalendar = {
    file,
    kind: 'school',
    id: year?.id ?? null,
    pupilDays: null,
    problems: [...problems],
    notes: [],
  };
  if (year === undefined) return checked;
  const gaps = gapsOf(year);
  for (const [index, { from, to, why }] of gaps.entries()) {
    const days = daysIn(from, to);
    if (days.length > 0 && days.every((day) => isWeekend(dayNumber(day))))
      checked.problems.push(
        source.problemAt(['gaps', index], `${why} lies on a weekend, when no pupils attend anyhow`),
      );
    else if (/half.?term/i.test(why) && !year.terms.some((term) => term.from <= to && from <= term.to))
      checked.problems.push(
        source.problemAt(['gaps', index], `${why}, ${from} to ${to}, lies outside every term: check its dates`),
      );
  }
  if (problems.length > 0) return checked;
  const attended = daysIn(year.from, year.to).filter((day) => hasPupils(year, gaps, day));
  checked.pupilDays = attended.length;
  if (attended.length !== SCHOOL_YEAR_DAYS)
    checked.notes.push(
      source.problemAt(
        ['terms'],
        `pupils attend on ${attended.length} days: a maintained school meets on ${SCHOOL_YEAR_DAYS} (380 sessions)`,
      ),
    );
  checked.problems.push(...besideBankHolidays(source, year, new Set(attended), working));
  return checked;
}

/** Bank holidays of the year: known at all, and none of them a pupil day. */
function besideBankHolidays(
  source: ReadCalendar<SchoolYear>['source'],
  year: SchoolYear,
  attended: ReadonlySet<IsoDate>,
  { value: working }: ReadCalendar<WorkingYears>,
): Problem[] {
  if (working === undefined) return [];
  const { id, from, to, bankHolidays } = working;
  const missing =
    year.from < from || year.to > to
      ? [
          source.problemAt(
            [year.to > to ? 'to' : 'from'],
            `the bank holidays (${id}) are known from ${from} to ${to} only: refresh them with rollcall calendar refresh-bank-holidays`,
          ),
        ]
      : [];
  return [
    ...missing,
    ...bankHolidays
      .filter((day) => attended.has(day))
      .map((day) =>
        source.problemAt(['gaps'], `${day} is a bank holiday: expected a gap, { from: ${day}, why: bank holiday }`),
      ),
  ];
}

function checkWorking(
  checked: CheckedCalendar,
  { source, value, problems }: ReadCalendar<WorkingYears>,
  today: IsoDate,
): CheckedCalendar {
  if (value === undefined) return checked;
  const { bankHolidays, from, to, sourceDate, source: publisher, retrieved = sourceDate } = value;
  for (const [index, day] of bankHolidays.entries()) {
    const before = bankHolidays[index - 1];
    if (before !== undefined && day < before)
      checked.problems.push(source.problemAt(['bankHolidays', index], `is out of order: expected it before ${before}`));
    if (isWeekend(dayNumber(day)))
      checked.problems.push(
        source.problemAt(['bankHolidays', index], `${day} lies on a weekend: expected the substitute day instead`),
      );
  }
  if (problems.length > 0) return checked;
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    const whole = from <= `${year}-01-01` && to >= `${year}-12-31`;
    const known = bankHolidays.filter((day) => day.startsWith(`${year}-`)).length;
    if (whole && known < BANK_HOLIDAYS_A_YEAR)
      checked.problems.push(
        source.problemAt(
          ['bankHolidays'],
          `${year} has ${known} bank holidays: expected ${BANK_HOLIDAYS_A_YEAR} or more; refresh them`,
        ),
      );
  }
  if (dayNumber(today) - dayNumber(retrieved) > STALE_AFTER_DAYS)
    checked.notes.push(
      source.problemAt(['sourceDate'], `read from ${publisher} on ${retrieved}, more than a year ago: refresh them`),
    );
  if (dayNumber(to) - dayNumber(today) < STALE_AFTER_DAYS)
    checked.notes.push(source.problemAt(['to'], `ends on ${to}: deadlines that reach beyond it cannot be computed`));
  return checked;
}

/** Years given together are to join: what lies between two of them is never guessed. */
function checkJoins(years: readonly { checked: CheckedCalendar; read: ReadCalendar<SchoolYear> }[]): void {
  const inTime = years
    .flatMap(({ checked, read: { source, value } }) => (value === undefined ? [] : [{ checked, source, value }]))
    .sort((a, b) => (a.value.from < b.value.from ? -1 : 1));
  for (const [index, { checked, source, value }] of inTime.entries()) {
    const before = inTime[index - 1]?.value;
    if (before === undefined) continue;
    const expected = addDays(before.to, 1);
    if (value.from > expected)
      checked.problems.push(
        source.problemAt(
          ['from'],
          `does not join ${before.id}, which ends on ${before.to}: expected ${expected}, with a gap for the holidays between`,
        ),
      );
    else if (value.from < expected)
      checked.problems.push(
        source.problemAt(['from'], `overlaps ${before.id}, which ends on ${before.to}: expected ${expected}`),
      );
  }
}

export function daysIn(from: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) days.push(isoDate(day));
  return days;
}
