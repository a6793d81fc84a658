import { rolesFor } from '../../domain/permissions.js';
import { nothing, route, type Route } from '../route.js';
import { referralAnswer } from '../schemas/answers.js';
import { referralBody, referralExample } from '../schemas/referral.js';
import { actingAs } from '../services/actor.js';
import type { Services } from '../services.js';

/** A referral begins an enquiry, or joins the one that the child has. */
export const referralRoutes = ({ intake }: Services): Route[] => [
  route({
    id: 'refer',
    method: 'post',
    path: '/v1/referrals',
    may: rolesFor('referral'),
    audit: { action: 'referral', object: 'enquiry' },
    summary: 'Refer a child',
    description:
      'Starts an enquiry, or joins the one of the same UPN. The same Idempotency-Key gets the first answer, for ever. Nothing but a way to find the child is needed; what is missing is marked.',
    params: nothing,
    query: nothing,
    body: referralBody,
    example: referralExample,
    answers: {
      200: { description: 'Joined the enquiry that the child has', schema: referralAnswer },
      201: { description: 'A new enquiry', schema: referralAnswer },
    },
    problems: ['idempotency_key_reused', 'invalid', 'not_saved', 'not_confirmed'],
    handle: async ({ bearer, body, idempotencyKey, at, note }) => {
      const by = actingAs(bearer, rolesFor('referral'));
      const answer = await intake.refer({ authority: bearer.authority, body, by, idempotencyKey, at });
      note({ kind: body.referrer.kind, status: answer.status });
      return answer;
    },
  }),
];
