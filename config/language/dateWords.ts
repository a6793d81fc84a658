/** Dates and times as people read them (in English: GOV.UK's style), always in Europe/London. */
import type { Language } from './language.js';

/** How dates and times are written. What is no date or no instant (ISO 8601) is a RangeError. */
export interface DateWords {
  /** `2026-12-30` as "Wednesday 30 December 2026". */
  day: (date: string) => string;
  /** The same where the year is clear from what stands before it: "Wednesday 30 December". */
  dayOfYear: (date: string) => string;
  /** The London day of an instant. */
  dayOf: (at: string) => string;
  /** The London time of an instant: "9:00am", "11:59pm", "midday", "midnight". */
  time: (at: string) => string;
  /** "9:00am on Wednesday 30 December 2026", in London. */
  moment: (at: string) => string;
}

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** From the parts, since the punctuation between them changes with the version of the locale data. */
function londonParts(at: string): { date: string; hour: number; minute: string } {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) throw new RangeError('Not an instant.');
  const parts = new Map<string, string>(london.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    date: ['year', 'month', 'day'].map((type) => parts.get(type) ?? '').join('-'),
    hour: Number(parts.get('hour')),
    minute: parts.get('minute') ?? '00',
  };
}

function dayOfCalendar(date: string): Date {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined;
  // JavaScript reads 30 February as 2 March.
  if (day === undefined || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date)
    throw new RangeError('Not a date.');
  return day;
}

/** The names of a day's parts, from the texts of a language; `short` is for narrow places. */
export function dayParts(say: Language['say'], date: string, length: 'long' | 'short' = 'long') {
  const day = dayOfCalendar(date);
  return {
    weekday: say(`dates.${length}.weekday.${day.getUTCDay()}`),
    day: day.getUTCDate(),
    month: say(`dates.${length}.month.${day.getUTCMonth() + 1}`),
    year: day.getUTCFullYear(),
  };
}

export function datesIn(say: Language['say']): DateWords {
  const day = (date: string): string => say('dates.day', dayParts(say, date));
  const dayOf = (at: string): string => day(londonParts(at).date);
  const time = (at: string): string => {
    const { hour, minute } = londonParts(at);
    if (minute === '00' && hour === 0) return say('dates.midnight');
    if (minute === '00' && hour === 12) return say('dates.midday');
    return say(hour < 12 ? 'dates.am' : 'dates.pm', { hour: hour % 12 === 0 ? 12 : hour % 12, minute });
  };
  return {
    day,
    dayOf,
    time,
    dayOfYear: (date) => say('dates.dayOfYear', dayParts(say, date)),
    moment: (at) => say('dates.moment', { time: time(at), day: dayOf(at) }),
  };
}
