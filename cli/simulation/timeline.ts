/** A played scenario as people read it: one line an event, then what is open, what is due and what blocks. */
import { eventWords } from '../../config/caseWords/eventWords.js';
import { createNames, type Names } from '../../config/caseWords/names.js';
import { because, datesInWords, dayOrUnknown, inShort, plain, shortDay } from '../../config/caseWords/words.js';
import { english } from '../../config/language/english.js';
import type { Language } from '../../config/language/language.js';
import type { CaseEvent } from '../../domain/events.js';
import { present, type Presented, type ShownDeadline } from './present.js';
import type { PlayedScenario } from './play.js';

/**
 * @param columns breaks lines that are longer, under the words they belong to; left out: one line an event, however
 *   long, as a pipe wants it.
 */
export function timelineOf(played: PlayedScenario, columns?: number): string {
  const shown = present(played);
  const { details, pack } = played.scenario.pack;
  const added = titlesAdded(played);
  const language = inShort(english(), played.world.calendars.london);
  const names = createNames(
    {
      rule: (id) => added.get(id) ?? (Object.hasOwn(details, id) ? details[id]?.title : undefined),
      contacts: pack.contacts,
    },
    language,
  );
  const when = language.dates.moment;
  const text = [
    `${played.scenario.file}: ${shown.policy}, ${headline(shown)}, as it stands on ${when(played.until)}`,
    '',
    ...lines(played, shown, names, language),
    ...section(
      'Due',
      shown.deadlines.filter((d) => d.state === 'open').map((d) => dueLine(d, names, language)),
    ),
    ...section(
      'Deadlines that ended',
      shown.deadlines.filter((d) => d.state !== 'open').map((d) => `${dueLine(d, names, language)}: ${d.state}`),
    ),
    ...section(
      'Open checks',
      shown.checks
        .filter((check) => check.state === 'open' || check.state === 'waiting')
        .map(
          ({ id, title, required, state }) => `${ruled(id)}${title} (${required ? 'required' : 'optional'}, ${state})`,
        ),
    ),
    ...section(
      'Tasks',
      shown.tasks.map(
        ({ kind, for: whose, due, dueAt, rule }) =>
          `${ruled(rule)}${plain(kind)}, for ${names.recipient(whose)}${dueAt !== null ? `, by ${when(dueAt)}` : due === null ? '' : `, ${shortDay(due)}`}`,
      ),
    ),
    ...section(
      'Not before',
      shown.earliest.map(
        ({ rule, action, completes, from }) =>
          `${ruled(rule)}${plain(action)} from ${shortDay(from)}: the period is complete on ${shortDay(completes)}${reason(names.rule(rule))}`,
      ),
    ),
    ...section(
      'Gates that are shut',
      shown.gates
        .filter((gate) => !gate.open)
        .flatMap(({ action, blockedBy }) => [
          plain(action.replace(':', ' ')),
          ...blockedBy.map(({ rule, why }) => `  ${ruled(rule)}${datesInWords(names.explained(why), language)}`),
        ]),
    ),
    ...section(
      'Calendars that are missing',
      shown.problems.map(({ rule, calendar, needed }) => `${ruled(rule)}needs ${calendar} for ${shortDay(needed)}`),
    ),
  ];
  return text.flatMap((line) => broken(line, columns)).join('\n');
}

/** A rule in a column of its own, so that what follows stands in line. */
const ruled = (rule: string): string => rule.padEnd(RULE_COLUMN);
const RULE_COLUMN = 14;
const TIME_COLUMN = 23;

const reason = (text: string): string => (text === '' ? '' : ` (${text})`);

const titlesAdded = ({ state }: PlayedScenario): ReadonlyMap<string, string> =>
  new Map(state.checks.flatMap(({ id, added }) => (added === undefined ? [] : [[id, added.title] as const])));

const headline = ({ status, stage, risk, category, episode }: Presented): string =>
  [status, stage, risk, category, episode > 1 ? `episode ${episode}` : null]
    .filter((word, index, all) => word !== null && word !== all[index - 1])
    .join(', ');

function dueLine(
  { due, rule, title, actor, occurrence, clock, skipped }: ShownDeadline,
  names: Names,
  language: Language,
): string {
  const who = actor === 'authority' ? '' : `, by ${names.recipient(actor)}`;
  const why = clock === null ? '' : ` (${because(clock, skipped, language)})`;
  return `${ruled(rule)}${dayOrUnknown(due, language)}  ${title}${occurrence > 1 ? ` (${occurrence})` : ''}${who}${why}`;
}

const section = (title: string, items: string[]): string[] =>
  items.length === 0 ? [] : ['', title, ...items.map((item) => `  ${item}`)];

/** Events, refusals and lines of the daily mail in one order of time. */
function lines(played: PlayedScenario, shown: Presented, names: Names, language: Language): string[] {
  const events = played.events.map((event) => ({
    at: event.at,
    rule: 'rule' in event ? (event.rule ?? '') : '',
    text: `${sentenceOf(event, names, language)}${event.by === 'system' ? '' : ` [${event.by}]`}`,
  }));
  const digest = shown.messages
    .filter((message) => message.digest)
    .map(({ at, rule, purpose, to }) => ({
      at,
      rule,
      text: `Line in the daily mail to ${names.recipient(to)}: ${purpose}: ${names.rule(rule)}`,
    }));
  const refused = played.refused.map(({ at, do: name, code, detail, blockedBy = [] }) => ({
    at,
    rule: blockedBy[0]?.rule ?? '',
    text: `REFUSED, ${plain(name)} (${plain(code)}): ${detail}`,
  }));
  return [...digest, ...events, ...refused]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(
      ({ at, rule, text }) =>
        `${language.dates.moment(at).padEnd(TIME_COLUMN)}${ruled(rule)}${datesInWords(oneLine(text), language)}`,
    );
}

/** One line an event: what happened, how it was counted, the sentence of its rule, the reason. */
function sentenceOf(event: CaseEvent, names: Names, language: Language): string {
  const { what, counted, ruled: ofRule, reason: why } = eventWords(event, names, language);
  const rule = ofRule !== true || !('rule' in event) ? '' : (event.rule ?? '');
  // Where no policy speaks, the words of the event say it all.
  const about = rule.startsWith('SYS-') ? ' (system default)' : names.rule(rule) === '' ? '' : `: ${names.rule(rule)}`;
  const how = counted === undefined ? '' : `${event.type === 'deadlineSet' ? ',' : ':'} ${counted}`;
  return `${what}${how}${about}${why === undefined ? '' : `: ${why}`}`;
}

/** What people wrote may hold line breaks, and signs that turn a terminal's writing. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

/** A line that is too long, broken between words; what follows stands under the words that it continues. */
function broken(line: string, columns: number | undefined): string[] {
  if (columns === undefined || line.length <= columns) return [line];
  const indent = /^ *(\S+ \S+ \S+ \S+ \d\d:\d\d {2}.{14})/.test(line)
    ? TIME_COLUMN + RULE_COLUMN
    : 2 + (line.startsWith('  ') ? RULE_COLUMN : 0);
  const rows: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const at = rest.lastIndexOf(' ', columns);
    if (at <= indent) break;
    rows.push(rest.slice(0, at).trimEnd());
    rest = ' '.repeat(indent) + rest.slice(at + 1);
  }
  return [...rows, rest];
}
