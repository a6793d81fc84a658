/** What reaches every open case is asked for in the same way whether it is done or only looked at before. */
import { z } from 'zod';
import { nothing } from '../route.js';
import { anything } from '../schemas/answers.js';
import { previewQuery } from '../schemas/queries.js';
import { calendarChange, policyName } from '../services/serviceChanges.js';

/** A change of a calendar. */
export const calendarRequest = {
  method: 'post' as const,
  may: ['administrator' as const],
  params: nothing,
  body: calendarChange,
  example: { addClosureDay: '2026-12-29' },
};

/** A version of the policy. */
export const adoptionRequest = {
  method: 'post' as const,
  may: ['manager' as const],
  params: nothing,
  body: z.strictObject({ policy: policyName }),
  example: { policy: 'bradford@2' },
};

/** Done: the cases are told one after another. */
export const done = (description: string) => ({
  query: nothing,
  answers: { 202: { description, schema: anything } },
  problems: ['invalid_request' as const, 'not_saved' as const, 'unavailable' as const],
});

/** Looked at, a page of the open cases at a time. */
export const lookedAt = {
  query: previewQuery,
  answers: { 200: { description: 'A page', schema: anything } },
};
