/** The list of bank holidays as GOV.UK publishes it (https://www.gov.uk/bank-holidays.json), from a file or an address. */
import { z } from 'zod';
import { isIsoDate } from '../../domain/time.js';
import { checkYaml, parseYaml, readYaml, YamlProblems, type YamlSource } from '../../config/yamlProblems.js';

const DIVISION = 'england-and-wales';
const TIMEOUT_MS = 20_000;

const published = z.looseObject({
  [DIVISION]: z.looseObject({
    division: z.literal(DIVISION),
    events: z
      .array(
        z.looseObject({
          title: z.string().min(1),
          date: z.string().refine(isIsoDate, 'expected a date such as 2026-12-21'),
          notes: z.string().default(''),
          bunting: z.boolean().optional(),
        }),
      )
      .min(1),
  }),
});

export interface PublishedHoliday {
  date: string;
  title: string;
  notes: string;
}

/** The list could not be had: the address does not answer, or not with the list. */
export class ListUnreachable extends Error {
  readonly code = 'list_unreachable';
  override readonly name = 'ListUnreachable';
}

/**
 * The bank holidays of England and Wales, in order of their dates.
 * @throws YamlProblems where it is not the list; ListUnreachable where an address does not give it.
 */
export async function publishedHolidays(fileOrAddress: string): Promise<PublishedHoliday[]> {
  const source = /^https?:\/\//i.test(fileOrAddress)
    ? parseYaml(await fetched(fileOrAddress), fileOrAddress)
    : readYaml(fileOrAddress);
  const checked = checkYaml(source, published);
  if (!checked.ok) throw new YamlProblems(checked.problems);
  const events = checked.value[DIVISION].events;
  refuseTwice(
    source,
    events.map(({ date }) => date),
  );
  return events
    .map(({ date, title, notes }) => ({ date, title, notes }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function refuseTwice(source: YamlSource, dates: readonly string[]): void {
  const twice = dates.flatMap((date, index) =>
    dates.indexOf(date) === index
      ? []
      : [
          source.problemAt(
            [DIVISION, 'events', index, 'date'],
            `${date} is listed twice: this is not the list as published`,
          ),
        ],
  );
  if (twice.length > 0) throw new YamlProblems(twice);
}

async function fetched(address: string): Promise<string> {
  try {
    const answer = await fetch(address, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: 'application/json' },
    });
    if (!answer.ok) throw new ListUnreachable(`${address} answered ${answer.status}; nothing was changed.`);
    return await answer.text();
  } catch (error) {
    if (error instanceof ListUnreachable) throw error;
    throw new ListUnreachable(
      `${address} cannot be reached; nothing was changed. Save the list as a file and name that instead.`,
    );
  }
}
