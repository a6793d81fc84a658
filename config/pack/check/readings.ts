/** What an author should know of the texts: superseded law, readings that were chosen, units that are not stated. */
import type { YamlPath } from '../../yamlProblems.js';
import { notesOn } from '../notes.js';
import type { Checking } from './finding.js';

export function checkReadings(checking: Checking): void {
  const { layers, top, at, report } = checking;
  for (const { about, kind, note } of notesOn(layers, at)) {
    const { citations, interpretations, duties } = top.pack;
    if (kind === 'superseded')
      report(placeOf(citations, about) ?? ruleIn(top.pack, about) ?? [], {
        severity: 'warning',
        kind: 'superseded-law',
        rule: about,
        what: note,
        remedy:
          'Ask the authority for a text under the law in force; until then people are shown that this one is superseded.',
      });
    else if (kind === 'reading')
      report(
        [
          'interpretations',
          interpretations.findIndex(
            (each) => each.rule === about && note.startsWith(`${each.field}:`) && note.includes(String(each.chosen)),
          ),
        ],
        {
          severity: 'note',
          kind: 'reading',
          rule: about,
          what: note,
        },
      );
    else
      report(['duties', duties.findIndex(({ id }) => id === about)], {
        severity: 'note',
        kind: 'question',
        rule: about,
        what: note,
        remedy: 'Ask the authority how often; the duty is not scheduled until then.',
      });
  }
  checkUnits(checking);
}

const placeOf = (citations: Checking['top']['pack']['citations'], about: string): YamlPath | undefined => {
  const index = citations.findIndex(({ id }) => id === about);
  return index < 0 ? undefined : ['citations', index];
};

/** Where a rule stands in a pack: a note may be about a rule whose text cites the law of its day. */
function ruleIn(value: unknown, id: string, path: YamlPath = []): YamlPath | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('id' in value && value.id === id) return path;
  for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const found = ruleIn(inner, id, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Days that are not said to be working, school or calendar days. */
const BARE_DAYS =
  /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)(?:st|nd|rd|th)?\s+days?\b/i;

/** A period whose text says "days" alone needs a reading: which days are meant. */
function checkUnits({ top, report }: Checking): void {
  const read = new Set(top.pack.interpretations.filter(({ field }) => field === 'unit').map(({ rule }) => rule));
  for (const section of ['deadlines', 'windows', 'earliest', 'notices'] as const)
    for (const [index, item] of top.pack[section].entries()) {
      const said = [item.title, item.text].find((text) => text !== undefined && BARE_DAYS.test(text));
      if (said === undefined || read.has(item.id) || !item.unit.endsWith('_day')) continue;
      report([section, index, 'unit'], {
        severity: 'warning',
        kind: 'unit-not-stated',
        rule: item.id,
        what: `the text says "${BARE_DAYS.exec(said)?.[0] ?? 'days'}" and not which days; they are counted as ${item.unit.replace('_', ' ')}s`,
        remedy: `Say why under "interpretations": { rule: ${item.id}, field: unit, text: …, chosen: ${item.unit}, why: … }.`,
      });
    }
}
