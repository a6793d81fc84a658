/**
 * Random packs for property tests: documents of the policy language with every section that acts on a case, which the
 * real compiler has to accept. Each refers only to what it holds itself, to the closed list of facts and to the layers
 * under it.
 */
import fc from 'fast-check';
import { FACTS } from '../../domain/facts.js';
import type { AuthoredCondition } from '../pack/condition.js';

const factsOf = (type: string): string[] =>
  Object.entries(FACTS)
    .filter(([, fact]) => fact.type === type)
    .map(([id]) => id);

const BOOLEANS = factsOf('boolean');
const DATES = factsOf('date');

const item = (id: string) => ({ id, title: `Rule ${id}`, source: `§${id}` });

const leaf: fc.Arbitrary<AuthoredCondition> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<AuthoredCondition>(...BOOLEANS) },
  { weight: 1, arbitrary: fc.constantFrom(...BOOLEANS).map((fact) => ({ fact, is: false })) },
  { weight: 1, arbitrary: fc.constantFrom(...DATES).map((fact) => ({ past: fact })) },
  { weight: 1, arbitrary: fc.constantFrom(...BOOLEANS, ...DATES).map((fact) => ({ known: fact })) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 100 })
      .map((value) => ({ fact: 'attendance_percent', op: '<' as const, value })),
  },
);

const condition: fc.Arbitrary<AuthoredCondition> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 1, arbitrary: leaf.map((inner) => ({ not: inner })) },
  { weight: 1, arbitrary: fc.array(leaf, { minLength: 1, maxLength: 3 }).map((all) => ({ all })) },
  { weight: 1, arbitrary: fc.array(leaf, { minLength: 1, maxLength: 3 }).map((any) => ({ any })) },
);

const period = fc.record({
  amount: fc.integer({ min: 1, max: 25 }),
  unit: fc.constantFrom('working_day', 'school_day', 'calendar_day', 'week', 'month', 'term', 'hour'),
  mode: fc.constantFrom('after', 'inclusive'),
});

const event = fc.constantFrom('referral_received', 'referral_accepted', 'marker_identified', ...DATES);
const clock = fc.oneof(
  { weight: 3, arbitrary: event },
  { weight: 1, arbitrary: fc.tuple(event, event).map((laterOf) => ({ laterOf })) },
  {
    weight: 1,
    arbitrary: fc.tuple(event, event, condition).map(([a, b, when]) => ({ firstOf: [{ event: a, when }, b] })),
  },
);

/** A field that is there or left out. */
const maybe = <K extends string, T>(key: K, value: fc.Arbitrary<T>): fc.Arbitrary<Partial<Record<K, T>>> =>
  fc.oneof(
    fc.constant<Partial<Record<K, T>>>({}),
    value.map((given) => {
      const field: Partial<Record<K, T>> = {};
      field[key] = given;
      return field;
    }),
  );

/** One object of several. */
const joined = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as object);

const actor = fc.constantFrom('authority', 'authority', 'school');
const task = fc.record({ kind: fc.constantFrom('lookAgain', 'telephone'), for: fc.constantFrom('officer', 'manager') });
const actions = ['roll_removal', 'inactive', 'close', 'next_step', 'outcome:RND-O1'];

/** `RND-C1`, `RND-C2` …: a list of rules, each made from its id and its place. */
const rules = (letter: string, from: number, most: number, one: (id: string, index: number) => fc.Arbitrary<object>) =>
  fc
    .integer({ min: from, max: most })
    .chain((count) =>
      fc.tuple(...Array.from({ length: count }, (_, index) => one(`RND-${letter}${index + 1}`, index))),
    );

const checks = rules('C', 1, 6, (id, index) =>
  joined(
    fc.constant(item(id)),
    fc.record({ actor }),
    fc.oneof(
      fc.record({ need: fc.constantFrom('required', 'optional') }),
      fc.record({ need: fc.constant('conditional'), when: condition }),
    ),
    // Only after an earlier one, so that no two wait for each other.
    index === 0 ? fc.constant({}) : maybe('after', fc.constant([`RND-C${index}`])),
    maybe(
      'attempts',
      fc.record({ min: fc.integer({ min: 1, max: 3 }), distinct: fc.boolean(), evidence: fc.boolean() }),
    ),
    maybe('partner', fc.constant('partner:receiving-authority')),
    maybe('askAutomatically', fc.boolean()),
  ),
);

const met = fc.oneof(
  fc.constant({ checks: 'required' }),
  fc.constant({ checks: ['RND-C1'] }),
  fc.constant({ act: true }),
  fc.constant({ referral: true }),
  condition.map((facts) => ({ facts })),
);

const deadlines = rules('D', 0, 4, (id) =>
  joined(
    fc.constant(item(id)),
    period,
    fc.record({ actor, clock, met }),
    maybe('when', condition),
    maybe('hour', fc.constantFrom('09:00', '17:00')),
    maybe('lateReferral', period),
    maybe(
      'shorter',
      fc.array(
        fc.tuple(period, condition).map(([short, when]) => ({ ...short, when })),
        { maxLength: 2 },
      ),
    ),
    maybe('task', task),
  ),
);

const recurring = rules('W', 0, 1, (id) =>
  fc.tuple(fc.integer({ min: 1, max: 3 }), actor).map(([amount, who]) => ({
    ...item(id),
    amount,
    unit: 'week',
    mode: 'after',
    actor: who,
    clock: 'referral_received',
    recurring: true,
    met: { act: true },
  })),
);

const earliest = rules('E', 1, 3, (id) =>
  joined(
    fc.constant(item(id)),
    period.filter(({ unit }) => unit !== 'hour'),
    fc.record({ clock, action: fc.constantFrom(...actions) }),
    maybe('when', condition),
    maybe('unless', condition),
    maybe('task', task),
  ),
);

const test = fc.oneof(
  condition.map((each) => ({ condition: each })),
  condition.map((needs) => ({ needs })),
  fc.constantFrom(...BOOLEANS).map((fact) => ({ evidence: [fact], revealedBy: 'RND-C1' })),
  fc.constant({ checks: 'required' }),
  fc.constant({ periods: ['RND-E1'] }),
);

const gates = rules('G', 0, 4, (id) =>
  joined(
    fc.constant(item(id)),
    fc.record({ action: fc.constantFrom(...actions), tests: fc.array(test, { minLength: 1, maxLength: 2 }) }),
    maybe('when', condition),
  ),
);

const messages = rules('N', 0, 3, (id) =>
  joined(
    fc.constant({ ...item(id), purpose: 'feedback', template: 'feedback-ended' }),
    fc.record({ to: fc.constantFrom(['referrer'], ['school'], ['officer', 'manager']) }),
    fc.oneof(
      fc.record({ on: fc.constantFrom('accepted', 'rejected', 'outcome', 'ended', 'advice') }),
      fc.record({ on: fc.constant('condition'), when: condition }),
    ),
  ),
);

const tasks = rules('K', 0, 3, (id) =>
  joined(
    fc.constant({ ...item(id), kind: 'lookAgain' }),
    fc.record({ for: fc.constantFrom('officer', 'manager') }),
    fc.oneof(
      fc.record({ on: fc.constantFrom('accepted', 'outcome') }),
      fc.record({ on: fc.constant('condition'), when: condition }),
    ),
    maybe(
      'due',
      period.filter(({ unit }) => unit !== 'hour' && unit !== 'term'),
    ),
    maybe('doneWhen', condition),
  ),
);

const outcomes = fc
  .tuple(fc.constantFrom('in_education', 'located_no_place'), fc.boolean(), maybe('shows', fc.constant(['located'])))
  .map(([first, untraced, shows]) => [
    { ...item('RND-O1'), outcome: first, effect: first === 'in_education' ? 'closes' : 'stays', ...shows },
    ...(untraced ? [{ ...item('RND-O2'), outcome: 'not_traced', effect: 'inactive' }] : []),
  ]);

/** A pack as an author might have written it. */
export const randomPack: fc.Arbitrary<object> = fc
  .record({
    scope: fc.oneof(fc.constant<AuthoredCondition>('csa'), condition),
    triage: maybe(
      'triage',
      condition.map((when) => ({ ...item('RND-T1'), level: 'high', otherwise: 'other', when })),
    ),
    rejected: condition,
    checks,
    deadlines,
    recurring,
    earliest,
    gates,
    messages,
    tasks,
    outcomes,
    advice: fc.constantFrom('school_decides', 'la_advice_required', 'la_agreement_required'),
  })
  .map(({ scope, triage, rejected, advice, recurring: weekly, deadlines: once, ...sections }) => ({
    pack: 'random',
    version: '1',
    title: 'A random policy',
    effectiveFrom: '2000-01-01',
    extends: 'national',
    scope: {
      ...item('RND-SC1'),
      in: scope,
      mustAsk: ['csa'],
      rejections: [{ ...item('RND-J1'), when: rejected, reason: 'out of scope' }],
    },
    ...triage,
    deadlines: [...once, ...weekly],
    ...sections,
    rollRemoval: { ...item('RND-R1'), mode: advice, adviceBy: 'manager' },
  }));
