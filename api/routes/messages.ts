import { notFound } from '../problem.js';
import { presentMessage } from '../reads/presentEnquiry.js';
import { nothing, route, type Route } from '../route.js';
import { anything, listOf } from '../schemas/answers.js';
import { casePath, messagePath, messagesQuery } from '../schemas/queries.js';
import { READERS } from '../services/actor.js';
import { mayRetryClosed, RETRIERS, retryMessage } from '../services/messageRetry.js';
import { closedAmong } from '../services/restrictedCases.js';
import type { RuleTexts } from '../services/worlds.js';
import type { Services } from '../services.js';

const READ_MS = 5_000;
const NO_RULES: RuleTexts = new Map();

/** A message of a case that is closed to whoever asks: that it is there, and how it stands. */
const withoutCase = (shown: Record<string, unknown>, mayRetry: boolean): Record<string, unknown> => ({
  ...shown,
  id: mayRetry ? shown.id : null,
  case: null,
  reference: null,
  fields: {},
});

/** What was sent to whom, why, and what is parked. The wording is the template's; addresses are not shown. */
export const messageRoutes = (services: Services): Route[] => {
  const { register, guard, worlds } = services;
  return [
    route({
      id: 'enquiryMessages',
      method: 'get',
      path: '/v1/enquiries/:case/messages',
      may: READERS,
      audit: { action: 'enquiry.messages', object: 'enquiry', param: 'case' },
      summary: 'Messages of one enquiry',
      params: casePath,
      query: nothing,
      body: nothing,
      answers: { 200: { description: 'In the order in which they fell due', schema: listOf('messages') } },
      problems: ['not_found', 'unavailable'],
      handle: async ({ bearer: { authority }, params }) =>
        guard.within(async () => {
          if ((await register.cases.findCase(authority, params.case)) === null) throw notFound('The enquiry');
          const [messages, summary] = await Promise.all([
            register.messages.ofCase(authority, params.case),
            register.worklist.find(authority, params.case),
          ]);
          const policy = summary === null ? null : await worlds.policy(authority, summary.policy);
          const rules = policy?.rules ?? NO_RULES;
          return { status: 200, body: { messages: messages.map((message) => presentMessage(message, rules)) } };
        }, READ_MS),
    }),
    route({
      id: 'listMessages',
      method: 'get',
      path: '/v1/messages',
      may: [...READERS, 'administrator'],
      audit: { action: 'messages.list', object: 'messages' },
      summary: 'Messages of the authority',
      description: '`state=parked` lists those that could not be sent yet.',
      params: nothing,
      query: messagesQuery,
      body: nothing,
      answers: { 200: { description: 'A page, the newest first', schema: listOf('messages') } },
      problems: ['unavailable'],
      handle: async ({ bearer, query, note }) => {
        const { page, closed } = await guard.within(async () => {
          const found = await register.messages.list(bearer.authority, {
            filter: query.state === undefined ? {} : { state: query.state },
            limit: query.limit,
            ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
          });
          const cases = found.rows.map(({ caseId }) => caseId);
          return { page: found, closed: await closedAmong(register, bearer, cases) };
        }, READ_MS);
        note({ rows: page.rows.length });
        const messages = page.rows.map((message) => {
          const shown = presentMessage(message, NO_RULES);
          return closed.has(message.caseId) ? withoutCase(shown, mayRetryClosed(bearer)) : shown;
        });
        return { status: 200, body: { messages, cursor: page.cursor } };
      },
    }),
    route({
      id: 'retryMessage',
      method: 'post',
      path: '/v1/messages/:id/retry',
      may: RETRIERS,
      audit: { action: 'message.retry', object: 'message', param: 'id' },
      summary: 'Try a parked message again now',
      params: messagePath,
      query: nothing,
      body: nothing,
      answers: { 200: { description: 'It is tried again', schema: anything } },
      problems: ['not_found', 'invalid', 'unavailable'],
      handle: async ({ bearer, params: { id }, at }) => ({
        status: 200,
        body: await retryMessage(services, bearer, { id, at }),
      }),
    }),
  ];
};
