/**
 * Random cases for property tests: referrals, what people do in any order and role, changes of the world, at any time.
 * Most inputs make sense where they stand; some do not and are refused.
 */
import fc from 'fast-check';
import type { Calendars } from '../calendar/types.js';
import { FACTS } from '../facts.js';
import {
  CHECK_RESULTS,
  CONCERN_KINDS,
  REFERRER_KINDS,
  ROLES,
  type CaseInput,
  type Match,
  type PersonInput,
  type Referral,
} from '../inputs.js';
import type { CompiledPolicy, FactId, FactType, FactValue } from '../policy.js';
import type { Play, Played } from '../simulate.js';
import { addDays, addSeconds, type Instant } from '../time.js';

/** Minutes after the referral at which something happens: within some ten weeks, most of it in the first three. */
const minutes = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 100_000 }) },
);

const firstDay = fc.constantFrom('2026-10-22', '2026-12-21', '2027-01-28', '2027-02-08', '2027-03-22', '2027-04-12');
const receivedAt = fc
  .tuple(firstDay, fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 86_399 }))
  .map(([day, days, second]): Instant => addSeconds(`${addDays(day, days)}T00:00:00Z`, second));

const day = fc
  .tuple(fc.constantFrom('2026-10-05', '2026-12-01', '2027-02-01'), fc.integer({ min: 0, max: 60 }))
  .map(([from, days]) => addDays(from, days));

const text = fc.constantFrom('text-1', 'text-2');

function valueOf(type: FactType): fc.Arbitrary<FactValue> {
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: 0, max: 100 });
    case 'date':
      return day;
    case 'text':
      return fc.constantFrom('NAT-R9-A', 'NAT-R9-I', 'elsewhere');
  }
}

const factsStatedBy = (setter: 'referral' | 'person'): FactId[] =>
  Object.entries(FACTS)
    .filter(([, fact]) => fact.setBy.includes(setter))
    .map(([id]) => id);

const fact = (ids: FactId[]) =>
  fc
    .constantFrom(...ids)
    .chain((id) => valueOf(FACTS[id]?.type ?? 'boolean').map((value): [FactId, FactValue] => [id, value]));

const MARKERS = ['cp_plan', 's47', 'cin', 'looked_after', 'social_worker', 'csc_historic', 'safeguarding_concern'];

const stated = fc
  .tuple(fc.array(fact(factsStatedBy('referral')), { maxLength: 5 }), fc.array(fact(MARKERS), { maxLength: 2 }))
  .map(([some, markers]) => Object.fromEntries([...some, ...markers]));

const referrer = fc
  .tuple(fc.constantFrom(...REFERRER_KINDS), fc.constantFrom('email' as const, 'sms' as const, null))
  .map(([kind, reply]): Referral['referrer'] => {
    const given = kind === 'anonymous' ? null : reply;
    return { kind, reply: given, verified: (kind === 'school' || kind === 'professional') && given === 'email' };
  });

const referral = (at: Instant): fc.Arbitrary<Referral> =>
  fc
    .tuple(
      referrer,
      stated,
      fc.option(fc.constantFrom('2012-05-04', '2016-09-01', '2010-12-01', '2023-01-01', '2008-01-01')),
    )
    .map(([from, facts, dateOfBirth]) => ({
      receivedAt: at,
      referrer: from,
      child: dateOfBirth === null ? {} : { dateOfBirth },
      facts,
    }));

/** What a person may try; ids are those of the policy, and some that are not. */
function personInput(policy: CompiledPolicy): fc.Arbitrary<PersonInput> {
  const check = fc.constantFrom(
    ...policy.checks.map((rule) => rule.id),
    ...policy.deadlines.map((rule) => rule.id),
    'constructor',
  );
  const result = fc.constantFrom(...CHECK_RESULTS);
  const outcome = fc.constantFrom(
    ...[
      'in_education',
      'located_no_place',
      'on_roll_not_attending',
      'moved_authority',
      'not_traced',
      'died',
      'nothing',
    ],
    ...policy.outcomes.map((rule) => rule.id),
  );
  const action = fc.constantFrom('inactive', 'close', 'roll_removal', 'next_step');
  const known = fact(factsStatedBy('person'));
  const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
  return fc.oneof<fc.MaybeWeightedArbitrary<PersonInput>[]>(
    often(8, fc.record({ do: fc.constant('recordCheck' as const), check, result, evidence: text, note: text })),
    often(
      4,
      known.map(([id, value]) => ({ do: 'recordFact' as const, fact: id, value })),
    ),
    often(
      2,
      fc.record({
        do: fc.constant('raiseConcern' as const),
        kind: fc.constantFrom(...CONCERN_KINDS),
        immediate: fc.boolean(),
        note: text,
      }),
    ),
    often(2, fc.constant({ do: 'acknowledgeConcern' as const, spokenTo: 'text-1' })),
    often(2, fc.constant({ do: 'resolveConcern' as const, reason: 'text-1' })),
    often(1, fc.constant({ do: 'reviewHistory' as const, reason: 'text-1' })),
    often(1, fc.constant({ do: 'acceptReferral' as const })),
    often(1, fc.constant({ do: 'rejectReferral' as const, reason: 'text-1' })),
    often(1, fc.constant({ do: 'confirmDuplicate' as const })),
    often(1, fc.constant({ do: 'refuseDuplicate' as const })),
    often(
      2,
      check.map((id) => ({ do: 'markNotApplicable' as const, check: id, reason: 'text-1' })),
    ),
    often(1, fc.constant({ do: 'addCheck' as const, check: 'X-1', title: 'text-1', reason: 'text-2' })),
    often(
      2,
      check.map((id) => ({ do: 'askPartner' as const, check: id })),
    ),
    often(1, fc.record({ do: fc.constant('partnerReplied' as const), check, result })),
    often(
      1,
      fc.record({
        do: fc.constant('assign' as const),
        to: fc.constantFrom('officer-a', 'officer-b'),
        toRole: fc.constant('officer' as const),
      }),
    ),
    often(1, fc.constant({ do: 'serveNotice' as const, notice: 's437', method: 'hand', servedOn: '2026-12-17' })),
    often(
      1,
      fc.record({ do: fc.constant('recordAttendance' as const), date: day, code: fc.constantFrom('O', 'N', 'G', 'I') }),
    ),
    often(
      2,
      outcome.map((id) => ({ do: 'proposeOutcome' as const, outcome: id })),
    ),
    often(
      4,
      outcome.map((id) => ({ do: 'decideOutcome' as const, outcome: id })),
    ),
    often(2, fc.constant({ do: 'requestRollRemovalAdvice' as const })),
    often(
      2,
      fc.record({
        do: fc.constant('giveRollRemovalAdvice' as const),
        advice: fc.constantFrom('remove' as const, 'keep' as const),
        reason: text,
      }),
    ),
    often(
      1,
      fc.record({
        do: fc.constant('overrideGate' as const),
        action,
        second: fc.constantFrom('manager-a', 'manager-b'),
        secondRole: fc.constant('manager' as const),
        reason: text,
      }),
    ),
    often(1, fc.constant({ do: 'reopen' as const, reason: 'text-1' })),
    often(1, fc.constant({ do: 'note' as const, text: 'text-1' })),
  );
}

/** Some role, mostly one that may do it. */
const person = fc
  .oneof(
    { weight: 4, arbitrary: fc.constantFrom('manager' as const, 'officer' as const, 'dsl' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...ROLES) },
  )
  .chain((role) => fc.constantFrom('a', 'b').map((name) => ({ id: `${role}-${name}`, role })));

const ofPerson = (policy: CompiledPolicy): fc.Arbitrary<(at: Instant) => Played> =>
  fc
    .tuple(personInput(policy), person)
    .map(([input, by]) => (at: Instant): Played => ({ at, input: { ...input, by } }));

const furtherReferral: fc.Arbitrary<(at: Instant) => Played> = fc
  .tuple(referral('2026-01-01T00:00:00Z'), fc.constantFrom<Match | undefined>('same_upn', 'similar', undefined))
  .map(([given, match]) => (at: Instant): Played => {
    const input: CaseInput = {
      do: 'referral',
      by: { id: 'referrer', role: 'referrer' },
      referral: { ...given, receivedAt: at },
      ...(match === undefined ? {} : { match }),
    };
    return { at, input };
  });

const closure: fc.Arbitrary<(at: Instant) => Played> = day.map((date) => (at: Instant): Played => ({
  at,
  reason: `${date} became a closure day`,
  change: (calendars: Calendars) => ({
    ...calendars,
    working: { ...calendars.working, closureDays: [...new Set([...calendars.working.closureDays, date])].sort() },
  }),
}));

/** What happens to a case under a policy, from its referral to some weeks after the last that happens. */
export function randomCase(policy: CompiledPolicy): fc.Arbitrary<Omit<Play, 'world'>> {
  const happening = fc.oneof(
    { weight: 12, arbitrary: ofPerson(policy) },
    { weight: 1, arbitrary: furtherReferral },
    { weight: 1, arbitrary: closure },
  );
  return receivedAt.chain((start) =>
    fc
      .tuple(
        referral(start),
        fc.array(fc.tuple(minutes, happening), { maxLength: 25 }),
        fc.integer({ min: 1, max: 40 }),
      )
      .map(([first, happenings, more]) => {
        const played = happenings.map(([after, at]) => at(addSeconds(start, after * 60)));
        const last = played.reduce((latest, item) => (item.at > latest ? item.at : latest), start);
        return {
          played: [
            { at: start, input: { do: 'referral', by: { id: 'referrer', role: 'referrer' }, referral: first } },
            ...played,
          ],
          until: addSeconds(last, more * 86_400),
        };
      }),
  );
}
