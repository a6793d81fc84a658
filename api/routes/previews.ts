import { previewAdoption, type Preview, type Previewed } from '../../domain/preview.js';
import { notFound, Problem } from '../problem.js';
import { nothing, route, type Route } from '../route.js';
import { anything } from '../schemas/answers.js';
import { casePath } from '../schemas/queries.js';
import { actingAs } from '../services/actor.js';
import {
  adoptable,
  momentOf,
  presentPreview,
  PREVIEW_MS,
  previewAdoptEverywhere,
  previewCalendarChange,
  worldOf,
} from '../services/previews.js';
import type { Services } from '../services.js';
import { adoptionRequest, calendarRequest, lookedAt } from './everyCase.js';

/** What a change would do to cases, before anybody confirms it. They change nothing. */
export const previewRoutes = (services: Services): Route[] => [
  caseAdoption(services),
  adoptionEverywhere(services),
  calendar(services),
];

const caseAdoption = (services: Services): Route =>
  route({
    id: 'previewAdoptPolicy',
    ...adoptionRequest,
    path: '/v1/enquiries/:case/adoptPolicy/preview',
    audit: { action: 'enquiry.previewAdoption', object: 'enquiry', param: 'case' },
    summary: 'What moving the enquiry to a version of the policy would change',
    description:
      'Deadlines, minimum periods, checks and gates as they are and as they would be, with the messages and tasks that would come at once. Changes nothing.',
    params: casePath,
    query: nothing,
    answers: { 200: { description: 'What would change', schema: anything } },
    problems: ['invalid_request', 'not_found', 'invalid', 'unavailable'],
    handle: async ({ bearer, params, body, at }) => {
      const by = actingAs(bearer, ['manager']);
      const { authority } = bearer;
      const { answer, rules } = await services.guard.within(async () => {
        const enquiry = await services.register.enquiries.read(authority, params.case);
        if (enquiry === null) throw notFound('The enquiry');
        const adopted = await adoptable(services, authority, body.policy);
        const world = await worldOf(services, authority, enquiry);
        if (world === null) throw new Problem('invalid', 'The enquiry has no events yet: try again in a moment');
        const moment = momentOf(enquiry, world.state, at);
        return { answer: previewAdoption(world, adopted.compiled, by, moment), rules: adopted.rules };
      }, PREVIEW_MS);
      const { was, now, ...rest } = taken(answer);
      return { status: 200, body: { case: params.case, was, now, ...presentPreview(rest, rules) } };
    },
  });

const adoptionEverywhere = (services: Services): Route =>
  route({
    id: 'previewAdoptEverywhere',
    ...adoptionRequest,
    ...lookedAt,
    path: '/v1/policy-adoptions/preview',
    audit: { action: 'policy.previewAdoption', object: 'policy' },
    summary: 'What moving every open case to a version of the policy would change',
    description:
      'Page by page over the open enquiries, in the order of their ids: those that would change, and those that would refuse it. Changes nothing.',
    problems: ['invalid_request', 'unavailable'],
    handle: async ({ bearer, query, body: { policy }, at, note }) => {
      const page = await previewAdoptEverywhere(services, bearer, { policy, query, at });
      note({ rows: page.examined });
      return { status: 200, body: { policy, ...page } };
    },
  });

const calendar = (services: Services): Route =>
  route({
    id: 'previewCalendarChange',
    ...calendarRequest,
    ...lookedAt,
    path: '/v1/calendar-changes/preview',
    audit: { action: 'calendar.preview', object: 'calendar' },
    summary: 'Which deadlines of which enquiries a change of a calendar would move',
    description:
      'Page by page over the open enquiries, in the order of their ids; only those with something that moves are listed. Changes nothing.',
    problems: ['invalid_request', 'invalid', 'unavailable'],
    handle: async ({ bearer, query, body: change, at, note }) => {
      const page = await previewCalendarChange(services, bearer, { change, query, at });
      note({ rows: page.examined });
      return { status: 200, body: page };
    },
  });

function taken(answer: Previewed): Preview {
  if (!answer.ok) {
    const { code, detail, blockedBy, field } = answer.refusal;
    throw new Problem(code, detail, {
      ...(blockedBy === undefined ? {} : { blockedBy }),
      ...(field === undefined ? {} : { field }),
    });
  }
  return answer.preview;
}
