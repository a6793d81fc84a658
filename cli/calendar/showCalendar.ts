/** A calendar for its keeper: the year drawn, its days counted, its terms and its source. */
import { gapsOf, hasPupils, readSchoolFile, readWorkingFile, type WorkingYears } from '../../config/calendarFiles.js';
import { YamlProblems } from '../../config/yamlProblems.js';
import { dayNumber, isWeekend, type IsoDate } from '../../domain/time.js';
import { shortDay } from '../../config/caseWords/words.js';
import { bankHolidayFile, daysIn, kindOf } from './checkCalendars.js';
import { drawMonths, legend, type DayKind } from './drawMonths.js';

export interface ShownCalendar {
  id: string;
  title: string;
  kind: 'school' | 'working';
  from: IsoDate;
  to: IsoDate;
  pupilDays: number | null;
  terms: { name: string; from: IsoDate; to: IsoDate; pupilDays: number }[];
  bankHolidays: { source: string; sourceDate: IsoDate; retrieved: IsoDate | null; from: IsoDate; to: IsoDate };
  /** Every day, Monday to Friday, and what it is. */
  days: { date: IsoDate; kind: DayKind; why: string | null }[];
}

/** @throws YamlProblems where the file cannot be used. */
export function shownCalendar(file: string, bankHolidays: string = bankHolidayFile()): ShownCalendar {
  if (kindOf(file) === 'working') return shownWorking(file);
  const { source, value: year, problems } = readSchoolFile(file);
  if (year === undefined || problems.length > 0) throw new YamlProblems(problems);
  if (kindOf(file) === 'london') throw new YamlProblems([source.problemAt([], 'has no days to show')]);
  const working = usedWorking(bankHolidays);
  const holidays = new Set(working.bankHolidays);
  const gaps = gapsOf(year);
  const days = weekdays(year).map((date) => {
    if (hasPupils(year, gaps, date)) return { date, kind: 'pupils' as const, why: null };
    const why = gaps.find((gap) => gap.from <= date && date <= gap.to)?.why ?? '';
    return { date, kind: holidays.has(date) ? ('bank_holiday' as const) : kindOfGap(why), why };
  });
  const attended = days.filter(({ kind }) => kind === 'pupils').map(({ date }) => date);
  return {
    id: year.id,
    title: year.title,
    kind: 'school',
    from: year.from,
    to: year.to,
    pupilDays: attended.length,
    terms: year.terms.map((term) => ({
      ...term,
      pupilDays: attended.filter((day) => term.from <= day && day <= term.to).length,
    })),
    bankHolidays: sourceOf(working),
    days,
  };
}

function shownWorking(file: string): ShownCalendar {
  const working = usedWorking(file);
  const { id, title, from, to, bankHolidays, closureDays = [] } = working;
  const days = weekdays(working).map((date) => ({
    date,
    kind: bankHolidays.includes(date)
      ? ('bank_holiday' as const)
      : closureDays.includes(date)
        ? ('closure' as const)
        : ('work' as const),
    why: null,
  }));
  return { id, title, kind: 'working', from, to, pupilDays: null, terms: [], bankHolidays: sourceOf(working), days };
}

function usedWorking(file: string): WorkingYears {
  const { value, problems } = readWorkingFile(file);
  if (value === undefined || problems.length > 0) throw new YamlProblems(problems);
  return value;
}

const sourceOf = ({ source, sourceDate, retrieved, from, to }: WorkingYears): ShownCalendar['bankHolidays'] => ({
  source,
  sourceDate,
  retrieved: retrieved ?? null,
  from,
  to,
});

const weekdays = ({ from, to }: { from: IsoDate; to: IsoDate }): IsoDate[] =>
  daysIn(from, to).filter((day) => !isWeekend(dayNumber(day)));

function kindOfGap(why: string): DayKind {
  if (/inset|training/i.test(why)) return 'inset';
  if (/half.?term/i.test(why)) return 'half_term';
  return /bank holiday/i.test(why) ? 'bank_holiday' : 'holiday';
}

/** The calendar as text of at most 80 columns. */
export function calendarText(shown: ShownCalendar, colour: boolean): string {
  const kinds = new Map(shown.days.map(({ date, kind }) => [date, kind]));
  const drawn = {
    from: shown.from,
    to: shown.to,
    colour,
    counted: shown.kind === 'school' ? ('pupils' as const) : ('work' as const),
    kindOf: (day: IsoDate): DayKind => kinds.get(day) ?? 'weekend',
  };
  const { source, sourceDate, retrieved } = shown.bankHolidays;
  return [
    shown.title,
    `${shown.id}: ${shortDay(shown.from)} to ${shortDay(shown.to)}`,
    '',
    ...drawMonths(drawn),
    ...legend(drawn),
    `  Beside the name of a month: its ${shown.kind === 'school' ? 'pupil' : 'working'} days.`,
    '',
    ...(shown.pupilDays === null
      ? []
      : [
          ...shown.terms.map(
            ({ name, from, to, pupilDays }) =>
              `${name.padEnd(10)} ${shortDay(from).padEnd(16)} to ${shortDay(to).padEnd(16)} ${String(pupilDays).padStart(3)} pupil days`,
          ),
          `${'in all'.padEnd(10)} ${' '.repeat(36)} ${String(shown.pupilDays).padStart(3)} pupil days`,
          '',
        ]),
    `Bank holidays: ${source}, as at ${shortDay(retrieved ?? sourceDate)}.`,
  ].join('\n');
}
