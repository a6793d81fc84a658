import { randomUUID } from 'node:crypto';
import { route, type Route } from '../route.js';
import { adoptPolicy, changeCalendar } from '../services/serviceChanges.js';
import type { Services } from '../services.js';
import { adoptionRequest, calendarRequest, done } from './everyCase.js';

/** What reaches every open case: a calendar that changes, a version of the policy that is adopted. */
export const changeRoutes = (services: Services): Route[] => [
  route({
    id: 'changeCalendar',
    ...calendarRequest,
    ...done('Stored; the open cases are being told'),
    path: '/v1/calendar-changes',
    audit: { action: 'calendar.change', object: 'calendar' },
    summary: 'Change a calendar',
    description:
      'Stores a new version of the calendar and brings it to every open case: open deadlines that depend on it are calculated again, with the old date, the new one and the reason. A case that starts meanwhile has it from the start.',
    handle: async ({ bearer, body, idempotencyKey }) => ({
      status: 202,
      body: await changeCalendar(services, bearer, body, idempotencyKey ?? randomUUID()),
    }),
  }),
  route({
    id: 'adoptEverywhere',
    ...adoptionRequest,
    ...done('The open cases are being moved'),
    path: '/v1/policy-adoptions',
    audit: { action: 'policy.adopt', object: 'policy' },
    summary: 'Move every open case to a version of the policy',
    description:
      'Deadlines that are met or breached stay as they are; open ones are calculated again, never due before the end of the next working day.',
    handle: async ({ bearer, body: { policy }, idempotencyKey }) => {
      const change = idempotencyKey ?? randomUUID();
      await adoptPolicy(services, bearer, { policy, change, openCases: true });
      return { status: 202, body: { change, policy } };
    },
  }),
];
