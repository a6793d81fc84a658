/** Months as blocks, three beside each other, each day with a sign for what it is: 69 columns, readable without colour. */
import { addMonths, dayNumber, isoDate, weekday, type IsoDate } from '../../domain/time.js';

/** What a day is. `outside` lies beyond the calendar. */
export type DayKind =
  'pupils' | 'work' | 'inset' | 'half_term' | 'holiday' | 'bank_holiday' | 'closure' | 'weekend' | 'outside';

interface Look {
  /** The sign behind the number; a weekend shows the sign alone. */
  sign: string;
  /** The SGR code of its colour. */
  colour: string;
  legend: string;
}

export const LOOKS: Readonly<Record<Exclude<DayKind, 'outside'>, Look>> = {
  pupils: { sign: ' ', colour: '32', legend: 'pupils attend' },
  work: { sign: ' ', colour: '32', legend: 'working day' },
  inset: { sign: '*', colour: '36', legend: 'INSET day' },
  half_term: { sign: '~', colour: '33', legend: 'half term' },
  holiday: { sign: '-', colour: '33', legend: 'holiday' },
  bank_holiday: { sign: '#', colour: '31', legend: 'bank holiday' },
  closure: { sign: 'x', colour: '35', legend: 'the council is closed' },
  weekend: { sign: '.', colour: '2', legend: 'weekend' },
};

const WIDTH = 21;
const BESIDE = 3;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

export interface DrawnDays {
  from: IsoDate;
  to: IsoDate;
  kindOf: (day: IsoDate) => DayKind;
  /** What is counted under the name of a month: pupil days, or working days. */
  counted: DayKind;
  colour: boolean;
}

export function drawMonths(days: DrawnDays): string[] {
  const months: IsoDate[] = [];
  for (let month = `${days.from.slice(0, 7)}-01`; month <= days.to; month = addMonths(month, 1)) months.push(month);
  const rows: string[] = [];
  for (let first = 0; first < months.length; first += BESIDE) {
    const blocks = months.slice(first, first + BESIDE).map((month) => block(month, days));
    const height = Math.max(...blocks.map((lines) => lines.length));
    for (let line = 0; line < height; line += 1)
      rows.push(
        blocks
          .map((lines) => lines[line] ?? ' '.repeat(WIDTH))
          .join('   ')
          .trimEnd(),
      );
    rows.push('');
  }
  return rows;
}

function block(month: IsoDate, { from, to, kindOf, counted, colour }: DrawnDays): string[] {
  const first = dayNumber(month);
  const days: IsoDate[] = [];
  for (let day = first; isoDate(day).startsWith(month.slice(0, 7)); day += 1) days.push(isoDate(day));
  const kinds = days.map((day) => (day < from || day > to ? 'outside' : kindOf(day)));
  const count = kinds.filter((kind) => kind === counted).length;
  const name = `${MONTHS[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
  const weeks: string[] = [];
  let week = '   '.repeat(weekday(first) - 1);
  for (const [index, kind] of kinds.entries()) {
    week += cell(index + 1, kind, colour);
    if (weekday(first + index) === 7) {
      weeks.push(week);
      week = '';
    }
  }
  if (week !== '') weeks.push(week + '   '.repeat(7 - weekday(first + days.length - 1)));
  return [`${name}${String(count).padStart(WIDTH - 1 - name.length)} `, 'Mo Tu We Th Fr Sa Su ', ...weeks];
}

function cell(day: number, kind: DayKind, colour: boolean): string {
  if (kind === 'outside') return '   ';
  const { sign, colour: code } = LOOKS[kind];
  const text = kind === 'weekend' ? ` ${sign} ` : `${String(day).padStart(2)}${sign}`;
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** What the signs mean, and how many days there are of each. */
export function legend({ from, to, kindOf, colour }: Omit<DrawnDays, 'counted'>): string[] {
  const counts = new Map<DayKind, number>();
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
    const kind = kindOf(isoDate(day));
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return Object.entries(LOOKS).flatMap(([kind, { sign, colour: code, legend: words }]) => {
    const [, count] = [...counts].find(([each]) => each === kind) ?? [];
    if (count === undefined) return [];
    const shown = kind === 'weekend' ? ` ${sign} ` : `12${sign}`;
    return [`  ${colour ? `\u001b[${code}m${shown}\u001b[0m` : shown} ${words}, ${count}`];
  });
}
