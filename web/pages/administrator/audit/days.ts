/** A day in London as the instants that it begins and ends with. */
import { london } from '../../../../api/schemas/time.js';
import { atTime } from '../../../../domain/calendar/london.js';
import { addDays, addSeconds, type Instant, type IsoDate } from '../../../../domain/time.js';

export const startOfDay = (day: IsoDate): Instant => atTime(london(), day, '00:00');
export const endOfDay = (day: IsoDate): Instant => addSeconds(startOfDay(addDays(day, 1)), -1);
