/** Days as bits: a school year of marks in some 80 hexadecimal digits, four days a digit, the first day highest. */

/** Packs one mark a day, `1` pupils attend and `0` they do not; days that fill up the last digit are `0`. */
export function packPupilDays(marks: string): string {
  let digits = '';
  for (let index = 0; index < marks.length; index += 4)
    digits += parseInt(marks.slice(index, index + 4).padEnd(4, '0'), 2).toString(16);
  return digits;
}

/** One mark a day again, to the end of the last digit. */
export function unpackPupilDays(digits: string): string {
  let marks = '';
  for (const digit of digits) marks += parseInt(digit, 16).toString(2).padStart(4, '0');
  return marks;
}

/** Whether pupils attend on the n-th day, counted from 0. */
export function isPupilDay(digits: string, day: number): boolean {
  return ((parseInt(digits.charAt(day >> 2), 16) >> (3 - (day & 3))) & 1) === 1;
}
