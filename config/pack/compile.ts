/**
 * Compiles a pack: merges it with the national layer and the system's defaults, translates its conditions and clocks,
 * refuses what refers to nothing, and leaves out everything that the core does not read.
 */
import type {
  ClockRef,
  CompiledPolicy,
  Condition,
  Defaults,
  FactId,
  FactType,
  GateTest,
  MetBy,
  OutcomeRule,
  RuleId,
} from '../../domain/policy.js';
import { factDefinition } from '../../domain/facts.js';
import { inOrder, YamlProblems, type YamlPath } from '../yamlProblems.js';
import { checkReferences } from './references.js';
import { checkNamed, compileCondition, type AuthoredCondition, type Vocabulary } from './condition.js';
import { createComplaints, replacedIn, type Complain, type Layer, type Layers, type Placed } from './layers.js';
import type { Pack } from './schema.js';

/** Clock events that are steps of the case rather than facts. */
const STEPS_OF_A_CASE = ['referral_received', 'referral_accepted', 'marker_identified', 'service'];

type ListSection = {
  [K in keyof Pack]-?: NonNullable<Pack[K]> extends readonly (infer T)[]
    ? T extends { id: string }
      ? K
      : never
    : never;
}[keyof Pack];
type ItemOf<K extends ListSection> = NonNullable<Pack[K]>[number];
type AuthoredClock = Pack['deadlines'][number]['clock'];

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

/** Translates the conditions and clocks of one set of layers. */
export function createTranslator(layers: Layers, complain: Complain) {
  const declared = new Map<FactId, FactType>();
  const declarations: CompiledPolicy['facts'] = {};
  const named = new Map<string, AuthoredCondition>();
  const clocks = new Map<string, AuthoredClock>();
  for (const layer of [...layers].reverse()) {
    for (const [index, fact] of layer.pack.facts.entries()) {
      if (factDefinition(fact.id) !== undefined)
        complain(layer, ['facts', index, 'id'], `"${fact.id}" is a fact of the closed list already`);
      declared.set(fact.id, fact.type);
      declarations[fact.id] = { type: fact.type };
    }
    for (const [name, condition] of Object.entries(layer.pack.conditions)) {
      if (factDefinition(name) !== undefined) complain(layer, ['conditions', name], `"${name}" is the name of a fact`);
      named.set(name, condition);
    }
    for (const { id, clock } of layer.pack.clocks) clocks.set(id, clock);
  }
  for (const layer of layers)
    for (const [name, authored] of Object.entries(layer.pack.conditions)) {
      const path = ['conditions', name];
      const words: Vocabulary = { declared, named, complain: (at, message) => complain(layer, at, message) };
      checkNamed(name, path, words);
      compileCondition(authored, path, words, [name]);
    }

  const condition = (authored: AuthoredCondition, path: YamlPath, layer: Layer): Condition =>
    compileCondition(authored, path, { declared, named, complain: (at, message) => complain(layer, at, message) });

  const event = (name: string, path: YamlPath, layer: Layer): string => {
    const type = factDefinition(name)?.type ?? declared.get(name);
    if (!STEPS_OF_A_CASE.includes(name) && type !== 'date')
      complain(
        layer,
        path,
        `"${name}" starts no clock: expected ${STEPS_OF_A_CASE.join(', ')} or a fact whose value is a date`,
      );
    return name;
  };

  const clock = (authored: AuthoredClock, path: YamlPath, layer: Layer): ClockRef => {
    if (typeof authored === 'string') {
      const namedClock = clocks.get(authored);
      return namedClock === undefined || namedClock === authored
        ? { event: event(authored, path, layer) }
        : clock(namedClock, path, layer);
    }
    if ('laterOf' in authored)
      return { laterOf: authored.laterOf.map((name, index) => event(name, [...path, 'laterOf', index], layer)) };
    return {
      firstOf: authored.firstOf.map((each, index) => {
        const at = [...path, 'firstOf', index];
        if (typeof each === 'string') return { event: event(each, at, layer) };
        const name = event(each.event, [...at, 'event'], layer);
        return each.when === undefined
          ? { event: name }
          : { event: name, when: condition(each.when, [...at, 'when'], layer) };
      }),
    };
  };

  return { condition, clock, declarations, declared };
}

type Translator = ReturnType<typeof createTranslator>;

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
      in: translator.condition(scope?.in ?? 'csa', ['scope', 'in'], top),
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
    earliest: all('earliest').map((placed) => {
      const { item, path, layer } = placed;
      return clean({
        id: item.id,
        ...periodOf(item),
        action: item.action,
        clock: translator.clock(item.clock, [...path, 'clock'], layer),
        ...when(placed),
        unless: item.unless === undefined ? undefined : translator.condition(item.unless, [...path, 'unless'], layer),
        task: item.task,
      });
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
      handovers: handoversOf(top, translator),
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

function itemsOf<K extends ListSection>(
  layer: Layer,
  section: K,
  replaced: Set<RuleId> | undefined,
): Placed<ItemOf<K>>[] {
  const items: readonly ItemOf<K>[] = layer.pack[section];
  return items
    .map((item, index) => ({ item, path: [section, index], layer }))
    .filter(({ item }) => !('commenced' in item && item.commenced === false) && replaced?.has(item.id) !== true);
}

const periodOf = ({ amount, unit, mode }: Pack['deadlines'][number]['lateReferral'] & object) => ({
  amount,
  unit,
  mode,
});

function compileDeadline(
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
    referral: met.referral,
  });
}

function compileTest(
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

function compileCategory(category: Pack['category'], layer: Layer, translator: Translator): CompiledPolicy['category'] {
  if (category === undefined) return null;
  if ('fact' in category) return { rule: category.id, fact: category.fact };
  return {
    rule: category.id,
    values: category.values.map(({ id, value, when }, index) => ({
      value,
      when: translator.condition(when, ['category', 'values', index, 'when'], layer),
      rule: id,
    })),
  };
}

/**
 * A standard outcome is taken from the first layer that has a rule for it; a rule with a condition leaves the one below
 * standing for the rest. Only an authority's own pack can allow `not_traced`.
 */
function compileOutcomes(
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
function compileConcerns(
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

function handoversOf(top: Layer, translator: Translator): CompiledPolicy['owner']['handovers'] {
  const handovers = top.pack.owner?.handovers ?? [];
  if (handovers.length === 0) return undefined;
  return handovers.map(({ id, when, to }, index) => ({
    rule: id,
    when: translator.condition(when, ['owner', 'handovers', index, 'when'], top),
    to,
  }));
}

/** Each default from the first layer that sets it. */
function compileDefaults(layers: Layers, complain: Complain): Defaults {
  const set = layers.reduceRight<Partial<Defaults>>(
    (merged, layer) => ({ ...merged, ...clean(layer.pack.defaults ?? {}) }),
    {},
  );
  const {
    digestTime,
    reminderWorkingDays,
    chaseWorkingDays,
    chaseManagerWorkingDays,
    reviewWeeks,
    concernTaskMinutes,
    concernDeputyMinutes,
    concernManagerMinutes,
    ageNoticeDays,
  } = set;
  if (
    digestTime === undefined ||
    reminderWorkingDays === undefined ||
    chaseWorkingDays === undefined ||
    chaseManagerWorkingDays === undefined ||
    reviewWeeks === undefined ||
    concernTaskMinutes === undefined ||
    concernDeputyMinutes === undefined ||
    concernManagerMinutes === undefined ||
    ageNoticeDays === undefined
  ) {
    const last = layers[layers.length - 1];
    if (last !== undefined) complain(last, ['defaults'], 'expected every default of the system layer');
    return {
      digestTime: '09:00',
      reminderWorkingDays: 1,
      chaseWorkingDays: [],
      chaseManagerWorkingDays: 15,
      reviewWeeks: 4,
      concernTaskMinutes: 60,
      concernDeputyMinutes: 30,
      concernManagerMinutes: 60,
      ageNoticeDays: [],
    };
  }
  return {
    digestTime,
    reminderWorkingDays,
    chaseWorkingDays,
    chaseManagerWorkingDays,
    reviewWeeks,
    concernTaskMinutes,
    concernDeputyMinutes,
    concernManagerMinutes,
    ageNoticeDays,
  };
}

type Clean<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the fields that are undefined: the policy is plain JSON. */
function clean<T extends object>(value: T): Clean<T>;
function clean(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}
