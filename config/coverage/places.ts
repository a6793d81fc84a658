/** Where each rule of a pack stands, and in words what it does there. */
import { inWords } from '../../domain/conditions.js';
import type { RuleId } from '../../domain/policy.js';
import type { AuthoredCondition } from '../pack/condition.js';
import type { Layer } from '../pack/layers.js';
import type { Pack } from '../pack/schema.js';
import { createTranslator } from '../pack/translate.js';
import { amountInWords, clockInWords, periodInWords, shownInWords } from './words.js';

export interface Place {
  title: string;
  /** The part of the language that holds it: `checks`, `scope.rejections`. */
  section: string;
  acts: string;
}

interface Item {
  id: RuleId;
  title: string;
  commenced?: boolean | undefined;
}

const NOT_IN_FORCE = 'not in force: kept and shown, does nothing';
/** What stands in a list of the pack without an item of its own. */
const SERVICE = 'the service page; opens nothing on a case';

/** Every place of every rule of the first layer, in the order of the language. The layers under it lend their words. */
export function placesOf(layers: readonly [Layer, ...Layer[]]): Map<RuleId, Place[]> {
  const [{ pack }] = layers;
  const places = new Map<RuleId, Place[]>();
  const translator = createTranslator(layers, () => undefined);
  const when = (authored: AuthoredCondition | undefined): string =>
    authored === undefined ? '' : `, when ${inWords(translator.condition(authored, [], layers[0]))}`;
  const clock = (authored: Pack['deadlines'][number]['clock']): string =>
    clockInWords(translator.clock(authored, [], layers[0]));
  const put = (section: string, { id, title, commenced }: Item, acts: string): void => {
    const place = { title, section, acts: commenced === false ? NOT_IN_FORCE : acts };
    places.set(id, [...(places.get(id) ?? []), place]);
  };
  const each = <T extends Item>(section: string, items: readonly T[], acts: (item: T) => string): void => {
    for (const item of items) put(section, item, acts(item));
  };
  const shown = ({ shownAt, when: condition }: { shownAt: string[]; when?: AuthoredCondition | undefined }) =>
    `${shownInWords(shownAt)}${when(condition)}`;

  const { scope, triage, category, owner, rollRemoval, expected, returns } = pack;
  if (scope !== undefined) {
    put('scope', scope, 'decides whether a referral is in scope');
    each('scope.also', scope.also, (item) => `in scope as well${when(item.when)}`);
    each('scope.rejections', scope.rejections, (item) => `proposes a rejection${when(item.when)}`);
    if (scope.autoReject !== undefined)
      put(
        'scope.autoReject',
        { id: scope.autoReject.id, title: scope.title },
        `the system may reject by itself${when(scope.autoReject.when)}`,
      );
  }
  if (triage !== undefined) {
    put('triage', triage, `sets the risk level: ${triage.level}, else ${triage.otherwise}`);
    each('triage.criteria', triage.criteria ?? [], (item) => `${triage.level}${when(item.when)}`);
  }
  if (category !== undefined) {
    put(
      'category',
      category,
      'fact' in category ? `the category of the case, from \`${category.fact}\`` : 'the category of the case',
    );
    if ('values' in category)
      each('category.values', category.values, (item) => `category ${item.value}${when(item.when)}`);
  }
  each('grounds', pack.grounds, () => 'the ground that a school states (`removal_ground`)');
  each(
    'deadlines',
    pack.deadlines,
    (item) => `${item.actor}: ${periodInWords(item)}, from ${clock(item.clock)}${when(item.when)}`,
  );
  each(
    'windows',
    pack.windows,
    (item) =>
      `${item.actor}: from day ${String(item.opensAmount)} to ${periodInWords(item)}, from ${clock(item.clock)}${when(item.when)}`,
  );
  each(
    'earliest',
    pack.earliest,
    (item) =>
      `${[item.action].flat().join(', ')} from the day after: ${periodInWords(item)}, from ${clock(item.clock)}${when(item.when)}`,
  );
  each('checks', pack.checks, (item) => checkInWords(item, when(item.when)));
  each('gates', pack.gates, (item) => `holds ${item.action}${when(item.when)}`);
  each('messages', pack.messages, (item) => `on ${item.on}${when(item.when)}, to ${item.to.join(', ')}`);
  each('tasks', pack.tasks, (item) => `task ${item.kind} for ${item.for}, on ${item.on}${when(item.when)}`);
  each('outcomes', pack.outcomes, (item) => `${item.outcome}, ${item.effect}${when(item.when)}`);
  each('notices', pack.notices, (item) => `${periodInWords(item)}, from service; then ${item.action}`);
  each(
    'concerns.routes',
    pack.concerns?.routes ?? [],
    (item) =>
      `a concern is told to ${item.to}${when(item.when)}${(item.kinds ?? []).length > 0 ? ', by its kind' : ''}`,
  );
  each('owner.handovers', owner?.handovers ?? [], (item) => `the case goes to ${item.to}${when(item.when)}`);
  if (rollRemoval !== undefined)
    put('rollRemoval', rollRemoval, `the advice on removal from roll, given by ${rollRemoval.adviceBy}`);
  if (expected !== undefined)
    put('expected', expected, `told to the referrer: ${amountInWords(expected.from)} to ${amountInWords(expected.to)}`);
  each('definitions', pack.definitions, shown);
  each('guidance', pack.guidance, shown);
  each('disclosure', pack.disclosure, shown);
  each('forms', pack.forms, (item) =>
    ['the form', ...(item.fields.length > 0 ? [item.fields.map((field) => field.title).join(', ')] : [])].join(': '),
  );
  each('atRisk', pack.atRisk, () => 'chosen at triage, for awareness and reports (`at_risk_group`)');
  each('situations', pack.situations, (item) => `shown on the referral and the case${when(item.when)}`);
  each('routes', pack.routes, (item) => `shown on the referral and the case${when(item.when)}`);
  each('constants', pack.constants, (item) =>
    item.shownAt === undefined ? 'read where its rule is shown' : shownInWords(item.shownAt),
  );
  each('supersededWording', pack.supersededWording, () => 'a pack that uses the words is warned');
  each('duties', pack.duties, dutyInWords);
  each('retention', pack.retention, () => 'disposal of records');
  if (returns !== undefined) {
    put('returns', returns, 'the return to the Department');
    each('returns.bands', returns.bands, () => 'the return to the Department');
    each('returns.reasons', returns.reasons, () => 'the return, and the outcome (`return_reason`)');
  }
  return places;
}

function checkInWords(item: Pack['checks'][number], condition: string): string {
  const { attempts } = item;
  return [
    `${item.need}${condition}`,
    ...(attempts === undefined
      ? []
      : [
          `${String(attempts.min)} attempts${attempts.distinct === true ? ' in distinct time bands' : ''}${attempts.evidence === true ? ', with evidence' : ''}`,
        ]),
    ...(item.doneByMessage === undefined ? [] : [`done by the message ${item.doneByMessage}`]),
    ...(item.actor === 'authority' ? [] : [`by ${item.actor}`]),
  ].join('; ');
}

function dutyInWords({ kind, frequency }: Pack['duties'][number]): string {
  if (frequency === undefined) return kind === 'standing' || kind === 'system' ? SERVICE : `${kind} of ${SERVICE}`;
  if (frequency === null) return `${kind}, how often is asked when the authority starts; ${SERVICE}`;
  const often = typeof frequency === 'string' ? frequency.replaceAll('_', ' ') : `every ${amountInWords(frequency)}`;
  return `${kind}, ${often}; ${SERVICE}`;
}
