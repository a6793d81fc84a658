import { z } from 'zod';
import type { ServiceDuty } from '../../config/pack/service.js';
import { frequencyInWords, frequencyOf } from '../../domain/duties.js';
import type { Role } from '../../domain/inputs.js';
import { SERVICE_MAY } from '../../domain/permissions.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import type { HeldPlan } from '../../register/index.js';
import { keyOf, requestHash } from '../enquiries/requestKey.js';
import { invalidRequest, notFound } from '../problem.js';
import { firstPlan, presentDuty, presentDutyEvent, presentOccurrence, type DutiesSeen } from '../reads/presentDuty.js';
import { nothing, route, type Answer, type Call, type Route } from '../route.js';
import { anything, listOf } from '../schemas/answers.js';
import { dutyDone, dutyNotNeeded, dutyPath, dutyPlan } from '../schemas/duties.js';
import { londonDay } from '../schemas/time.js';
import { actingAs, actorOf, READERS } from '../services/actor.js';
import type { Services } from '../services.js';

const READ_MS = 5_000;

/** What the service owes beside its cases: reports, meetings, routines. */
export function dutyRoutes({ register, guard, worlds, once }: Services): Route[] {
  /** Everything that a page about duties shows. @throws Problem `not_found` where no policy is in force */
  const see = (authority: string, at: Instant): Promise<DutiesSeen> =>
    guard.within(async () => {
      // One after the other: a policy is read from its files the first time, and a statement under way would be given up.
      const policy = await worlds.inForce(authority, at);
      const calendars = await worlds.calendars(authority);
      const [plans, occurrences, people] = await Promise.all([
        register.duties.plans(authority),
        register.duties.occurrences(authority),
        register.people.list(authority),
      ]);
      if (policy === null) throw notFound('A policy in force');
      return { policy, calendars, plans, occurrences, people, day: londonDay(at) };
    }, READ_MS);

  const dutyOf = ({ policy }: DutiesSeen, rule: string): ServiceDuty => {
    const duty = policy.service.duties.find(({ id }) => id === rule);
    if (duty === undefined) throw notFound('The duty');
    return duty;
  };

  /** Brings what is open into line with what was just decided. */
  const review = (authority: string, { policy, calendars }: DutiesSeen, at: Instant) =>
    guard.within(
      () =>
        register.duties.review(
          authority,
          {
            duties: policy.service.duties,
            effectiveFrom: policy.compiled.effectiveFrom,
            defaults: policy.compiled.defaults,
            calendars,
          },
          at,
        ),
      READ_MS,
    );

  const onlyOnce = (call: Call, name: string, of: unknown, work: () => Promise<Answer>): Promise<Answer> => {
    const { bearer, idempotencyKey, at } = call;
    const key = { authority: bearer.authority, actor: actorOf(bearer), key: keyOf(idempotencyKey) };
    return once(key, requestHash(name, of), at, work);
  };

  const acting = ({ bearer, at }: Call, may: readonly Role[]) => {
    const { id, role } = actingAs(bearer, may);
    return { by: id, role, at };
  };

  return [
    route({
      id: 'listDuties',
      method: 'get',
      path: '/v1/duties',
      may: [...READERS, 'administrator'],
      audit: { action: 'duties.list', object: 'duties' },
      summary: 'What the service owes: reports, meetings, termly and yearly routines',
      description:
        'Each with its rule and source, how often, when next, and what is open. A duty whose text names no frequency has no date until the authority sets one.',
      params: nothing,
      query: nothing,
      body: nothing,
      answers: { 200: { description: 'Duties', schema: listOf('duties') } },
      problems: ['not_found', 'unavailable'],
      handle: async ({ bearer: { authority }, at, note }) => {
        const seen = await see(authority, at);
        const duties = seen.policy.service.duties.map((duty) => presentDuty(duty, seen));
        note({ rows: duties.length });
        return { status: 200, body: { duties } };
      },
    }),
    route({
      id: 'getDuty',
      method: 'get',
      path: '/v1/duties/:rule',
      may: [...READERS, 'administrator'],
      audit: { action: 'duty.view', object: 'duty', param: 'rule' },
      summary: 'One duty with its occurrences and everything that happened to it',
      params: dutyPath,
      query: nothing,
      body: nothing,
      answers: { 200: { description: 'The duty', schema: anything } },
      problems: ['not_found', 'unavailable'],
      handle: async ({ bearer: { authority }, params: { rule }, at }) => {
        const seen = await see(authority, at);
        const duty = dutyOf(seen, rule);
        const [occurrences, history] = await guard.within(
          () => Promise.all([register.duties.occurrences(authority, rule), register.duties.history(authority, rule)]),
          READ_MS,
        );
        return {
          status: 200,
          body: {
            ...presentDuty(duty, { ...seen, occurrences }),
            occurrences: occurrences.map((one) => presentOccurrence(one, seen)),
            history: history.map((event) => presentDutyEvent(event, seen.people)),
          },
        };
      },
    }),
    route({
      id: 'completeDuty',
      method: 'post',
      path: '/v1/duties/:rule/done',
      may: SERVICE_MAY.completeDuty,
      audit: { action: 'duty.done', object: 'duty', param: 'rule' },
      summary: 'Record that an occurrence of a duty was done',
      description: 'Done in time and entered after its day, it is late no longer; both stay in its record.',
      params: dutyPath,
      query: nothing,
      body: dutyDone,
      example: { note: 'Figures for November sent to the board', evidence: 'Minutes of 1 December, item 4' },
      answers: { 200: { description: 'The occurrence', schema: anything } },
      problems: ['not_found', 'conflict', 'unavailable', 'idempotency_key_reused'],
      handle: (call) =>
        onlyOnce(call, 'completeDuty', [call.params, call.body], async () => {
          const { bearer, params, body, at } = call;
          const today = londonDay(at);
          const doneOn = body.doneOn ?? today;
          if (doneOn > today) throw invalidRequest([{ field: 'doneOn', message: 'lies after today' }]);
          const done = await guard.within(() =>
            register.duties.end(
              bearer.authority,
              { rule: params.rule, occurrence: body.occurrence },
              { state: 'done', doneOn, note: body.note, evidence: body.evidence ?? null },
              acting(call, SERVICE_MAY.completeDuty),
            ),
          );
          return { status: 200, body: { ...done } };
        }),
    }),
    route({
      id: 'waiveDuty',
      method: 'post',
      path: '/v1/duties/:rule/not-needed',
      may: SERVICE_MAY.waiveDuty,
      audit: { action: 'duty.notNeeded', object: 'duty', param: 'rule' },
      summary: 'Say that an occurrence of a duty is not needed, and why',
      params: dutyPath,
      query: nothing,
      body: dutyNotNeeded,
      example: { reason: 'The board meets once for both terms' },
      answers: { 200: { description: 'The occurrence', schema: anything } },
      problems: ['not_found', 'conflict', 'unavailable', 'idempotency_key_reused'],
      handle: (call) =>
        onlyOnce(call, 'waiveDuty', [call.params, call.body], async () => {
          const { bearer, params, body } = call;
          const ended = await guard.within(() =>
            register.duties.end(
              bearer.authority,
              { rule: params.rule, occurrence: body.occurrence },
              { state: 'not_needed', reason: body.reason },
              acting(call, SERVICE_MAY.waiveDuty),
            ),
          );
          return { status: 200, body: { ...ended } };
        }),
    }),
    route({
      id: 'planDuty',
      method: 'post',
      path: '/v1/duties/:rule/plan',
      may: SERVICE_MAY.planDuty,
      audit: { action: 'duty.plan', object: 'duty', param: 'rule' },
      summary: 'Set how often an undated duty falls, from when, on which days, and who does it',
      description:
        'What the policy says of the frequency stands; the authority sets what its text leaves open. Open occurrences are brought into line at once, late ones stay.',
      params: dutyPath,
      query: nothing,
      body: dutyPlan,
      example: { frequency: { amount: 1, unit: 'term' }, for: 'senior' },
      answers: { 200: { description: 'The duty', schema: anything } },
      problems: ['not_found', 'unavailable', 'idempotency_key_reused'],
      handle: (call) =>
        onlyOnce(call, 'planDuty', [call.params, call.body], async () => {
          const { bearer, params, body, at } = call;
          const { authority } = bearer;
          const seen = await see(authority, at);
          const duty = dutyOf(seen, params.rule);
          const plan = planned(duty, body, seen);
          await guard.within(() => register.duties.setPlan(authority, plan, acting(call, SERVICE_MAY.planDuty)));
          await review(authority, seen, at);
          return { status: 200, body: presentDuty(duty, await see(authority, at)) };
        }),
    }),
  ];
}

/** The plan as it becomes. @throws Problem with each field that the policy's own words leave no room for */
function planned(
  duty: ServiceDuty,
  given: z.output<typeof dutyPlan>,
  { plans, policy, day }: DutiesSeen,
): Omit<HeldPlan, 'changedAt' | 'changedBy'> {
  const held = plans.find(({ rule }) => rule === duty.id);
  const before = held ?? { ...firstPlan(policy, day), for: null };
  const { frequency, firstDue, dates } = given;
  const wrong: { field: string; message: string }[] = [];
  const refuse = (field: string, message: string): void => void wrong.push({ field, message });
  const said = duty.frequency ?? null;
  if (frequency !== undefined && said !== null)
    refuse('frequency', `is what the policy says: ${frequencyInWords(said)}`);
  if (frequency !== undefined && dates !== undefined) refuse('dates', 'are given beside a frequency: give one of them');
  if (dates !== undefined && said !== null && said !== 'three_times_a_year')
    refuse('dates', `follow from what the policy says: ${frequencyInWords(said)}`);
  const next = dates === undefined ? (frequency ?? frequencyOf(duty, before) ?? null) : null;
  if (firstDue !== undefined) {
    if (firstDue < day) refuse('firstDue', 'lies before today');
    if (next === null) refuse('firstDue', 'needs a frequency beside it, or give the days as dates');
    else if (typeof next === 'string') refuse('firstDue', `follows from the calendar: ${frequencyInWords(next)}`);
  }
  if (wrong.length > 0) throw invalidRequest(wrong);
  const changesDays = frequency !== undefined || firstDue !== undefined || dates !== undefined;
  const counts = ((): { anchor: IsoDate; anchorIsDue: boolean } => {
    if (firstDue !== undefined) return { anchor: firstDue, anchorIsDue: true };
    if (frequency !== undefined) return { anchor: day, anchorIsDue: false };
    return { anchor: before.anchor, anchorIsDue: before.anchorIsDue };
  })();
  return {
    rule: duty.id,
    ...counts,
    frequency: frequency ?? (dates === undefined ? before.frequency : null),
    dates: dates === undefined ? (frequency === undefined ? before.dates : null) : [...new Set(dates)].sort(),
    knownFrom: changesDays ? day : before.knownFrom,
    for: given.for ?? before.for,
  };
}
