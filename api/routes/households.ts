import { z } from 'zod';
import { rolesFor } from '../../domain/permissions.js';
import { problemOf } from '../http/answerProblems.js';
import { invalidRequest, notFound } from '../problem.js';
import { nothing, route, type Answer, type Route } from '../route.js';
import { anything, inputAnswer } from '../schemas/answers.js';
import { INPUTS } from '../schemas/inputs.js';
import { caseId, casePath } from '../schemas/queries.js';
import { actingAs, READERS } from '../services/actor.js';
import { closedAmong } from '../services/restrictedCases.js';
import type { Services } from '../services.js';
import type { Bearer, Household, Register } from '../../register/index.js';
import { CHECK_RESULTS } from '../../domain/inputs.js';
import { keyOf } from '../enquiries/requestKey.js';

const CASEWORK = rolesFor('recordCheck');

/** Households have few children; one request writes to each of their cases. */
const MOST = 20;

const cases = z.array(caseId).min(2, 'takes two enquiries or more').max(MOST, `takes ${MOST} enquiries at most`);

const { check, doneAt, evidence, note } = INPUTS.recordCheck.shape;
const sharedCheck = z.strictObject({
  check,
  result: z.enum(CHECK_RESULTS),
  doneAt,
  evidence,
  note,
  cases: z
    .array(
      z.strictObject({
        case: caseId,
        /** A child of its own may have been seen, or not. */
        result: z.enum(CHECK_RESULTS).optional(),
        note,
      }),
    )
    .min(1, 'names no enquiry')
    .max(MOST, `takes ${MOST} enquiries at most`),
});

/** Siblings: each has an enquiry of its own, and what is found out for one can count for several. */
export const householdRoutes = (services: Services): Route[] => [
  ofCase(services),
  link(services),
  leave(services),
  recordShared(services),
];

const ofCase = ({ register, guard }: Services): Route =>
  route({
    id: 'getHousehold',
    method: 'get',
    path: '/v1/enquiries/:case/household',
    may: READERS,
    audit: { action: 'household.view', object: 'enquiry', param: 'case' },
    summary: 'The enquiries of one household',
    description: 'The enquiry itself among them. Null where it is in no household.',
    params: casePath,
    query: nothing,
    body: nothing,
    answers: { 200: { description: 'The household', schema: anything } },
    problems: ['not_found', 'unavailable'],
    handle: async ({ bearer, params, note: count }) => {
      const found = await guard.within(async () => {
        const household = await register.households.of(bearer.authority, params.case);
        return household === null ? null : openOf(register, bearer, household);
      });
      count({ rows: found?.cases.length ?? 0 });
      return { status: 200, body: found === null ? { household: null, cases: [] } : presented(found) };
    },
  });

const link = ({ register, guard }: Services): Route =>
  route({
    id: 'linkHousehold',
    method: 'post',
    path: '/v1/households',
    may: CASEWORK,
    audit: { action: 'household.link', object: 'household' },
    summary: 'Put the enquiries of siblings into one household',
    description: 'Households that they are in already become one. The enquiries themselves do not change.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ cases }),
    example: { cases: ['6f2b6b0e-0f2a-4d0e-9d8a-1c2d3e4f5a6b', '0c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f'] },
    answers: { 200: { description: 'The household', schema: anything } },
    problems: ['invalid_request', 'not_found', 'unavailable'],
    handle: async ({ bearer, body, note: count }) => {
      if (new Set(body.cases).size < 2)
        throw invalidRequest([{ field: 'cases', message: 'names one enquiry only: name two or more' }]);
      const household = await guard.within(async () => {
        if ((await closedAmong(register, bearer, body.cases)).size > 0) throw notFound('An enquiry of the household');
        return openOf(register, bearer, await register.households.link(bearer.authority, body.cases));
      });
      count({ household: household.household, rows: household.cases.length });
      return { status: 200, body: presented(household) };
    },
  });

const leave = ({ register, guard }: Services): Route =>
  route({
    id: 'leaveHousehold',
    method: 'post',
    path: '/v1/enquiries/:case/household/leave',
    may: CASEWORK,
    audit: { action: 'household.leave', object: 'enquiry', param: 'case' },
    summary: 'Take an enquiry out of its household',
    description: 'One enquiry alone is no household: with the last but one the household ends.',
    params: casePath,
    query: nothing,
    body: nothing,
    answers: { 200: { description: 'It is in no household', schema: anything } },
    problems: ['not_found', 'unavailable'],
    handle: async ({ bearer, params }) => {
      await guard.within(() => register.households.leave(bearer.authority, params.case));
      return { status: 200, body: { household: null, cases: [] } };
    },
  });

const recordShared = (services: Services): Route =>
  route({
    id: 'recordSharedCheck',
    method: 'post',
    path: '/v1/enquiries/:case/household/recordCheck',
    may: CASEWORK,
    audit: { action: 'household.recordCheck', object: 'enquiry', param: 'case' },
    summary: 'Record one check, such as a home visit, for several enquiries of a household',
    description:
      'Each enquiry takes it as an input of its own and answers for itself: what one refuses, another may take. A child of its own may have a result of its own.',
    params: casePath,
    query: nothing,
    body: sharedCheck,
    example: {
      check: 'BRA-C10',
      result: 'contact_made',
      doneAt: '2026-12-29T10:30',
      evidence: 'Spoke with the mother at the door',
      cases: [
        { case: '6f2b6b0e-0f2a-4d0e-9d8a-1c2d3e4f5a6b', result: 'child_seen' },
        { case: '0c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f' },
      ],
    },
    answers: {
      200: {
        description: 'The answer of each enquiry: its status, and what was taken or the problem',
        schema: z.object({
          answers: z.array(
            z.object({
              case: caseId,
              status: z.int(),
              taken: inputAnswer.optional(),
              problem: anything.optional(),
            }),
          ),
        }),
      },
    },
    problems: ['invalid_request', 'not_found', 'not_saved', 'unavailable'],
    handle: async ({ bearer, params, body, idempotencyKey, requestId, at, note: count }) => {
      const { authority } = bearer;
      const by = actingAs(bearer, CASEWORK);
      const { cases: told, ...shared } = body;
      const { register } = services;
      const household = await services.guard.within(async () => {
        const found = await register.households.of(authority, params.case);
        return found === null ? null : openOf(register, bearer, found);
      });
      const known = new Set([params.case, ...(household?.cases.map((one) => one.caseId) ?? [])]);
      const strangers = told.flatMap((one, index) =>
        known.has(one.case)
          ? []
          : [{ field: `cases.${index}.case`, message: 'is not of this household: link it first' }],
      );
      if (strangers.length > 0) throw invalidRequest(strangers);
      if (new Set(told.map((one) => one.case)).size < told.length)
        throw invalidRequest([{ field: 'cases', message: 'names an enquiry twice' }]);
      const missing = told.flatMap((one, index) =>
        (one.result ?? shared.result) === 'not_applicable' && (one.note ?? shared.note) === undefined
          ? [{ field: `cases.${index}.note`, message: 'is missing: a check that does not apply needs a note' }]
          : [],
      );
      if (missing.length > 0) throw invalidRequest(missing);
      const key = keyOf(idempotencyKey);
      const answers = [];
      for (const { case: one, ...own } of told) {
        const answer = await services.inputs
          .sendInput({
            of: { authority, caseId: one },
            name: 'recordCheck',
            body: { ...shared, ...own },
            by,
            // Each case counts it once under a key of its own.
            idempotencyKey: `${key.slice(0, KEY_LETTERS)}/${one}`,
            at,
          })
          .catch((error: unknown) => asAnswer(services, requestId, error));
        answers.push(
          answer.status === 200
            ? { case: one, status: answer.status, taken: answer.body }
            : { case: one, status: answer.status, problem: answer.body },
        );
      }
      count({ rows: answers.length });
      return { status: 200, body: { answers } };
    },
  });

/** A key has 200 letters at most, and a slash and the id of the case follow. */
const KEY_LETTERS = 160;

/** What one enquiry refused; the others are asked all the same. */
function asAnswer({ log }: Services, requestId: string, error: unknown): Answer {
  const { status, code, detail, more } = problemOf(error);
  if (code === 'internal')
    log.error({ requestId, failure: error instanceof Error ? error.name : typeof error }, 'a check was not recorded');
  return { status, body: { code, detail, ...more } };
}

/** Without the enquiries of which the bearer may not know. */
async function openOf(register: Register, bearer: Bearer, { household, cases: all }: Household): Promise<Household> {
  const closed = await closedAmong(
    register,
    bearer,
    all.map((one) => one.caseId),
  );
  return { household, cases: all.filter((one) => !closed.has(one.caseId)) };
}

const presented = ({ household, cases: found }: Household) => ({
  household,
  cases: found.map(({ caseId: id, reference, givenName, familyName, status }) => ({
    case: id,
    reference,
    child: { givenName, familyName },
    status,
  })),
});
