import type { IsoDate } from '../../../../domain/time.js';

/** Whole years on a day. Somebody born on 29 February is a year older on 1 March of other years. */
export function ageOn(born: IsoDate, day: IsoDate): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}
