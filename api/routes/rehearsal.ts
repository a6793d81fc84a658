import { z } from 'zod';
import { Problem } from '../problem.js';
import { nothing, route, type Route } from '../route.js';
import { anything } from '../schemas/answers.js';
import { casePath } from '../schemas/queries.js';
import { when } from '../schemas/time.js';
import type { Services } from '../services.js';

/** Moves one demonstration case forward in time, so that its reminders and breaches can be watched. */
export const rehearsalRoutes = ({ demonstration }: Services): Route[] => [
  route({
    id: 'fastForward',
    method: 'post',
    path: '/v1/enquiries/:case/fastForward',
    may: ['trainer'],
    audit: { action: 'fastForward', object: 'enquiry', param: 'case' },
    summary: 'Move a demonstration enquiry forward in time',
    description: 'With demonstration data only. The enquiry is marked for ever.',
    params: casePath,
    query: nothing,
    body: z.strictObject({ to: when }),
    example: { to: '2026-12-31T09:00' },
    answers: { 200: { description: 'It is there', schema: anything } },
    problems: ['not_found', 'invalid', 'unavailable'],
    handle: async ({ bearer: { authority }, params, body: { to } }) => {
      if (demonstration === null)
        throw new Problem('not_allowed', 'Only demonstration enquiries move in time, and this is no demonstration');
      const { now } = await demonstration.moveCase(authority, params.case, to);
      return { status: 200, body: { case: params.case, now } };
    },
  }),
];
