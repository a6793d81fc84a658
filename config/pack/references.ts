/** Refuses a pack that refers to something that does not exist: a rule, a role, a template, a step. */
import type { CompiledPolicy } from '../../domain/policy.js';
import { factDefinition } from '../../domain/facts.js';
import { replacedIn, type Complain, type Layer, type Layers } from './layers.js';
import { loadTemplates } from '../messages.js';
import { ITEM_STEPS, ROLES_OF_RECIPIENTS, STEPS } from './vocabulary.js';
import type { YamlPath } from '../yamlProblems.js';

const GATE_ACTIONS = ['inactive', 'close', 'roll_removal', 'next_step'];
const OTHER_ACTORS = ['authority', 'school', 'parent', 'system'];
/** Sections in which one rule may stand several times, for another outcome, event or action each. */
const MAY_REPEAT = ['gates', 'messages', 'outcomes', 'tasks', 'grounds', 'windows'];

export function checkReferences(layers: Layers, compiled: CompiledPolicy, complain: Complain): void {
  const checks = new Set(layers.flatMap((layer) => layer.pack.checks.map(({ id }) => id)));
  const periods = new Set(compiled.earliest.map(({ id }) => id).concat(compiled.deadlines.map(({ id }) => id)));
  const messages = new Set(compiled.messages.map(({ id }) => id));
  const outcomes = new Set(compiled.outcomes.map(({ id }) => id));
  const recipients = new Set<string>([
    ...ROLES_OF_RECIPIENTS,
    ...layers.flatMap((layer) => layer.pack.contacts.map(({ id }) => id)),
  ]);
  const templates = loadTemplates();
  const replaced = replacedIn(layers);
  const facts = new Set(Object.keys(compiled.facts));
  const rules = new Set(layers.flatMap((layer) => [...ruleIds(layer.pack)]));

  const known = (layer: Layer, path: YamlPath, id: string, set: ReadonlySet<string>, what: string): void => {
    if (!set.has(id)) complain(layer, path, `"${id}" is no ${what} of this pack or of the layers under it`);
  };
  const fact = (layer: Layer, path: YamlPath, id: string): void => {
    if (factDefinition(id) === undefined && !facts.has(id))
      complain(layer, path, `"${id}" is no fact of the closed list, and this pack declares none of that name`);
  };
  const recipient = (layer: Layer, path: YamlPath, to: string): void =>
    known(layer, path, to, recipients, 'role or contact');
  const actor = (layer: Layer, path: YamlPath, who: string): void => {
    if (!OTHER_ACTORS.includes(who) && !who.startsWith('partner:'))
      complain(layer, path, `"${who}" is no actor: expected ${OTHER_ACTORS.join(', ')} or partner:<id>`);
  };
  const template = (layer: Layer, path: YamlPath, name: string): void => {
    if (!templates.has(name))
      complain(layer, path, `"${name}" is no template: expected ${[...templates.keys()].join(', ')}`);
  };
  const action = (layer: Layer, path: YamlPath, name: string): void => {
    const outcome = name.startsWith('outcome:') ? name.slice('outcome:'.length) : undefined;
    const fits =
      outcome === undefined
        ? GATE_ACTIONS.includes(name)
        : outcomes.has(outcome) || compiled.outcomes.some((each) => each.outcome === outcome);
    if (!fits) complain(layer, path, `"${name}" is no action: expected ${GATE_ACTIONS.join(', ')} or outcome:<id>`);
  };

  for (const layer of layers) {
    const { pack } = layer;
    for (const [section, items] of Object.entries(pack)) {
      if (!Array.isArray(items) || MAY_REPEAT.includes(section)) continue;
      const seen = new Set<string>();
      for (const [index, item] of items.entries()) {
        if (typeof item !== 'object' || !('id' in item)) continue;
        if (seen.has(item.id)) complain(layer, [section, index, 'id'], `"${item.id}" stands twice in this section`);
        seen.add(item.id);
      }
    }
    pack.scope?.mustAsk.forEach((id, index) => fact(layer, ['scope', 'mustAsk', index], id));
    for (const section of ['deadlines', 'windows'] as const)
      for (const [index, rule] of pack[section].entries()) {
        const path = [section, index];
        actor(layer, [...path, 'actor'], rule.actor);
        if (Array.isArray(rule.met.checks))
          rule.met.checks.forEach((id, at) => known(layer, [...path, 'met', 'checks', at], id, checks, 'check'));
        if (Object.keys(rule.met).length === 0)
          complain(layer, [...path, 'met'], 'expected checks, facts, act, corrected or referral');
        if (rule.task !== undefined) recipient(layer, [...path, 'task', 'for'], rule.task.for);
      }
    for (const [index, rule] of pack.earliest.entries())
      if (typeof rule.action === 'string') action(layer, ['earliest', index, 'action'], rule.action);
      else rule.action.forEach((name, at) => action(layer, ['earliest', index, 'action', at], name));
    for (const [index, check] of pack.checks.entries()) {
      const path = ['checks', index];
      actor(layer, [...path, 'actor'], check.actor);
      if (check.partner !== undefined) recipient(layer, [...path, 'partner'], check.partner);
      check.after?.forEach((id, at) => known(layer, [...path, 'after', at], id, checks, 'check'));
      check.reveals?.forEach((id, at) => fact(layer, [...path, 'reveals', at], id));
      if (check.doneByMessage !== undefined)
        known(layer, [...path, 'doneByMessage'], check.doneByMessage, messages, 'message');
      if (check.need === 'conditional' && check.when === undefined)
        complain(layer, path, 'is missing: a conditional check needs the condition under which it opens', 'when');
    }
    for (const [index, gate] of pack.gates.entries()) {
      // What has a stand-in above asks for nothing any more.
      if (replaced.get(layer)?.has(gate.id) === true) continue;
      action(layer, ['gates', index, 'action'], gate.action);
      for (const [at, test] of gate.tests.entries()) {
        const path = ['gates', index, 'tests', at];
        if ('evidence' in test) {
          test.evidence.forEach((id, n) => fact(layer, [...path, 'evidence', n], id));
          if (test.revealedBy !== undefined) known(layer, [...path, 'revealedBy'], test.revealedBy, checks, 'check');
        }
        if ('checks' in test && Array.isArray(test.checks))
          test.checks.forEach((id, n) => known(layer, [...path, 'checks', n], id, checks, 'check'));
        if ('periods' in test)
          test.periods.forEach((id, n) => known(layer, [...path, 'periods', n], id, periods, 'minimum period'));
      }
    }
    for (const [index, message] of pack.messages.entries()) {
      const path = ['messages', index];
      message.to.forEach((to, at) => recipient(layer, [...path, 'to', at], to));
      template(layer, [...path, 'template'], message.template);
      if (message.on === 'condition' && message.when === undefined)
        complain(layer, path, 'is missing: expected the condition that sends it', 'when');
    }
    for (const [index, task] of pack.tasks.entries()) {
      recipient(layer, ['tasks', index, 'for'], task.for);
      if (task.on === 'condition' && task.when === undefined)
        complain(layer, ['tasks', index], 'is missing: expected the condition that opens it', 'when');
    }
    for (const [index, duty] of pack.duties.entries())
      if (duty.for !== undefined) recipient(layer, ['duties', index, 'for'], duty.for);
    for (const [index, outcome] of pack.outcomes.entries()) {
      outcome.shows?.forEach((id, at) => fact(layer, ['outcomes', index, 'shows', at], id));
      if (outcome.task !== undefined) recipient(layer, ['outcomes', index, 'task', 'for'], outcome.task.for);
    }
    for (const [index, notice] of pack.notices.entries()) {
      recipient(layer, ['notices', index, 'task', 'for'], notice.task.for);
      actor(layer, ['notices', index, 'actor'], notice.actor);
      action(layer, ['notices', index, 'action'], notice.action);
    }
    for (const [index, route] of (pack.concerns?.routes ?? []).entries()) {
      recipient(layer, ['concerns', 'routes', index, 'to'], route.to);
      template(layer, ['concerns', 'routes', index, 'template'], route.template);
    }
    if (pack.category !== undefined && 'fact' in pack.category) fact(layer, ['category', 'fact'], pack.category.fact);
    for (const section of ['guidance', 'definitions', 'disclosure', 'constants'] as const)
      for (const [index, shown] of pack[section].entries())
        shown.shownAt?.forEach((step, at) => {
          const [kind = '', id] = step.split(/:(.*)/s);
          const path = [section, index, 'shownAt', at];
          if (id === undefined ? !STEPS.some((each) => each === kind) : !ITEM_STEPS.some((each) => each === kind))
            complain(
              layer,
              path,
              `"${step}" is no step: expected ${STEPS.join(', ')}, or ${ITEM_STEPS.map((each) => `${each}:<id>`).join(', ')}`,
            );
          else if (id !== undefined && kind !== 'gate' && kind !== 'task') known(layer, path, id, rules, 'rule');
        });
    for (const [index, reading] of pack.interpretations.entries())
      known(layer, ['interpretations', index, 'rule'], reading.rule, rules, 'rule');
  }
}

/** Every rule id that a pack holds, wherever it stands. */
export function* ruleIds(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const each of value) yield* ruleIds(each);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'id' && typeof inner === 'string') yield inner;
      else yield* ruleIds(inner);
    }
}
