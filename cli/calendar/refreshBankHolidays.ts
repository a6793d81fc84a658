/** Takes the published bank holidays over into a calendar file: new ones come, withdrawn ones go, past years stay. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseDocument, Scalar, YAMLSeq, isScalar, isSeq } from 'yaml';
import { readWorkingFile } from '../../config/calendarFiles.js';
import { YamlProblems } from '../../config/yamlProblems.js';
import { dayNumber, isWeekend, type IsoDate } from '../../domain/time.js';
import type { PublishedHoliday } from './publishedHolidays.js';

export interface Refreshed {
  added: PublishedHoliday[];
  /** Days to come that the list no longer has. */
  removed: IsoDate[];
  /** Past days, and days beyond the list, that it does not have and that stay. */
  kept: { date: IsoDate; why: 'past' | 'beyond the list' }[];
  /** The last day that the calendar knows, where it moved. */
  to: { was: IsoDate; is: IsoDate } | null;
  /** The file as it is to be. */
  text: string;
}

/**
 * What the file becomes.
 * @param today days before it are history: deadlines were counted with them, and they are never taken out.
 * @throws YamlProblems where the file or the list cannot be used.
 */
export function refreshed(
  file: string,
  published: readonly PublishedHoliday[],
  { from, today }: { from: string; today: IsoDate },
): Refreshed {
  const { source, value, problems } = readWorkingFile(file);
  if (value === undefined || problems.length > 0) throw new YamlProblems(problems);
  const weekend = published.find(({ date }) => isWeekend(dayNumber(date)));
  if (weekend !== undefined)
    throw new YamlProblems([
      source.problemAt(
        [],
        `the list has ${weekend.date} (${weekend.title}), a weekend: this is not the list as published`,
      ),
    ]);
  const first = published[0]?.date ?? '';
  const last = published.at(-1)?.date ?? '';
  const listed = new Map(published.map((holiday) => [holiday.date, holiday]));
  const known = new Set(value.bankHolidays);
  const added = published.filter(({ date }) => !known.has(date) && date >= value.from);
  const unlisted = value.bankHolidays.filter((date) => !listed.has(date));
  const past = unlisted.filter((date) => date < today || date < first);
  const beyond = unlisted.filter((date) => date >= today && date > last);
  const removed = unlisted.filter((date) => !past.includes(date) && !beyond.includes(date));
  const end = endOf(published);
  const to = end > value.to ? end : value.to;
  const dates = [
    ...value.bankHolidays.filter((date) => !removed.includes(date)),
    ...added.map(({ date }) => date),
  ].sort();

  const document = parseDocument(readFileSync(file, 'utf8'));
  const old = document.get('bankHolidays');
  const nodes = isSeq(old) ? old.items.filter((item) => isScalar(item)) : [];
  const list = new YAMLSeq();
  for (const date of dates) {
    // What somebody wrote beside a day stays there.
    const node = nodes.find((item) => item.value === date) ?? new Scalar(date);
    const about = listed.get(date);
    if (!known.has(date) && about !== undefined) node.comment = ` ${commentOf(about)}`;
    list.add(node);
  }
  document.set('bankHolidays', list);
  document.set('to', to);
  document.set('sourceDate', today);
  document.set('retrieved', today);
  document.set('retrievedFrom', from);
  return {
    added,
    removed,
    kept: [
      ...past.map((date) => ({ date, why: 'past' as const })),
      ...beyond.map((date) => ({ date, why: 'beyond the list' as const })),
    ],
    to: to === value.to ? null : { was: value.to, is: to },
    text: document.toString({ lineWidth: 0 }),
  };
}

const commentOf = ({ title, notes }: PublishedHoliday): string =>
  `${title}${notes === '' ? '' : `, ${notes.toLowerCase()}`}`.replace(/\s+/g, ' ');

/** A list that has the Christmas of its last year is whole to the end of that year; any other ends with its last day. */
function endOf(published: readonly PublishedHoliday[]): IsoDate {
  const last = published.at(-1)?.date ?? '';
  return last.slice(5) >= '12-25' ? `${last.slice(0, 4)}-12-31` : last;
}

/** Puts the new text in the place of the old one at once, so that nobody reads half of it. */
export function write(file: string, text: string): void {
  const beside = `${file}.new`;
  writeFileSync(beside, text);
  renameSync(beside, file);
}
