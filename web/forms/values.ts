/** What a form sent, by the names of its fields: one value, or several where a name came more than once. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

const PART = /^(.+)-(day|month|year)$/;

/** Puts the three parts of each date together: `seenOn-day`, `seenOn-month`, `seenOn-year` become `seenOn`. */
export function nestedDates(values: Values): Record<string, unknown> {
  const fields = new Map<string, unknown>();
  const dates = new Map<string, Record<string, unknown>>();
  for (const [name, value] of Object.entries(values)) {
    const [, date, part] = PART.exec(name) ?? [];
    if (date === undefined || part === undefined) {
      fields.set(name, value);
      continue;
    }
    const parts = dates.get(date) ?? {};
    parts[part] = value;
    dates.set(date, parts);
  }
  return Object.fromEntries([...fields, ...dates]);
}
