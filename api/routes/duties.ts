import { SERVICE_MAY } from '../../domain/permissions.js';
import { presentDuty, presentDutyEvent, presentOccurrence } from '../reads/presentDuty.js';
import { nothing, route, type Route } from '../route.js';
import { anything, listOf } from '../schemas/answers.js';
import { dutyDone, dutyNotNeeded, dutyPath, dutyPlan } from '../schemas/duties.js';
import { READERS } from '../services/actor.js';
import type { Services } from '../services.js';

/** What the service owes beside its cases: reports, meetings, routines. */
export function dutyRoutes({ duties: desk }: Services): Route[] {
  return [
    route({
      id: 'listDuties',
      method: 'get',
      path: '/v1/duties',
      may: [...READERS, 'administrator'],
      audit: { action: 'duties.list', object: 'duties' },
      summary: 'What the service owes: reports, meetings, termly and yearly routines',
      description:
        'Each with its rule and source, how often, when next, and what is open. A duty whose text names no frequency has no date until the authority sets one.',
      params: nothing,
      query: nothing,
      body: nothing,
      answers: { 200: { description: 'Duties', schema: listOf('duties') } },
      problems: ['not_found', 'unavailable'],
      handle: async ({ bearer: { authority }, at, note }) => {
        const seen = await desk.see(authority, at);
        const duties = seen.policy.service.duties.map((duty) => presentDuty(duty, seen));
        note({ rows: duties.length });
        return { status: 200, body: { duties } };
      },
    }),
    route({
      id: 'getDuty',
      method: 'get',
      path: '/v1/duties/:rule',
      may: [...READERS, 'administrator'],
      audit: { action: 'duty.view', object: 'duty', param: 'rule' },
      summary: 'One duty with its occurrences and everything that happened to it',
      params: dutyPath,
      query: nothing,
      body: nothing,
      answers: { 200: { description: 'The duty', schema: anything } },
      problems: ['not_found', 'unavailable'],
      handle: async ({ bearer: { authority }, params: { rule }, at }) => {
        const { duty, seen, occurrences, history } = await desk.one(authority, rule, at);
        return {
          status: 200,
          body: {
            ...presentDuty(duty, { ...seen, occurrences }),
            occurrences: occurrences.map((one) => presentOccurrence(one, seen)),
            history: history.map((event) => presentDutyEvent(event, seen.people)),
          },
        };
      },
    }),
    route({
      id: 'completeDuty',
      method: 'post',
      path: '/v1/duties/:rule/done',
      may: SERVICE_MAY.completeDuty,
      audit: { action: 'duty.done', object: 'duty', param: 'rule' },
      summary: 'Record that an occurrence of a duty was done',
      description: 'Done in time and entered after its day, it is late no longer; both stay in its record.',
      params: dutyPath,
      query: nothing,
      body: dutyDone,
      example: { note: 'Figures for November sent to the board', evidence: 'Minutes of 1 December, item 4' },
      answers: { 200: { description: 'The occurrence', schema: anything } },
      problems: ['not_found', 'conflict', 'unavailable', 'idempotency_key_reused'],
      handle: (call) => desk.complete(call, call.params.rule, call.body),
    }),
    route({
      id: 'waiveDuty',
      method: 'post',
      path: '/v1/duties/:rule/not-needed',
      may: SERVICE_MAY.waiveDuty,
      audit: { action: 'duty.notNeeded', object: 'duty', param: 'rule' },
      summary: 'Say that an occurrence of a duty is not needed, and why',
      params: dutyPath,
      query: nothing,
      body: dutyNotNeeded,
      example: { reason: 'The board meets once for both terms' },
      answers: { 200: { description: 'The occurrence', schema: anything } },
      problems: ['not_found', 'conflict', 'unavailable', 'idempotency_key_reused'],
      handle: (call) => desk.waive(call, call.params.rule, call.body),
    }),
    route({
      id: 'planDuty',
      method: 'post',
      path: '/v1/duties/:rule/plan',
      may: SERVICE_MAY.planDuty,
      audit: { action: 'duty.plan', object: 'duty', param: 'rule' },
      summary: 'Set how often an undated duty falls, from when, on which days, and who does it',
      description:
        'What the policy says of the frequency stands; the authority sets what its text leaves open. Open occurrences are brought into line at once, late ones stay.',
      params: dutyPath,
      query: nothing,
      body: dutyPlan,
      example: { frequency: { amount: 1, unit: 'term' }, for: 'senior' },
      answers: { 200: { description: 'The duty', schema: anything } },
      problems: ['not_found', 'unavailable', 'idempotency_key_reused'],
      handle: (call) => desk.plan(call, call.params.rule, call.body),
    }),
  ];
}
