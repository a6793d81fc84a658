/** The fields of an item of a pack in words, so that two versions can be compared as people would. */
import type { Condition, GateTest } from '../../../domain/policy.js';
import { conditionSchema } from '../condition.js';
import { clockFields } from '../fields.js';
import { compileTest } from '../rules.js';
import { createTranslator, type Translator } from '../translate.js';
import type { Layer, Layers } from '../layers.js';
import { packSchema } from '../schema.js';
import {
  amountInWords,
  clockInWords,
  conditionInWords,
  factName,
  listInWords,
  metInWords,
  periodInWords,
} from '../words.js';

/** The words of a field; a list of words where each stands for itself. */
export type Fields = ReadonlyMap<string, string | readonly string[]>;

/** What puts the fields of one pack into words: its conditions mean what its own names say. */
export interface Wording {
  layer: Layer;
  translator: Translator;
}

export function createWording(layers: Layers): Wording {
  const [layer] = layers;
  if (layer === undefined) throw new Error('A policy needs at least one layer.');
  return { layer, translator: createTranslator(layers, () => undefined) };
}

const CONDITIONS = ['when', 'unless', 'closesWhen', 'doneWhen', 'needs', 'condition', 'in'];
/** What stands in a list of its own, or says nothing of what the rule does. */
const LEFT_OUT = ['id', 'rejections', 'criteria', 'values', 'handovers', 'routes'];

/** The fields of an item, by their label. */
export function fieldsOf(item: Readonly<Record<string, unknown>>, wording: Wording): Fields {
  const fields = new Map<string, string | readonly string[]>();
  const period = periodWords(item);
  if (period !== undefined) fields.set('period', period);
  for (const [key, value] of Object.entries(item)) {
    if (value === undefined || LEFT_OUT.includes(key)) continue;
    if (period !== undefined && ['amount', 'unit', 'mode'].includes(key)) continue;
    fields.set(LABELS[key] ?? key, words(key, value, item, wording));
  }
  return fields;
}

function words(
  key: string,
  value: unknown,
  item: Readonly<Record<string, unknown>>,
  wording: Wording,
): string | readonly string[] {
  if (CONDITIONS.includes(key)) {
    const condition = translated(value, wording);
    if (condition !== undefined) return conditionInWords(condition);
  }
  if (key === 'clock') {
    const clock = clockFields.safeParse(value);
    if (clock.success) return clockInWords(wording.translator.clock(clock.data, [], wording.layer));
  }
  if (key === 'met' && isGroup(value)) return metWords(value, item, wording);
  if (key === 'tests' && Array.isArray(value)) return testsOf(value, wording);
  if (Array.isArray(value)) return value.map((each: unknown) => plain(each, wording));
  return plain(value, wording);
}

const translated = (value: unknown, { translator, layer }: Wording): Condition | undefined => {
  const authored = conditionSchema.safeParse(value);
  return authored.success ? translator.condition(authored.data, [], layer) : undefined;
};

function metWords(met: Readonly<Record<string, unknown>>, item: Readonly<Record<string, unknown>>, wording: Wording) {
  const facts = met.facts === undefined ? undefined : translated(met.facts, wording);
  return metInWords(
    {
      ...(met.checks === 'required' ? { checks: 'required' } : {}),
      ...(Array.isArray(met.checks) ? { checks: met.checks.map(String) } : {}),
      ...(facts === undefined ? {} : { facts }),
      ...(met.act === true ? { act: true } : {}),
      ...(met.referral === true ? { referral: true } : {}),
    },
    typeof item.id === 'string' ? item.id : '',
  );
}

const gateTests = packSchema.shape.gates;

function testsOf(value: readonly unknown[], wording: Wording): readonly string[] {
  const gate = gateTests.safeParse([{ id: 'ANY-G1', title: 'x', source: 'x', action: 'close', tests: value }]);
  const [first] = gate.success ? gate.data : [];
  return (first?.tests ?? []).map((test) => testWords(compileTest(test, [], wording.layer, wording.translator)));
}

function testWords(test: GateTest): string {
  const because = 'why' in test ? ` (${test.why})` : '';
  if ('condition' in test) return `shut while ${conditionInWords(test.condition)}${because}`;
  if ('needs' in test) return `shut until ${conditionInWords(test.needs)}${because}`;
  if ('evidence' in test)
    return `shut while there is evidence: ${listInWords(test.evidence.map(factName), 'or')}${test.revealedBy === undefined ? '' : `, revealed by ${test.revealedBy}`}`;
  if ('checks' in test)
    return `shut until ${test.checks === 'required' ? 'every required check' : listInWords(test.checks)} is done`;
  return `shut until ${listInWords(test.periods)} are over`;
}

/** Any other value: a number, a text, yes or no, a period, a group of these. */
function plain(value: unknown, wording: Wording): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value === null) return 'not stated';
  if (Array.isArray(value)) return listInWords(value.map((each: unknown) => plain(each, wording)));
  if (!isGroup(value)) return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const period = periodWords(value);
  const rest = Object.entries(value).filter(
    ([key, inner]) => inner !== undefined && !(period !== undefined && ['amount', 'unit', 'mode'].includes(key)),
  );
  const parts = rest.map(([key, inner]) => {
    const condition = CONDITIONS.includes(key) ? translated(inner, wording) : undefined;
    const said = condition === undefined ? plain(inner, wording) : conditionInWords(condition);
    return `${LABELS[key] ?? key} ${said}`;
  });
  return [...(period === undefined ? [] : [period]), ...parts].join(', ');
}

const UNITS = ['working_day', 'school_day', 'calendar_day', 'week', 'month', 'term', 'year', 'hour'] as const;

function periodWords({ amount, unit, mode }: Readonly<Record<string, unknown>>): string | undefined {
  const known = UNITS.find((each) => each === unit);
  if (typeof amount !== 'number' || known === undefined) return undefined;
  if (mode === 'after' || mode === 'inclusive') return periodInWords({ amount, unit: known, mode });
  return amountInWords({ amount, unit: known });
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const LABELS: Readonly<Record<string, string>> = {
  when: 'applies where',
  unless: 'does not apply where',
  closesWhen: 'closes once',
  doneWhen: 'done by itself when',
  needs: 'needs',
  condition: 'condition',
  in: 'in scope where',
  clock: 'counts from',
  met: 'met when',
  hour: 'due at',
  lateReferral: 'past at receipt, instead',
  shorter: 'shortened to',
  opensAmount: 'first day of the span',
  recurring: 'again and again',
  actor: 'by whom',
  for: 'for',
  to: 'to',
  on: 'comes on',
  need: 'need',
  partner: 'partner',
  askAutomatically: 'asked at once',
  after: 'opens after',
  doneByMessage: 'done by the message',
  tests: 'tests',
  outcomes: 'only for',
  shows: 'shows',
  byIdOnly: 'by its id only',
  monitoring: 'watched for',
  due: 'due',
  mustAsk: 'a person decides where not known',
  autoReject: 'rejected by the system',
  otherwise: 'otherwise',
  shownAt: 'shown at',
  adviceBy: 'advice by',
  effectiveFrom: 'for referrals from',
};
