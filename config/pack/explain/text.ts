/** An explanation as text for a terminal of 80 columns. */
import { english } from '../../language/english.js';
import { skippedInWords } from './counted.js';
import type { CountedDate, ExplainedRule, Explanation } from './explanation.js';

const WIDTH = 80;

export function explanationText(explanation: Explanation): string {
  const { policy, title, authority, document, effectiveFrom, from, sections } = explanation;
  return [
    ...wrapped(title),
    ...wrapped(
      [policy, authority, document, `in force from ${effectiveFrom}`].filter((part) => part !== undefined).join('; '),
    ),
    ...wrapped(
      `Dates are those of an imagined referral on ${english().dates.day(from)}, on which every event happens.`,
    ),
    ...sections.flatMap((section) => [
      '',
      ...wrapped(section.title.toUpperCase()),
      ...(section.intro === undefined ? [] : wrapped(section.intro)),
      ...section.rules.flatMap(ruleText),
    ]),
    '',
  ].join('\n');
}

function ruleText(rule: ExplainedRule): string[] {
  return [
    '',
    ...wrapped(`${rule.rule}: ${rule.title}`, 0, 4),
    ...(rule.source === '' ? [] : wrapped(`[${originInWords(rule)}]`, 4)),
    ...rule.says.flatMap((said) => wrapped(said, 4)),
    ...rule.dates.flatMap((date) => wrapped(dateInWords(date), 6, 10)),
    ...rule.guidance.flatMap(({ rule: id, title }) => wrapped(`Shown beside it: ${id} ${title}`, 4, 6)),
    ...rule.readings.flatMap((reading) => wrapped(`Reading: ${reading}`, 4, 6)),
  ];
}

/** Where a rule comes from: `policy §8, MUST`, `system default, not from policy`. */
export function originInWords({ basis, source, modality }: ExplainedRule): string {
  const said = modality === undefined ? '' : `, ${modality}`;
  if (basis === 'system default') return `system default, not from policy${said}`;
  return `${basis === 'law' ? 'law: ' : ''}${source}${said}`;
}

/** `due: Wednesday 30 December 2026, counted from 2026-12-21 …; without 2026-12-25 (bank holiday)`. */
export function dateInWords({ what, event, from, to, at, skipped, missing, basis }: CountedDate): string {
  if (to === null) return `${what}: cannot be counted, ${missing ?? ''}`;
  const hour = at === undefined ? '' : ` at ${at}`;
  if (basis === 'system default') return `${what}: ${english().dates.day(to)}${hour} (system default)`;
  const without = skipped.length === 0 ? '' : `; without ${skippedInWords(skipped)}`;
  return `${what}: ${english().dates.day(to)}${hour}, if ${event} is on ${from}${without}`;
}

/** A text in lines of the width, the first and the others indented. A word that is longer stands by itself. */
export function wrapped(text: string, indent = 0, hanging = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let empty = true;
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(hanging);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
