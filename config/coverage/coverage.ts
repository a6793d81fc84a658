/** Which rule of the closed list stands where in the packs that ship: gaps, and the page `docs/policy-coverage.md`. */
import { join } from 'node:path';
import type { RuleId } from '../../domain/policy.js';
import type { Layer } from '../pack/layers.js';
import { readLayers, shippedPacks } from '../pack/load.js';
import { shippedFolder } from '../shippedFiles.js';
import { placesOf, type Place } from './places.js';
import { ruleLists, type RuleList } from './ruleList.js';

/** The coverage of one authority, of the law, or of the system's defaults. */
export interface Coverage {
  list: RuleList;
  /** The files that hold the rules: every version that an authority may run. None: the pack does not ship yet. */
  files: string[];
  /** Where each rule stands in the newest of them. */
  places: ReadonlyMap<RuleId, readonly Place[]>;
  /** Rules of the list that a version does not hold. */
  homeless: { file: string; id: RuleId }[];
  /** Rules of a version that the list does not have. */
  unlisted: { file: string; id: RuleId }[];
}

const LAYERS: readonly string[] = ['national', 'system'];

/** Holds the packs that ship against the closed list. */
export const coverage = (): Coverage[] =>
  ruleLists().map((list) => {
    const files = filesOf(list.pack);
    return coverageOf(
      list,
      files.map((file) => [file, readLayers(file)]),
    );
  });

/** Holds the versions of one pack, the oldest first, against its list. */
export function coverageOf(list: RuleList, versions: readonly (readonly [string, [Layer, ...Layer[]]])[]): Coverage {
  const placed = versions.map(([file, layers]) => ({ file, places: placesOf(layers) }));
  return {
    list,
    files: placed.map(({ file }) => file),
    places: placed.at(-1)?.places ?? new Map(),
    homeless: placed.flatMap(({ file, places }) =>
      [...list.rules.keys()].filter((id) => !places.has(id)).map((id) => ({ file, id })),
    ),
    unlisted: placed.flatMap(({ file, places }) =>
      [...places.keys()].filter((id) => !list.rules.has(id)).map((id) => ({ file, id })),
    ),
  };
}

function filesOf(pack: string): string[] {
  if (LAYERS.includes(pack)) return [join(shippedFolder('policies'), `${pack}.yaml`)];
  return shippedPacks()
    .filter(({ id, example }) => id === pack && !example)
    .map(({ file }) => file);
}

/** The page, whole. */
export function coveragePage(all: readonly Coverage[]): string {
  return [HEAD, ...all.map(section)].join('\n');
}

const HEAD = `# Policy coverage

Every rule of the five local policies, of the national layer and of the system's defaults, and the part of the
[policy language](policy-language.md) that holds it. A rule that starts nothing by itself is guidance for people, and its row
says at which step it is shown. The system's defaults act in every case; their rows say where people read of them.

This page is written by \`rollcall policy coverage --write\` from the packs in \`config/policies/\` and from the closed list of
rules in \`config/coverage/rules.yaml\`. A test fails where it is stale, where a pack that ships lacks a rule of its list, and
where a pack holds a rule that the list does not have.
`;

function section({ list, files, places }: Coverage): string {
  const shipped = files.length > 0;
  const rows = [...list.rules].map(([id, title]) => row(id, title, places.get(id), shipped));
  return `## ${list.title}

${introduction(list, shipped)}

| Id | Rule | Held by | Where it acts or is shown |
|---|---|---|---|
${rows.join('\n')}
`;
}

function introduction({ pack, rules }: RuleList, shipped: boolean): string {
  const count = `${String(rules.size)} rules.`;
  if (pack === 'national') return `Layer \`national\`, under every pack. ${count}`;
  if (pack === 'system') return `Layer \`system\`, at the bottom. Labelled "system default, not from policy". ${count}`;
  return shipped ? `Pack \`${pack}\`. ${count}` : `The pack \`${pack}\` does not ship yet: no rule is held. ${count}`;
}

function row(id: RuleId, title: string, places: readonly Place[] | undefined, shipped: boolean): string {
  const held = [...new Set((places ?? []).map(({ section: name }) => `\`${name}\``))].join(', ');
  const acts = [...new Set((places ?? []).map(({ acts: words }) => words))].join('; ');
  const none = shipped ? '**nothing**' : 'not yet';
  const cells = [id, places?.[0]?.title ?? title, held === '' ? none : held, acts];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
