/** The words of all layers together, and the translation of conditions and clocks that use them. */
import { factDefinition } from '../../domain/facts.js';
import type { ClockRef, CompiledPolicy, Condition, FactId, FactType } from '../../domain/policy.js';
import type { YamlPath } from '../yamlProblems.js';
import { checkNamed, compileCondition, type AuthoredCondition, type Vocabulary } from './condition.js';
import type { Complain, Layer, Layers } from './layers.js';
import type { Pack } from './schema.js';

/** Clock events that are steps of the case rather than facts. */
const STEPS_OF_A_CASE = ['referral_received', 'referral_accepted', 'marker_identified', 'service', 'session_coded_n'];

type AuthoredClock = Pack['deadlines'][number]['clock'];

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

  const clock = (
    authored: AuthoredClock,
    path: YamlPath,
    layer: Layer,
    within: readonly AuthoredClock[] = [],
  ): ClockRef => {
    if (typeof authored === 'string') {
      const namedClock = clocks.get(authored);
      if (namedClock !== undefined && namedClock !== authored && within.includes(authored)) {
        complain(layer, path, `the clock "${authored}" is defined by itself`);
        return { event: authored };
      }
      return namedClock === undefined || namedClock === authored
        ? { event: event(authored, path, layer) }
        : clock(namedClock, path, layer, [...within, authored]);
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

export type Translator = ReturnType<typeof createTranslator>;
