import { z } from 'zod';
import { epochSeconds } from '../../domain/time.js';
import { invalidRequest, notFound, Problem } from '../problem.js';
import { nothing, route, type Route } from '../route.js';
import { anything } from '../schemas/answers.js';
import { casePath } from '../schemas/queries.js';
import { when } from '../schemas/time.js';
import type { Services } from '../services.js';

const TWO_YEARS_SECONDS = 2 * 366 * 86_400;

/** Moves one demonstration case forward in time, so that its reminders and breaches can be watched. */
export const rehearsalRoutes = ({ rehearsal, register, guard, demo, now }: Services): Route[] => [
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
      if (!demo || rehearsal === null)
        throw new Problem('not_allowed', 'Only demonstration enquiries move in time, and this is no demonstration');
      const row = await guard.within(() => register.cases.findCase(authority, params.case));
      if (row === null) throw notFound('The enquiry');
      if (epochSeconds(to) - epochSeconds(now()) > TWO_YEARS_SECONDS)
        throw invalidRequest([{ field: 'to', message: 'lies more than two years ahead' }]);
      const { now: there } = await rehearsal.fastForward(params.case, to, authority);
      return { status: 200, body: { case: params.case, now: there } };
    },
  }),
];
