/** Dates and times as people in England read them (GOV.UK style), always in Europe/London. */

const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const londonDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const londonTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** From the parts, since the punctuation between them changes with the version of the locale data. */
function words(format: Intl.DateTimeFormat, at: Date): string {
  const parts = new Map<string, string>(format.formatToParts(at).map((part) => [part.type, part.value]));
  return ['weekday', 'day', 'month', 'year'].map((type) => parts.get(type) ?? '').join(' ');
}

function instant(at: string): Date {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new RangeError('Not an instant.');
  return date;
}

/**
 * `2026-12-30` as "Wednesday 30 December 2026".
 *
 * @throws RangeError when there is no such day.
 */
export function dateWords(date: string): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined;
  // JavaScript reads 30 February as 2 March.
  if (at === undefined || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== date)
    throw new RangeError('Not a date.');
  return words(day, at);
}

/** The London day of an instant (ISO 8601): "Wednesday 30 December 2026". @throws RangeError for anything else. */
export function dayWords(at: string): string {
  return words(londonDay, instant(at));
}

/** The London time of an instant (ISO 8601): "9:00am", "11:59pm", "midday", "midnight". @throws RangeError. */
export function timeWords(at: string): string {
  const parts = new Map(londonTime.formatToParts(instant(at)).map((part) => [part.type, part.value]));
  const hour = Number(parts.get('hour'));
  const minute = parts.get('minute') ?? '00';
  if (minute === '00' && hour === 0) return 'midnight';
  if (minute === '00' && hour === 12) return 'midday';
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minute}${hour < 12 ? 'am' : 'pm'}`;
}

/** "9:00am on Wednesday 30 December 2026", in London. @throws RangeError when it is no instant. */
export function momentWords(at: string): string {
  return `${timeWords(at)} on ${dayWords(at)}`;
}
