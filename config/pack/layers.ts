/** The layers that make a policy: the authority's pack, the national layer under it, the system's defaults at the bottom. */
import type { RuleId } from '../../domain/policy.js';
import type { Problem, YamlPath, YamlSource } from '../yamlProblems.js';
import type { Pack } from './schema.js';

export interface Layer {
  pack: Pack;
  source: YamlSource;
}

/** From the authority's pack down. */
export type Layers = readonly Layer[];

/** An item with where it stands, so that what is wrong with it can be said with its line. */
export interface Placed<T> {
  item: T;
  path: YamlPath;
  layer: Layer;
}

/** The sections of a pack that are lists of items. */
export type ListSection = {
  [K in keyof Pack]-?: NonNullable<Pack[K]> extends readonly (infer T)[]
    ? T extends { id: string }
      ? K
      : never
    : never;
}[keyof Pack];
export type ItemOf<K extends ListSection> = NonNullable<Pack[K]>[number];

/** The items of a section of one layer that are in force and have no stand-in above. */
export function itemsOf<K extends ListSection>(
  layer: Layer,
  section: K,
  replaced: Set<RuleId> | undefined,
): Placed<ItemOf<K>>[] {
  const items: readonly ItemOf<K>[] = layer.pack[section];
  return items
    .map((item, index) => ({ item, path: [section, index], layer }))
    .filter(({ item }) => !('commenced' in item && item.commenced === false) && replaced?.has(item.id) !== true);
}

/** Rules for which a layer above names a stand-in. */
export function replacedIn(layers: Layers): Map<Layer, Set<RuleId>> {
  const replaced = new Map<Layer, Set<RuleId>>();
  const soFar = new Set<RuleId>();
  for (const layer of layers) {
    replaced.set(layer, new Set(soFar));
    for (const id of replacesOf(layer.pack)) soFar.add(id);
  }
  return replaced;
}

/** Every `replaces` of a pack, in whichever section it stands. */
export function replacesOf(value: unknown): RuleId[] {
  if (Array.isArray(value)) return value.flatMap(replacesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === 'replaces' && Array.isArray(inner) ? inner.filter((id) => typeof id === 'string') : replacesOf(inner),
  );
}

export type Complain = (layer: Layer, path: YamlPath, message: string, key?: string) => void;

/** Gathers problems of all layers. */
export function createComplaints(): { problems: Problem[]; complain: Complain } {
  const problems: Problem[] = [];
  return {
    problems,
    complain: (layer, path, message, key) => problems.push(layer.source.problemAt(path, message, key)),
  };
}
