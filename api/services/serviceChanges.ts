import { withBankHoliday, withClosureDay, withNonPupilDay, withPupilDay } from '../../config/calendars.js';
import type { Calendars } from '../../domain/calendar/types.js';
import type { Person } from '../../domain/inputs.js';
import type { Bearer } from '../../register/index.js';
import { fanOutStart } from '../../workflows/messages.js';
import { z } from 'zod';
import { invalidRequest, Problem } from '../problem.js';
import { id } from '../schemas/text.js';
import { day } from '../schemas/time.js';
import type { Services } from '../services.js';
import { actingAs, actorOf } from './actor.js';

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

/** The school that a change names; undefined for one of the working days. */
export const schoolOf = (given: z.output<typeof calendarChange>): string | undefined =>
  (given.addNonPupilDay ?? given.addPupilDay)?.school;

/**
 * The calendars before and after a change.
 * @throws Problem `invalid` where it changes nothing, or the calendar is not loaded
 */
export async function calendarChanged(
  { guard, worlds }: Services,
  authority: string,
  given: z.output<typeof calendarChange>,
): Promise<{ before: Calendars; after: Changed }> {
  const before = await guard.within(() => worlds.calendars(authority, schoolOf(given)));
  const after = changedBy(given, before);
  const next = after.calendars[after.which];
  if ('missing' in next) throw new Problem('invalid', `The calendar ${next.id} is not loaded`);
  if (JSON.stringify(next) === JSON.stringify(before[after.which]))
    throw new Problem('invalid', 'The calendar says so already');
  return { before, after };
}

/** Stores a calendar as it is from now on and brings it to every open case. `change` names this change for ever. */
export async function changeCalendar(
  services: Services,
  bearer: Bearer,
  given: z.output<typeof calendarChange>,
  change: string,
): Promise<{ change: string; calendar: string; version: number; reason: string }> {
  const { register, guard, gateway, startOptions } = services;
  const { authority } = bearer;
  const { after } = await calendarChanged(services, authority, given);
  const next = after.calendars[after.which];
  if ('missing' in next) throw new Problem('invalid', `The calendar ${next.id} is not loaded`);
  // Where the cases cannot be reached nothing is stored, so that the same request can be sent again.
  if (!(await gateway.reachable())) throw new Problem('not_saved', 'The enquiries cannot be reached');
  const { reason } = after;
  const { version } = await guard.within(() =>
    register.calendars.store(authority, { calendar: next.id, data: next, reason, storedBy: actorOf(bearer) }),
  );
  await gateway.startFanOut(
    fanOutStart({ authority, change, what: { kind: 'calendar', reason } }, startOptions.queues?.record),
  );
  return { change, calendar: next.id, version, reason };
}

/**
 * Adopts a version of the policy: referrals are taken under it from its day on and, where the open cases are to follow,
 * each of them is moved to it.
 * @throws Problem `invalid_request` where there is no such version
 */
export async function adoptPolicy(
  { register, guard, worlds, gateway, startOptions, now }: Services,
  bearer: Bearer,
  { policy, change, openCases }: { policy: string; change: string; openCases: boolean },
): Promise<void> {
  const { authority } = bearer;
  const found = await guard.within(() => worlds.policy(authority, policy));
  if (found === null) throw invalidRequest([{ field: 'policy', message: 'is no version that this authority has' }]);
  const by: Person = actingAs(bearer, ['manager']);
  if (openCases && !(await gateway.reachable())) throw new Problem('not_saved', 'The enquiries cannot be reached');
  const { id: pack, version } = found.compiled;
  await guard.within(() => register.proposals.adopt(authority, { pack, version, adoptedBy: by.id, adoptedAt: now() }));
  if (openCases)
    await gateway.startFanOut(
      fanOutStart({ authority, change, what: { kind: 'policy', policy, by } }, startOptions.queues?.record),
    );
}
