/** Finds a pack by id, version or path, reads it with the layers under it, and compiles it. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { CompiledPolicy, RuleId } from '../../domain/policy.js';
import type { IsoDate } from '../../domain/time.js';
import { shippedFolder } from '../shippedFiles.js';
import { checkYaml, parseYaml, readYaml, YamlProblems, type YamlSource } from '../yamlProblems.js';
import { compilePack } from './compile.js';
import { detailsOf, type RuleDetails } from './details.js';
import { formsOf, type PackForm } from './forms.js';
import type { Layer } from './layers.js';
import { notesOn, type PackNote } from './notes.js';
import { packSchema, type Pack } from './schema.js';
import { serviceOf, type ServiceRules } from './service.js';

export interface LoadedPack {
  policy: CompiledPolicy;
  /** What people read about each rule, also of the national and the system layer, by rule id. */
  details: Record<RuleId, RuleDetails>;
  /** The authority's pack as its author wrote it. */
  pack: Pack;
  /** The duties of the service and the national return. */
  service: ServiceRules;
  /** The authority's forms, with their conditions compiled. */
  forms: readonly PackForm[];
}

/** A shipped pack: what `rollcall` lists. */
export interface ShippedPack {
  id: string;
  version: string;
  title: string;
  effectiveFrom: IsoDate;
  file: string;
  /** Ships to show how a policy changes; no authority adopted it. */
  example: boolean;
}

const LAYERS_BELOW = ['national', 'system'];
const read = new Map<string, Layer>();
const loaded = new Map<string, LoadedPack>();

/** Reads one file of the policy language. Shipped files are read once. */
function readLayer(file: string): Layer {
  const cached = read.get(file);
  if (cached !== undefined) return cached;
  const layer = layerOf(readYaml(file));
  if (file.startsWith(shippedFolder('policies'))) read.set(file, layer);
  return layer;
}

function layerOf(source: YamlSource): Layer {
  const checked = checkYaml(source, packSchema);
  if (!checked.ok) throw new YamlProblems(checked.problems);
  return { pack: checked.value, source };
}

/** Every version of every authority's pack that comes with Rollcall, by id and then by the day it takes effect. */
export function shippedPacks(): ShippedPack[] {
  const folder = shippedFolder('policies');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.scenario.yaml'))
    .map((name) => join(folder, name))
    .map((file) => ({ file, pack: readLayer(file).pack }))
    .filter(({ pack }) => !LAYERS_BELOW.includes(pack.pack))
    .map(({ file, pack }) => ({
      id: pack.pack,
      version: pack.version,
      title: pack.title,
      effectiveFrom: pack.effectiveFrom,
      file,
      example: pack.example ?? false,
    }))
    .sort((a, b) => compare(a.id, b.id) || compare(a.effectiveFrom, b.effectiveFrom));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Loads a pack.
 * @param name `bradford`, `bradford@1`, or the path of a pack file (ending in `.yaml`, `.yml` or `.json`).
 * @param at the day on which the referral was received, Europe/London; without a version in `name` the version in
 *   force on that day is taken, without a day the newest.
 * @throws YamlProblems with everything that is wrong; where no such pack is known, with the names that are.
 */
export function loadPack(name: string, at?: IsoDate): LoadedPack {
  const file = packFile(name, at);
  const cached = loaded.get(file);
  if (cached !== undefined) return cached;
  const pack = loadedOf(layersOf(file));
  if (read.has(file)) loaded.set(file, pack);
  return pack;
}

/**
 * Compiles layers that were read.
 * @throws YamlProblems with everything that is wrong.
 */
export const loadedOf = ([top, ...below]: readonly [Layer, ...Layer[]]): LoadedPack => ({
  policy: compilePack(top, ...below),
  details: detailsOf([top, ...below]),
  pack: top.pack,
  service: serviceOf([top, ...below].map((layer) => layer.pack)),
  forms: formsOf([top, ...below].map((layer) => layer.pack)),
});

/**
 * The layers of a pack that is held as text, such as one that was sent or stored, over those that ship.
 * @param file the name that its problems give as its place.
 * @throws YamlProblems where the text is no pack; whether it compiles is another question.
 */
export const layersOfText = (text: string, file: string): [Layer, ...Layer[]] => [
  layerOf(parseYaml(text, file)),
  ...layersBelow(),
];

/**
 * What an author should know about a pack beside its faults.
 * @param at the day on which it is asked, Europe/London.
 * @throws YamlProblems as `loadPack` does.
 */
export const packNotes = (name: string, at: IsoDate): PackNote[] => notesOn(layersOf(packFile(name, at)), at);

/**
 * The layers of a pack, its own first, for what looks at the text rather than at the compiled policy. Each says where it
 * was read (`source.file`).
 * @throws YamlProblems where the file is no pack; whether it compiles is another question.
 */
export const loadLayers = (name: string, at?: IsoDate): [Layer, ...Layer[]] => readLayers(packFile(name, at));

/** A pack in the language of another day has nothing that this program could read; what lies under it remains. */
function packOfSource(source: string): Pack | undefined {
  try {
    return packSchema.safeParse(parse(source)).data;
  } catch {
    return undefined;
  }
}

/** The duties and the return by a pack that is held as its author wrote it, with the layers that ship under it. */
export function serviceOfSource(source: string): ServiceRules {
  const pack = packOfSource(source);
  return serviceOf([...(pack === undefined ? [] : [pack]), ...layersBelow().map((layer) => layer.pack)]);
}

/** The forms of a pack that is held as its author wrote it; none where it is not in the language of today. */
export function formsOfSource(source: string): readonly PackForm[] {
  const pack = packOfSource(source);
  return pack === undefined ? [] : formsOf([pack, ...layersBelow().map((layer) => layer.pack)]);
}

/** Whom a pack that is held as its author wrote it writes to; none where it is not in the language of today. */
export const contactsOfSource = (source: string): Pack['contacts'] => packOfSource(source)?.contacts ?? [];

/**
 * The layers that make a shipped policy, from the file of the authority's pack down. The layers under every pack have
 * those below themselves.
 * @throws YamlProblems where one of them cannot be read.
 */
export const readLayers = (file: string): [Layer, ...Layer[]] => {
  const below = LAYERS_BELOW.findIndex((layer) => file === layerFile(layer));
  return below === -1
    ? layersOf(file)
    : [readLayer(file), ...LAYERS_BELOW.slice(below + 1).map((layer) => readLayer(layerFile(layer)))];
};

const layerFile = (layer: string): string => join(shippedFolder('policies'), `${layer}.yaml`);

const layersOf = (file: string): [Layer, ...Layer[]] => [readLayer(file), ...layersBelow()];

const layersBelow = (): Layer[] => LAYERS_BELOW.map((layer) => readLayer(layerFile(layer)));

function packFile(name: string, at: IsoDate | undefined): string {
  if (/\.(ya?ml|json)$/.test(name)) {
    const path = resolve(name);
    if (!existsSync(path)) throw unknown(name, 'there is no such file');
    return path;
  }
  const [id = '', version] = name.split('@');
  const versions = shippedPacks().filter((pack) => pack.id === id);
  if (versions.length === 0)
    throw unknown(
      name,
      `no pack has this name: expected ${[...new Set(shippedPacks().map((pack) => pack.id))].join(', ')}, or the path of a file`,
    );
  const fitting = versions.filter((pack) =>
    version === undefined ? at === undefined || pack.effectiveFrom <= at : pack.version === version,
  );
  const chosen = fitting[fitting.length - 1];
  if (chosen === undefined)
    throw unknown(
      name,
      version === undefined
        ? `no version was in force on ${at ?? 'that day'}: the first takes effect on ${versions[0]?.effectiveFrom ?? ''}`
        : `there is no version ${version}: expected ${versions.map((pack) => `${id}@${pack.version}`).join(', ')}`,
    );
  return chosen.file;
}

const unknown = (file: string, message: string): YamlProblems =>
  new YamlProblems([{ file, line: 1, column: 1, path: '', message }]);
