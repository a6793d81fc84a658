import type { z } from 'zod';
import type { Role } from '../../domain/inputs.js';
import { rolesFor } from '../../domain/permissions.js';
import { DatabaseAway } from '../services/databaseGuard.js';
import { notSaved } from '../problem.js';
import { sightOf } from '../reads/whoMaySee.js';
import { nothing, route, type Call, type Route } from '../route.js';
import { inputAnswer, referralAnswer } from '../schemas/answers.js';
import { INPUTS, SENT_INPUTS } from '../schemas/inputs.js';
import { casePath } from '../schemas/queries.js';
import { referralExample } from '../schemas/referral.js';
import type { OwnInput } from '../enquiries/caseInput.js';
import { endDuplicate } from '../enquiries/endDuplicate.js';
import { actingAs } from '../services/actor.js';
import type { Of } from '../services/gateway.js';
import type { Services } from '../services.js';
import { INPUT_WORDS } from './inputWords.js';

const PROBLEMS = [
  'not_found',
  'gate_closed',
  'out_of_scope',
  'no_such_outcome',
  'invalid',
  'idempotency_key_reused',
  'not_saved',
  'not_confirmed',
] as const;

/** Whoever works on cases gives inputs to any of them; an outsider only to one it may know of. */
const INSIDERS: readonly Role[] = ['officer', 'senior', 'manager', 'dsl', 'administrator', 'auditor', 'trainer'];

/** One route for each input of the scenario format, under its name. */
export function inputRoutes(services: Services): Route[] {
  const names = SENT_INPUTS.filter((name) => name !== 'referral');
  return [furtherReferral(services), ...names.map((name) => inputRoute(services, name))];
}

function inputRoute(services: Services, name: OwnInput): Route {
  const may = rolesFor(name);
  const body: z.ZodType<Record<string, unknown>> = INPUTS[name];
  const { summary, example } = INPUT_WORDS[name];
  return route({
    id: name,
    method: 'post',
    path: `/v1/enquiries/:case/${name}`,
    may,
    audit: { action: name, object: 'enquiry', param: 'case' },
    summary,
    params: casePath,
    query: nothing,
    body,
    example,
    answers: { 200: { description: 'Taken', schema: inputAnswer } },
    problems: PROBLEMS,
    withoutRegister: true,
    handle: async (call) => {
      const by = actingAs(call.bearer, may);
      const of = await caseOf(services, call, call.params.case);
      const answer = await services.inputs.sendInput({
        of,
        name,
        body: call.body,
        by,
        idempotencyKey: call.idempotencyKey,
        at: call.at,
      });
      if (name === 'confirmDuplicate') await endDuplicate(services, of, by, call, answer);
      return answer;
    },
  });
}

function furtherReferral(services: Services): Route {
  const may = rolesFor('referral');
  return route({
    id: 'referral',
    method: 'post',
    path: '/v1/enquiries/:case/referral',
    may,
    audit: { action: 'referral', object: 'enquiry', param: 'case' },
    summary: 'Refer a child who has this enquiry already',
    description:
      'With the same UPN it joins. Without, it starts an enquiry of its own and is proposed here as a duplicate, for a person to judge.',
    params: casePath,
    query: nothing,
    body: INPUTS.referral,
    example: { referral: referralExample },
    answers: {
      200: { description: 'Joined', schema: referralAnswer },
      201: { description: 'An enquiry of its own, proposed as a duplicate', schema: referralAnswer },
    },
    problems: PROBLEMS,
    handle: async (call) => {
      const by = actingAs(call.bearer, may);
      const of = await caseOf(services, call, call.params.case);
      return services.intake.refer({
        authority: of.authority,
        body: call.body.referral,
        by,
        named: of.caseId,
        idempotencyKey: call.idempotencyKey,
        at: call.at,
      });
    },
  });
}

/** @throws Problem `not_found` where an outsider may not know of the case */
async function caseOf({ ownCases, guard, demo }: Services, { bearer }: Call, caseId: string): Promise<Of> {
  const of = { authority: bearer.authority, caseId };
  if (bearer.roles.some((role) => INSIDERS.includes(role))) return of;
  await guard
    .within(() => sightOf(ownCases, bearer, of, demo))
    .catch((error: unknown) => {
      throw error instanceof DatabaseAway ? notSaved('It cannot be looked up whose enquiry this is') : error;
    });
  return of;
}
