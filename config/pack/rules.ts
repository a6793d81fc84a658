/** The translation of single rules. */
import type { CompiledPolicy, Condition, GateTest, MetBy } from '../../domain/policy.js';
import type { YamlPath } from '../yamlProblems.js';
import { clean } from './clean.js';
import type { Layer, Placed } from './layers.js';
import type { Pack } from './schema.js';
import type { Translator } from './translate.js';

export const periodOf = ({ amount, unit, mode }: Pack['deadlines'][number]['lateReferral'] & object) => ({
  amount,
  unit,
  mode,
});

export function compileDeadline(
  { item, path, layer }: Placed<Pack['deadlines'][number] & { opensAmount?: number }>,
  translator: Translator,
): CompiledPolicy['deadlines'][number] {
  return clean({
    id: item.id,
    ...periodOf(item),
    actor: item.actor,
    clock: translator.clock(item.clock, [...path, 'clock'], layer),
    when: item.when === undefined ? undefined : translator.condition(item.when, [...path, 'when'], layer),
    hour: item.hour,
    met: compileMet(item.met, [...path, 'met'], layer, translator),
    lateReferral: item.lateReferral,
    shorter: item.shorter?.map((each, index) => ({
      ...periodOf(each),
      when: translator.condition(each.when, [...path, 'shorter', index, 'when'], layer),
    })),
    opensAmount: item.opensAmount,
    recurring: item.recurring,
    task: item.task,
  });
}

function compileMet(
  met: Pack['deadlines'][number]['met'],
  path: YamlPath,
  layer: Layer,
  translator: Translator,
): MetBy {
  return clean({
    checks: met.checks,
    facts: met.facts === undefined ? undefined : translator.condition(met.facts, [...path, 'facts'], layer),
    act: met.act,
    corrected: met.corrected,
    referral: met.referral,
  });
}

/** The test of the referral: the definition, or one of the groups that the policy takes on beside it. */
export function compileScope(scope: Pack['scope'], layer: Layer, translator: Translator): Condition {
  const own = translator.condition(scope?.in ?? 'csa', ['scope', 'in'], layer);
  const also = (scope?.also ?? []).map(({ when }, index) =>
    translator.condition(when, ['scope', 'also', index, 'when'], layer),
  );
  return also.length === 0 ? own : { any: [own, ...also] };
}

export function compileTest(
  test: Pack['gates'][number]['tests'][number],
  path: YamlPath,
  layer: Layer,
  translator: Translator,
): GateTest {
  if ('condition' in test)
    return clean({ condition: translator.condition(test.condition, [...path, 'condition'], layer), why: test.why });
  if ('needs' in test)
    return clean({ needs: translator.condition(test.needs, [...path, 'needs'], layer), why: test.why });
  return 'evidence' in test ? clean(test) : test;
}

export function compileCategory(
  category: Pack['category'],
  layer: Layer,
  translator: Translator,
): CompiledPolicy['category'] {
  if (category === undefined) return null;
  if ('fact' in category)
    return {
      rule: category.id,
      fact: category.fact,
      ...(category.oneOf === undefined ? {} : { oneOf: category.oneOf }),
    };
  return {
    rule: category.id,
    values: category.values.map(({ id, value, when }, index) => ({
      value,
      when: translator.condition(when, ['category', 'values', index, 'when'], layer),
      rule: id,
    })),
  };
}
