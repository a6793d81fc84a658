import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { withBankHoliday, withClosureDay, withNonPupilDay, withPupilDay } from '../../config/calendars.js';
import type { Calendars } from '../../domain/calendar/types.js';
import { fanOutStart } from '../../workflows/messages.js';
import { invalidRequest, Problem } from '../problem.js';
import { nothing, route, type Route } from '../route.js';
import { anything } from '../schemas/answers.js';
import { id } from '../schemas/text.js';
import { day } from '../schemas/time.js';
import { actingAs, actorOf } from '../services/actor.js';
import type { Services } from '../services.js';

const schoolDay = z.strictObject({ school: id.meta({ description: 'The id of a school calendar' }), date: day });

/** The changes of a scenario, under the same names. */
export const calendarChange = z
  .strictObject({
    addBankHoliday: day.optional(),
    addClosureDay: day.optional(),
    addNonPupilDay: schoolDay.optional(),
    addPupilDay: schoolDay.optional(),
  })
  .refine(
    (given) => Object.values(given).filter((value) => value !== undefined).length === 1,
    'takes one change: addBankHoliday, addClosureDay, addNonPupilDay or addPupilDay',
  );

export const policyName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}@[A-Za-z0-9-]{1,20}$/, 'is not a version: write it like bradford@2');

export interface Changed {
  calendars: Calendars;
  which: 'working' | 'school';
  reason: string;
}

/** A calendar after a change, and the reason that people read. @throws Problem `invalid_request` */
export function changedBy(given: z.output<typeof calendarChange>, now: Calendars): Changed {
  const { addBankHoliday, addClosureDay, addNonPupilDay, addPupilDay } = given;
  if (addBankHoliday !== undefined)
    return {
      calendars: withBankHoliday(now, addBankHoliday),
      which: 'working',
      reason: `${addBankHoliday} became a bank holiday`,
    };
  if (addClosureDay !== undefined)
    return {
      calendars: withClosureDay(now, addClosureDay),
      which: 'working',
      reason: `${addClosureDay} became a closure day`,
    };
  const moved = addNonPupilDay ?? addPupilDay;
  if (moved === undefined) throw invalidRequest([{ field: 'body', message: 'names no change' }]);
  const { school, date } = moved;
  if (school !== now.school.id)
    throw invalidRequest([{ field: 'school', message: `is not loaded: the authority's calendar is ${now.school.id}` }]);
  return addNonPupilDay === undefined
    ? { calendars: withPupilDay(now, school, date), which: 'school', reason: `${date} became a pupil day in ${school}` }
    : {
        calendars: withNonPupilDay(now, school, date),
        which: 'school',
        reason: `${date} became a day without pupils in ${school}`,
      };
}

/** What reaches every open case: a calendar that changes, a version of the policy that is adopted. */
export const changeRoutes = ({ register, guard, worlds, gateway, startOptions }: Services): Route[] => [
  route({
    id: 'changeCalendar',
    method: 'post',
    path: '/v1/calendar-changes',
    may: ['administrator'],
    audit: { action: 'calendar.change', object: 'calendar' },
    summary: 'Change a calendar',
    description:
      'Stores a new version of the calendar and brings it to every open case: open deadlines that depend on it are calculated again, with the old date, the new one and the reason. A case that starts meanwhile has it from the start.',
    params: nothing,
    query: nothing,
    body: calendarChange,
    example: { addClosureDay: '2026-12-29' },
    answers: { 202: { description: 'Stored; the open cases are being told', schema: anything } },
    problems: ['invalid_request', 'not_saved', 'unavailable'],
    handle: async ({ bearer, body, idempotencyKey }) => {
      const { authority } = bearer;
      const school = (body.addNonPupilDay ?? body.addPupilDay)?.school;
      const now = await guard.within(() => worlds.calendars(authority, school));
      const { calendars, which, reason } = changedBy(body, now);
      if (JSON.stringify(calendars[which]) === JSON.stringify(now[which]))
        throw new Problem('invalid', 'The calendar says so already');
      const next = calendars[which];
      if ('missing' in next) throw new Problem('invalid', `The calendar ${next.id} is not loaded`);
      // Where the cases cannot be reached nothing is stored, so that the same request can be sent again.
      if (!(await gateway.reachable())) throw new Problem('not_saved', 'The enquiries cannot be reached');
      const { version } = await guard.within(() =>
        register.calendars.store(authority, {
          calendar: next.id,
          data: next,
          reason,
          storedBy: actorOf(bearer),
        }),
      );
      const change = idempotencyKey ?? randomUUID();
      await gateway.startFanOut(
        fanOutStart({ authority, change, what: { kind: 'calendar', reason } }, startOptions.queues?.record),
      );
      return { status: 202, body: { change, calendar: next.id, version, reason } };
    },
  }),
  route({
    id: 'adoptEverywhere',
    method: 'post',
    path: '/v1/policy-adoptions',
    may: ['manager'],
    audit: { action: 'policy.adopt', object: 'policy' },
    summary: 'Move every open case to a version of the policy',
    description:
      'Deadlines that are met or breached stay as they are; open ones are calculated again, never due before the end of the next working day.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ policy: policyName }),
    example: { policy: 'bradford@2' },
    answers: { 202: { description: 'The open cases are being moved', schema: anything } },
    problems: ['invalid_request', 'not_saved', 'unavailable'],
    handle: async ({ bearer, body: { policy }, idempotencyKey }) => {
      const { authority } = bearer;
      if ((await guard.within(() => worlds.policy(authority, policy))) === null)
        throw invalidRequest([{ field: 'policy', message: 'is no version that this authority has' }]);
      const by = actingAs(bearer, ['manager']);
      const change = idempotencyKey ?? randomUUID();
      await gateway.startFanOut(
        fanOutStart({ authority, change, what: { kind: 'policy', policy, by } }, startOptions.queues?.record),
      );
      return { status: 202, body: { change, policy } };
    },
  }),
];
