import type { z } from 'zod';
import { rolesFor } from '../../domain/permissions.js';
import { nothing, route, type Route } from '../route.js';
import { inputAnswer, referralAnswer } from '../schemas/answers.js';
import { INPUTS, SENT_INPUTS } from '../schemas/inputs.js';
import { casePath } from '../schemas/queries.js';
import { referralExample } from '../schemas/referral.js';
import type { OwnInput } from '../enquiries/caseInput.js';
import { endDuplicate } from '../enquiries/endDuplicate.js';
import { actingAs } from '../services/actor.js';
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
    withoutRegister: name === 'raiseConcern' ? 'urgent' : 'ordinary',
    handle: async (call) => {
      const by = actingAs(call.bearer, may);
      const of = { authority: call.bearer.authority, caseId: call.params.case };
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
      const of = { authority: call.bearer.authority, caseId: call.params.case };
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
