/**
 * Compiles a pack: merges it with the national layer and the system's defaults, translates its conditions and clocks,
 * refuses what refers to nothing, and leaves out everything that the core does not read.
 */
import type { CompiledPolicy } from '../../domain/policy.js';
import { inOrder, YamlProblems } from '../yamlProblems.js';
import { clean } from './clean.js';
import type { AuthoredCondition } from './condition.js';
import { compileDefaults } from './defaults.js';
import {
  createComplaints,
  itemsOf,
  replacedIn,
  type Complain,
  type ItemOf,
  type Layer,
  type Layers,
  type ListSection,
  type Placed,
} from './layers.js';
import { compileConcerns, compileHandovers, compileOutcomes } from './merge.js';
import { checkReferences } from './references.js';
import { compileCategory, compileDeadline, compileScope, compileTest, periodOf } from './rules.js';
import { createTranslator } from './translate.js';

/**
 * The policy that a case carries.
 * @throws YamlProblems with every problem of every layer at once.
 */
export function compilePack(pack: Layer, ...below: Layer[]): CompiledPolicy {
  const layers: Layers = [pack, ...below];
  const { problems, complain } = createComplaints();
  const compiled = compileLayers(layers, complain);
  checkReferences(layers, compiled, complain);
  if (problems.length > 0) throw new YamlProblems(inOrder(problems));
  return compiled;
}

function compileLayers(layers: Layers, complain: Complain): CompiledPolicy {
  const [top] = layers;
  if (top === undefined) throw new Error('A policy needs at least one layer.');
  const { pack } = top;
  const translator = createTranslator(layers, complain);
  const replaced = replacedIn(layers);

  /** The items of a section in every layer that are in force and have no stand-in above. */
  const all = <K extends ListSection>(section: K): Placed<ItemOf<K>>[] =>
    layers.flatMap((layer) => itemsOf(layer, section, replaced.get(layer)));

  const when = ({ item, path, layer }: Placed<{ when?: AuthoredCondition | undefined }>) =>
    item.when === undefined ? {} : { when: translator.condition(item.when, [...path, 'when'], layer) };

  const { scope } = pack;
  if (scope === undefined) complain(top, [], 'is missing: expected the scope of the authority', 'scope');
  const { triage, category, rollRemoval, expected } = pack;
  const triageWhen =
    triage?.when ?? (triage?.criteria === undefined ? undefined : { any: triage.criteria.map((c) => c.when) });
  if (triage !== undefined && triageWhen === undefined)
    complain(top, ['triage'], 'expected "when", or "criteria" of which any one is enough');

  const compiled: CompiledPolicy = {
    id: pack.pack,
    version: pack.version,
    title: pack.title,
    effectiveFrom: pack.effectiveFrom,
    facts: translator.declarations,
    scope: {
      rule: scope?.id ?? '',
      in: compileScope(scope, top, translator),
      mustAsk: scope?.mustAsk ?? [],
      rejections: (scope?.rejections ?? []).map((rejection, index) =>
        clean({
          rule: rejection.id,
          when: translator.condition(rejection.when, ['scope', 'rejections', index, 'when'], top),
          age: rejection.age,
          reason: rejection.reason,
          signpost: rejection.signpost,
        }),
      ),
      ...(scope?.autoReject === undefined
        ? {}
        : {
            autoReject: {
              rule: scope.autoReject.id,
              when: translator.condition(scope.autoReject.when, ['scope', 'autoReject', 'when'], top),
            },
          }),
    },
    triage:
      triage === undefined || triageWhen === undefined
        ? null
        : {
            rule: triage.id,
            level: triage.level,
            when: translator.condition(triageWhen, ['triage'], top),
            otherwise: triage.otherwise,
          },
    category: compileCategory(category, top, translator),
    deadlines: [...all('deadlines'), ...all('windows')].map((placed) => compileDeadline(placed, translator)),
    earliest: all('earliest').flatMap((placed) => {
      const { item, path, layer } = placed;
      const period = clean({
        id: item.id,
        ...periodOf(item),
        clock: translator.clock(item.clock, [...path, 'clock'], layer),
        ...when(placed),
        unless: item.unless === undefined ? undefined : translator.condition(item.unless, [...path, 'unless'], layer),
        task: item.task,
      });
      return [item.action].flat().map((action) => ({ ...period, action }));
    }),
    checks: all('checks').map((placed) => {
      const { id, need, actor, partner, askAutomatically, attempts, after, doneByMessage, reveals } = placed.item;
      return clean({
        id,
        need,
        actor,
        ...when(placed),
        partner,
        askAutomatically,
        attempts: attempts === undefined ? undefined : clean(attempts),
        after,
        doneByMessage,
        reveals,
      });
    }),
    timeBands: layers.find((layer) => layer.pack.timeBands !== undefined)?.pack.timeBands ?? [],
    gates: all('gates').flatMap((placed) =>
      placed.item.tests.map((test, index) => ({
        rule: placed.item.id,
        action: placed.item.action,
        test: compileTest(test, [...placed.path, 'tests', index], placed.layer, translator),
        ...when(placed),
      })),
    ),
    messages: all('messages').map((placed) => {
      const { id, on, outcomes, to, channel, purpose, template, safeguarding } = placed.item;
      return clean({ id, on, ...when(placed), outcomes, to, channel, purpose, template, safeguarding });
    }),
    tasks: all('tasks').map((placed) => {
      const { item, path, layer } = placed;
      const { id, kind, for: who, on, outcomes, due, doneWhen } = item;
      return clean({
        id,
        kind,
        for: who,
        on,
        ...when(placed),
        outcomes,
        due,
        doneWhen: doneWhen === undefined ? undefined : translator.condition(doneWhen, [...path, 'doneWhen'], layer),
      });
    }),
    outcomes: compileOutcomes(layers, replaced, translator),
    notices: all('notices').map(({ item, path, layer }) => ({
      id: item.id,
      ...periodOf(item),
      notice: item.notice,
      actor: item.actor,
      action: item.action,
      task: item.task,
      methods: item.methods.map(({ method, needs, rule }, index) =>
        clean({
          method,
          needs:
            needs === undefined ? undefined : translator.condition(needs, [...path, 'methods', index, 'needs'], layer),
          rule,
        }),
      ),
    })),
    concerns: compileConcerns(layers, replaced, translator),
    owner: clean({
      initial: pack.owner?.initial ?? 'officer',
      handovers: compileHandovers(top, translator),
    }),
    rollRemoval: {
      mode: rollRemoval?.mode ?? 'school_decides',
      adviceBy: rollRemoval?.adviceBy ?? 'manager',
    },
    expected: expected === undefined ? null : { rule: expected.id, from: expected.from, to: expected.to },
    contacts: Object.fromEntries(
      [...layers]
        .reverse()
        .flatMap((layer) =>
          layer.pack.contacts.map(({ id, secure, channel }) => [id, clean({ secure, channel })] as const),
        ),
    ),
    forms: layers.flatMap((layer) =>
      layer.pack.forms.filter((form) => form.purpose === 'referral').map(({ id }) => id),
    ),
    quietWeekdays: layers.find((layer) => layer.pack.quietWeekdays !== undefined)?.pack.quietWeekdays ?? [],
    defaults: compileDefaults(layers, complain),
  };
  return compiled;
}
