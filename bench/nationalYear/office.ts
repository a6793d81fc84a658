import { isWorkingDay } from '../../domain/calendar/count.js';
import { atTime, londonDate } from '../../domain/calendar/london.js';
import type { Calendars } from '../../domain/calendar/types.js';
import { addDays, dayNumber, epochSeconds, instantOf, isoDate, type Instant, type IsoDate } from '../../domain/time.js';
import type { Chance } from './chance.js';

/** The hours in which an office works, from nine to five on its working days. */
export interface Office {
  /** Some time so many working days after an instant; on the day itself where it is 0 and the day has time left. */
  after(instant: Instant, workingDays: number, chance: Chance): Instant;
}

const OPENS = '09:00';
const HOURS = 8;

/** Counts the working days of a period once, so that a year of cases need not count them again. */
export function createOffice(calendars: Calendars, from: IsoDate, to: IsoDate): Office {
  const first = dayNumber(from);
  /** When the office opens on each of its days, in seconds. */
  const openings: number[] = [];
  /** For each day of the period, the place in `openings` of the first working day on or after it. */
  const places: number[] = [];
  const opening = (date: IsoDate): number => epochSeconds(atTime(calendars.london, date, OPENS));
  for (let day = first; day <= dayNumber(to); day += 1) {
    places.push(openings.length);
    if (isWorkingDay(isoDate(day), calendars)) openings.push(opening(isoDate(day)));
  }
  // Beyond the period nobody works; whatever lies there is never played.
  const never = opening(addDays(to, 1));
  return {
    after(instant, workingDays, chance) {
      const second = chance.between(0, HOURS * 60 - 1) * 60;
      const place = places[dayNumber(londonDate(calendars.london, instant)) - first] ?? openings.length;
      const ahead = place + Math.max(Math.floor(workingDays), 0);
      const at = instantOf((openings[ahead] ?? never) + second);
      return at > instant ? at : instantOf((openings[ahead + 1] ?? never) + second);
    },
  };
}
