/** What the layers settle between them: outcomes and the routes of a concern; and who takes a case over. */
import type { CompiledPolicy, Condition, OutcomeRule, RuleId } from '../../domain/policy.js';
import { clean } from './clean.js';
import { itemsOf, type Layer, type Layers } from './layers.js';
import type { Translator } from './translate.js';

/**
 * A standard outcome is taken from the first layer that has a rule for it; a rule with a condition leaves the one below
 * standing for the rest. Only an authority's own pack can allow `not_traced`.
 */
export function compileOutcomes(
  layers: Layers,
  replaced: Map<Layer, Set<RuleId>>,
  translator: Translator,
): CompiledPolicy['outcomes'] {
  const compiled: OutcomeRule[] = [];
  for (const layer of layers) {
    const above = new Set(compiled.filter(({ when }) => when === undefined).map(({ outcome }) => outcome));
    for (const { item, path } of itemsOf(layer, 'outcomes', replaced.get(layer))) {
      if (above.has(item.outcome)) continue;
      const { id, outcome, byIdOnly, effect, shows, owner, monitoring, task } = item;
      const translated = (name: 'when' | 'closesWhen'): Condition | undefined =>
        item[name] === undefined ? undefined : translator.condition(item[name], [...path, name], layer);
      compiled.push(
        clean({
          id,
          outcome,
          byIdOnly,
          when: translated('when'),
          effect,
          closesWhen: translated('closesWhen'),
          shows,
          owner,
          monitoring,
          task: task === undefined ? undefined : clean(task),
        }),
      );
    }
  }
  return compiled;
}

/** A pack's own route to a recipient stands in for the default one and widens it, never narrows it. */
export function compileConcerns(
  layers: Layers,
  replaced: Map<Layer, Set<RuleId>>,
  translator: Translator,
): CompiledPolicy['concerns'] {
  const routes: CompiledPolicy['concerns']['routes'] = [];
  for (const layer of layers) {
    const above = new Map(routes.map((route) => [route.to, route]));
    for (const [index, route] of (layer.pack.concerns?.routes ?? []).entries()) {
      if (route.commenced === false || replaced.get(layer)?.has(route.id) === true) continue;
      const { id, to, template, kinds, immediate } = route;
      const own = above.get(to);
      if (own !== undefined) {
        if (isAlways(own)) continue;
        if (kinds !== undefined) own.kinds = [...new Set([...(own.kinds ?? []), ...kinds])];
        if (immediate === true) own.immediate = true;
        continue;
      }
      const path = ['concerns', 'routes', index, 'when'];
      const when = route.when === undefined ? undefined : translator.condition(route.when, path, layer);
      routes.push(clean({ rule: id, to, template, when, kinds, immediate }));
    }
  }
  const kinds = layers.flatMap((layer) => layer.pack.concerns?.kinds ?? []);
  return kinds.length > 0 ? { routes, kinds } : { routes };
}

const isAlways = (route: CompiledPolicy['concerns']['routes'][number]): boolean =>
  route.when === undefined && route.kinds === undefined && route.immediate === undefined;

export function compileHandovers(top: Layer, translator: Translator): CompiledPolicy['owner']['handovers'] {
  const handovers = top.pack.owner?.handovers ?? [];
  if (handovers.length === 0) return undefined;
  return handovers.map(({ id, when, to }, index) => ({
    rule: id,
    when: translator.condition(when, ['owner', 'handovers', index, 'when'], top),
    to,
  }));
}
