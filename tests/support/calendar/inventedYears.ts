/** Ten invented school years, 2025/26 to 2034/35, with bank holidays and closure days: two leap days among them. */
import { daysFrom, nextDay, type NaiveYears } from './naiveCalendar.js';

const FIRST = 2025;
const YEARS = 10;

interface Span {
  from: string;
  to: string;
  why: string;
}

export interface InventedYear {
  id: string;
  from: string;
  to: string;
  terms: { name: string; from: string; to: string }[];
  gaps: Span[];
}

const weekday = (date: string): number => new Date(`${date}T12:00:00Z`).getUTCDay();

/** The first Monday on or after a day. */
function monday(date: string): string {
  let day = date;
  while (weekday(day) !== 1) day = nextDay(day);
  return day;
}

function daysOn(date: string, days: number): string {
  let day = date;
  for (let n = 0; n < days; n += 1) day = nextDay(day);
  return day;
}

/** Each year has its own half terms, INSET days and Easter, so that no rule of thumb fits them all. */
function inventedYear(start: number): InventedYear {
  const shift = start % 4;
  const easter = daysOn(monday(`${start + 1}-03-22`), 7 * shift + 4); // an invented Good Friday
  const autumn = monday(`${start}-10-20`);
  const february = monday(`${start + 1}-02-${10 + shift}`);
  const may = monday(`${start + 1}-05-24`);
  const springLast = previous(easter);
  const summerStarts = daysOn(monday(daysOn(easter, 10)), shift % 2);
  const springStarts = daysOn(monday(`${start + 1}-01-03`), 1);
  const autumnLast = lastFriday(`${start}-12-21`);
  const from = `${start}-09-01`;
  const to = `${start + 1}-07-2${shift + 1}`;
  const mayDay = monday(`${start + 1}-05-01`);
  return {
    id: `year-${start}`,
    from,
    to,
    terms: [
      { name: 'autumn', from: `${start}-09-03`, to: autumnLast },
      { name: 'spring', from: springStarts, to: springLast },
      { name: 'summer', from: summerStarts, to },
    ],
    gaps: [
      { from, to: `${start}-09-02`, why: 'INSET day' },
      { from: autumn, to: daysOn(autumn, 4), why: 'half term' },
      { from: daysOn(autumn, 7), to: daysOn(autumn, 7), why: 'INSET day' },
      { from: nextDay(autumnLast), to: previous(springStarts), why: 'holiday' },
      { from: february, to: daysOn(february, 4), why: 'half term' },
      { from: easter, to: previous(summerStarts), why: 'holiday' },
      ...(mayDay < summerStarts ? [] : [{ from: mayDay, to: mayDay, why: 'bank holiday' }]),
      { from: may, to: daysOn(may, 4 + shift), why: 'half term' },
    ],
  };
}

function previous(date: string): string {
  const day = new Date(`${date}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

function lastFriday(date: string): string {
  let day = date;
  while (weekday(day) !== 5) day = previous(day);
  return day;
}

export const inventedYears: readonly InventedYear[] = Array.from({ length: YEARS }, (_, n) => inventedYear(FIRST + n));

/** Invented bank holidays: some on fixed days, some on Mondays, one of them a single time. */
export const inventedBankHolidays: readonly string[] = [
  ...Array.from({ length: YEARS + 1 }, (_, n) => FIRST + n).flatMap((year) => [
    `${year}-01-01`,
    monday(`${year}-04-02`),
    monday(`${year}-05-01`),
    monday(`${year}-08-25`),
    `${year}-12-25`,
    `${year}-12-28`,
  ]),
  '2029-06-07',
].sort();

export const inventedClosureDays: readonly string[] = ['2026-12-24', '2028-02-29', '2031-12-31', '2032-03-01'];

export const FROM = `${FIRST}-09-01`;
export const TO = inventedYears.at(-1)?.to ?? FROM;

const inside = (day: string, { from, to }: { from: string; to: string }): boolean => from <= day && day <= to;

/** The same years, day by day. The summer between two years stands as a holiday. */
export function naiveYears(): NaiveYears {
  const pupilDays = new Set<string>();
  const gaps = new Map<string, string>();
  for (const day of daysFrom(FROM, TO)) {
    if ([0, 6].includes(weekday(day))) continue;
    const year = inventedYears.find((each) => inside(day, each));
    const gap = year === undefined ? 'summer holiday' : year.gaps.find((each) => inside(day, each))?.why;
    if (gap !== undefined) gaps.set(day, gap);
    else pupilDays.add(day);
  }
  return {
    bankHolidays: new Set(inventedBankHolidays),
    closureDays: new Set(inventedClosureDays),
    pupilDays,
    gaps,
    termEnds: inventedYears.flatMap(({ terms }) => terms.map(({ to }) => to)),
    last: TO,
  };
}

const span = ({ from, to, why }: Span): string => `  - { from: ${from}, to: ${to}, why: ${why} }\n`;
const term = ({ name, from, to }: InventedYear['terms'][number]): string =>
  `  - { name: ${name}, from: ${from}, to: ${to} }\n`;

/** A school year as a calendar file; it begins the day after the one before ended, and opens with the summer between them. */
export function schoolYearFile(index: number): string {
  const year = inventedYears[index];
  if (year === undefined) throw new Error(`There is no invented year ${index}`);
  const before = inventedYears[index - 1];
  const from = before === undefined ? year.from : nextDay(before.to);
  const summer = before === undefined ? [] : [{ from, to: previous(year.from), why: 'summer holiday' }];
  return (
    `id: ${year.id}\ntitle: Invented year\nfrom: ${from}\nto: ${year.to}\nterms:\n${year.terms.map(term).join('')}` +
    `gaps:\n${[...summer, ...year.gaps].map(span).join('')}`
  );
}

export function bankHolidayFile(): string {
  return (
    `id: invented\ntitle: Invented bank holidays\nsource: invented\nsourceDate: 2026-01-01\nfrom: ${FIRST}-01-01\n` +
    `to: ${FIRST + YEARS}-12-31\nbankHolidays: [${inventedBankHolidays.join(', ')}]\nclosureDays: [${inventedClosureDays.join(', ')}]\n`
  );
}
