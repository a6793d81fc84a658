import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { nothing, route, type Route } from '../route.js';
import { anything } from '../schemas/answers.js';
import { adoptPolicy, calendarChange, changeCalendar, policyName } from '../services/serviceChanges.js';
import type { Services } from '../services.js';

/** What reaches every open case: a calendar that changes, a version of the policy that is adopted. */
export const changeRoutes = (services: Services): Route[] => [
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
    handle: async ({ bearer, body, idempotencyKey }) => ({
      status: 202,
      body: await changeCalendar(services, bearer, body, idempotencyKey ?? randomUUID()),
    }),
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
      const change = idempotencyKey ?? randomUUID();
      await adoptPolicy(services, bearer, { policy, change, openCases: true });
      return { status: 202, body: { change, policy } };
    },
  }),
];
