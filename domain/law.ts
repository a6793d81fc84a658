/** The law that holds everywhere, as far as the case machine computes it. */
import type { Lookup } from './conditions.js';
import { addDays, addMonths, dayNumber, isoDate, weekday, type IsoDate } from './time.js';

const PRESCRIBED_DAYS = ['03-31', '08-31', '12-31'];

/**
 * First day of compulsory school age (Education Act 1996 s8(2); NAT-CSA-START): the prescribed day (31 March,
 * 31 August, 31 December) on which the fifth birthday falls, else the next one.
 */
export function compulsoryAgeFrom(dateOfBirth: IsoDate): IsoDate {
  const fifth = addMonths(dateOfBirth, 60);
  const year = Number(fifth.slice(0, 4));
  for (const day of PRESCRIBED_DAYS) {
    const prescribed = `${fifth.slice(0, 4)}-${day}`;
    if (prescribed >= fifth) return prescribed;
  }
  return `${year + 1}-03-31`;
}

/**
 * Last day of compulsory school age (s8(3); NAT-CSA-END): the last Friday in June of the school year (1 September to
 * 31 August) in which the child turns 16.
 */
export function compulsoryAgeTo(dateOfBirth: IsoDate): IsoDate {
  const known = lastDays.get(dateOfBirth);
  if (known !== undefined) return known;
  const day = computeAgeTo(dateOfBirth);
  if (lastDays.size >= MOST_KNOWN) lastDays.clear();
  lastDays.set(dateOfBirth, day);
  return day;
}

/** A case asks for the same day at each of its steps. */
const MOST_KNOWN = 256;
const lastDays = new Map<IsoDate, IsoDate>();

function computeAgeTo(dateOfBirth: IsoDate): IsoDate {
  const sixteenth = addMonths(dateOfBirth, 192);
  const year = Number(sixteenth.slice(0, 4)) + (sixteenth.slice(5) >= '09-01' ? 1 : 0);
  let day = dayNumber(`${String(year)}-06-30`);
  while (weekday(day) !== 5) day -= 1;
  return isoDate(day);
}

/** Whether a child is of compulsory school age on a day. */
export const isCompulsoryAge = (dateOfBirth: IsoDate, day: IsoDate): boolean =>
  compulsoryAgeFrom(dateOfBirth) <= day && day <= compulsoryAgeTo(dateOfBirth);

/** The primary reasons of the national return (NAT-RETURN-REASONS). */
const RETURN_REASONS: readonly string[] = [
  'NAT-RETURN-Q1',
  'NAT-RETURN-Q2',
  'NAT-RETURN-Q3',
  'NAT-RETURN-Q4',
  'NAT-RETURN-Q5',
  'NAT-RETURN-Q6',
  'NAT-RETURN-Q7',
  'NAT-RETURN-Q8',
  'NAT-RETURN-Q9',
  'NAT-RETURN-Q10',
  'NAT-RETURN-Q11',
  'NAT-RETURN-Q12',
  'NAT-RETURN-Q13',
  'NAT-RETURN-Q14',
  'NAT-RETURN-Q15',
  'NAT-RETURN-Q16',
  'NAT-RETURN-Q17',
  'NAT-RETURN-Q18',
  'NAT-RETURN-Q19',
  'NAT-RETURN-Q20',
];

export const isReturnReason = (id: string): boolean => RETURN_REASONS.includes(id);

/** Duration bands of the national return (NAT-RETURN-BANDS), in weeks from `cme_from` to the census day. */
const BANDS: readonly [number, string][] = [
  [2, 'NAT-RETURN-B1'],
  [4, 'NAT-RETURN-B2'],
  [8, 'NAT-RETURN-B3'],
  [12, 'NAT-RETURN-B4'],
  [26, 'NAT-RETURN-B5'],
  [52, 'NAT-RETURN-B6'],
];

/** The band of a duration: the lower bound belongs to it, the upper does not; unknown without a first day. */
export function durationBand(cmeFrom: IsoDate | null, censusDay: IsoDate): string {
  if (cmeFrom === null) return 'NAT-RETURN-B8';
  const band = BANDS.find(([weeks]) => censusDay < addDays(cmeFrom, weeks * 7));
  return band?.[1] ?? 'NAT-RETURN-B7';
}

/** The first day on which the child counts as missing education, as far as the case knows (NAT-CMEFROM). */
export function missingFrom(fact: Lookup, receivedOn: IsoDate): IsoDate {
  for (const name of ['ceased_registration', 'first_absence', 'last_attended']) {
    const date = fact(name);
    if (typeof date === 'string') return date;
  }
  return receivedOn;
}

/** The school year that a day lies in, 1 September to 31 August. */
export function schoolYearOf(day: IsoDate): { from: IsoDate; to: IsoDate } {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0);
  return { from: `${String(year)}-09-01`, to: `${String(year + 1)}-08-31` };
}

/**
 * The year group of a child on a day: `R`, `1` to `11`. By the age on 31 August before the school year; `other` for a
 * child who is younger or older than that.
 */
export function yearGroup(dateOfBirth: IsoDate, day: IsoDate): string {
  const cutOff = addDays(schoolYearOf(day).from, -1);
  const years = Number(cutOff.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  const age = cutOff.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
  if (age === 4) return 'R';
  return age >= 5 && age <= 15 ? String(age - 4) : 'other';
}
