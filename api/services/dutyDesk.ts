/** What the service owes beside its cases, and what people say of it: for the routes and for the pages. */
import type { z } from 'zod';
import type { ServiceDuty } from '../../config/pack/service.js';
import { frequencyInWords, frequencyOf } from '../../domain/duties.js';
import type { Role } from '../../domain/inputs.js';
import { SERVICE_MAY } from '../../domain/permissions.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import type { Bearer, DutyEvent, DutyOccurrence, HeldPlan } from '../../register/index.js';
import { keyOf, requestHash } from '../enquiries/requestKey.js';
import { invalidRequest, notFound } from '../problem.js';
import { firstPlan, presentDuty, type DutiesSeen } from '../reads/presentDuty.js';
import type { Answer } from '../route.js';
import type { dutyDone, dutyNotNeeded, dutyPlan } from '../schemas/duties.js';
import { londonDay } from '../schemas/time.js';
import type { Services } from '../services.js';
import { actingAs, actorOf } from './actor.js';

const READ_MS = 5_000;

/** Who says it, when, and under which key: the same key again gets the first answer. */
export interface Saying {
  bearer: Bearer;
  at: Instant;
  /** As sent; undefined where none was. */
  idempotencyKey: string | undefined;
}

export interface OneDuty {
  duty: ServiceDuty;
  seen: DutiesSeen;
  /** This duty's alone, the ended ones too. */
  occurrences: DutyOccurrence[];
  history: DutyEvent[];
}

export interface DutyDesk {
  /** Everything that a page about duties shows. @throws Problem `not_found` where no policy is in force */
  see: (authority: string, at: Instant) => Promise<DutiesSeen>;
  /** @throws Problem `not_found` where the policy in force has no such duty */
  one: (authority: string, rule: string, at: Instant) => Promise<OneDuty>;
  /** @throws NotFound and Conflict of the register; Problem `invalid_request` for a day that lies ahead */
  complete: (call: Saying, rule: string, body: z.output<typeof dutyDone>) => Promise<Answer>;
  waive: (call: Saying, rule: string, body: z.output<typeof dutyNotNeeded>) => Promise<Answer>;
  /** @throws Problem `invalid_request` for each field that the policy's own words leave no room for */
  plan: (call: Saying, rule: string, body: z.output<typeof dutyPlan>) => Promise<Answer>;
}

export function createDutyDesk({
  register,
  guard,
  worlds,
  once,
}: Pick<Services, 'register' | 'guard' | 'worlds' | 'once'>): DutyDesk {
  const see: DutyDesk['see'] = (authority, at) =>
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

  const onlyOnce = (call: Saying, name: string, of: unknown, work: () => Promise<Answer>): Promise<Answer> => {
    const { bearer, idempotencyKey, at } = call;
    const key = { authority: bearer.authority, actor: actorOf(bearer), key: keyOf(idempotencyKey) };
    return once(key, requestHash(name, of), at, work);
  };

  const acting = ({ bearer, at }: Saying, may: readonly Role[]) => {
    const { id, role } = actingAs(bearer, may);
    return { by: id, role, at };
  };

  return {
    see,

    one: async (authority, rule, at) => {
      const seen = await see(authority, at);
      const duty = dutyOf(seen, rule);
      const [occurrences, history] = await guard.within(
        () => Promise.all([register.duties.occurrences(authority, rule), register.duties.history(authority, rule)]),
        READ_MS,
      );
      return { duty, seen, occurrences, history };
    },

    complete: (call, rule, body) =>
      onlyOnce(call, 'completeDuty', [{ rule }, body], async () => {
        const { bearer, at } = call;
        const today = londonDay(at);
        const doneOn = body.doneOn ?? today;
        if (doneOn > today) throw invalidRequest([{ field: 'doneOn', message: 'lies after today' }]);
        const done = await guard.within(() =>
          register.duties.end(
            bearer.authority,
            { rule, occurrence: body.occurrence },
            { state: 'done', doneOn, note: body.note, evidence: body.evidence ?? null },
            acting(call, SERVICE_MAY.completeDuty),
          ),
        );
        return { status: 200, body: { ...done } };
      }),

    waive: (call, rule, body) =>
      onlyOnce(call, 'waiveDuty', [{ rule }, body], async () => {
        const ended = await guard.within(() =>
          register.duties.end(
            call.bearer.authority,
            { rule, occurrence: body.occurrence },
            { state: 'not_needed', reason: body.reason },
            acting(call, SERVICE_MAY.waiveDuty),
          ),
        );
        return { status: 200, body: { ...ended } };
      }),

    plan: (call, rule, body) =>
      onlyOnce(call, 'planDuty', [{ rule }, body], async () => {
        const { bearer, at } = call;
        const { authority } = bearer;
        const seen = await see(authority, at);
        const duty = dutyOf(seen, rule);
        const plan = planned(duty, body, seen);
        await guard.within(() => register.duties.setPlan(authority, plan, acting(call, SERVICE_MAY.planDuty)));
        await review(authority, seen, at);
        return { status: 200, body: presentDuty(duty, await see(authority, at)) };
      }),
  };
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
