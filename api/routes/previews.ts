import { addSeconds, later, type Instant } from '../../domain/time.js';
import { previewAdoption, previewCalendars, type Preview, type Previewed } from '../../domain/preview.js';
import type { CaseState } from '../../domain/state.js';
import type { Enquiry } from '../../register/index.js';
import { z } from 'zod';
import { invalidRequest, notFound, Problem } from '../problem.js';
import { titled } from '../reads/presentEnquiry.js';
import { nothing, route, type Route } from '../route.js';
import { anything } from '../schemas/answers.js';
import { casePath, previewQuery } from '../schemas/queries.js';
import { actingAs } from '../services/actor.js';
import type { Policy, RuleTexts } from '../services/worlds.js';
import type { Services } from '../services.js';
import { calendarChange, changedBy, policyName } from './changes.js';

/** Reading many cases takes longer than a look-up. */
const READ_MS = 10_000;

/** What a change would do to cases, before anybody confirms it. They change nothing. */
export const previewRoutes = (services: Services): Route[] => [
  caseAdoption(services),
  adoptionEverywhere(services),
  calendar(services),
];

const caseAdoption = (services: Services): Route =>
  route({
    id: 'previewAdoptPolicy',
    method: 'post',
    path: '/v1/enquiries/:case/adoptPolicy/preview',
    may: ['manager'],
    audit: { action: 'enquiry.previewAdoption', object: 'enquiry', param: 'case' },
    summary: 'What moving the enquiry to a version of the policy would change',
    description:
      'Deadlines, minimum periods, checks and gates as they are and as they would be, with the messages and tasks that would come at once. Changes nothing.',
    params: casePath,
    query: nothing,
    body: z.strictObject({ policy: policyName }),
    example: { policy: 'bradford@2' },
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
      }, READ_MS);
      const { was, now, ...rest } = taken(answer);
      return { status: 200, body: { case: params.case, was, now, ...presentPreview(rest, rules) } };
    },
  });

const adoptionEverywhere = (services: Services): Route =>
  route({
    id: 'previewAdoptEverywhere',
    method: 'post',
    path: '/v1/policy-adoptions/preview',
    may: ['manager'],
    audit: { action: 'policy.previewAdoption', object: 'policy' },
    summary: 'What moving every open case to a version of the policy would change',
    description:
      'Page by page over the open enquiries, in the order of their ids: those that would change, and those that would refuse it. Changes nothing.',
    params: nothing,
    query: previewQuery,
    body: z.strictObject({ policy: policyName }),
    example: { policy: 'bradford@2' },
    answers: { 200: { description: 'A page', schema: anything } },
    problems: ['invalid_request', 'unavailable'],
    handle: async ({ bearer, query, body, at, note }) => {
      const by = actingAs(bearer, ['manager']);
      const adopted = await adoptable(services, bearer.authority, body.policy);
      const page = await services.guard.within(
        () =>
          eachOpenCase(services, bearer.authority, query, (enquiry, world) =>
            Promise.resolve(previewAdoption(world, adopted.compiled, by, momentOf(enquiry, world.state, at))),
          ),
        READ_MS,
      );
      note({ rows: page.examined });
      return { status: 200, body: { policy: body.policy, ...presentPage(page, () => adopted.rules) } };
    },
  });

const calendar = (services: Services): Route =>
  route({
    id: 'previewCalendarChange',
    method: 'post',
    path: '/v1/calendar-changes/preview',
    may: ['administrator'],
    audit: { action: 'calendar.preview', object: 'calendar' },
    summary: 'Which deadlines of which enquiries a change of a calendar would move',
    description:
      'Page by page over the open enquiries, in the order of their ids; only those with something that moves are listed. Changes nothing.',
    params: nothing,
    query: previewQuery,
    body: calendarChange,
    example: { addClosureDay: '2026-12-29' },
    answers: { 200: { description: 'A page', schema: anything } },
    problems: ['invalid_request', 'invalid', 'unavailable'],
    handle: async ({ bearer, query, body, at, note }) => {
      const { authority } = bearer;
      const school = (body.addNonPupilDay ?? body.addPupilDay)?.school;
      const of = await services.guard.within(() => services.worlds.calendars(authority, school));
      const { reason, which, calendars } = changedBy(body, of);
      if (JSON.stringify(calendars[which]) === JSON.stringify(of[which]))
        throw new Problem('invalid', 'The calendar says so already');
      const policies = new Map<string, RuleTexts>();
      const page = await services.guard.within(
        () =>
          eachOpenCase(services, authority, query, (enquiry, world) => {
            policies.set(enquiry.case.case_id, world.texts);
            const own = world.world.calendars;
            // A case of another school keeps its own days.
            if (school !== undefined && own.school.id !== of.school.id) return Promise.resolve(null);
            const changed = changedBy(body, own).calendars;
            return Promise.resolve(previewCalendars(world, changed, reason, momentOf(enquiry, world.state, at)));
          }),
        READ_MS,
      );
      note({ rows: page.examined });
      return {
        status: 200,
        body: {
          calendar: of[which].id,
          reason,
          ...presentPage(page, (caseId) => policies.get(caseId) ?? new Map()),
        },
      };
    },
  });

async function adoptable({ worlds, guard }: Services, authority: string, name: string): Promise<Policy> {
  const policy = await guard.within(() => worlds.policy(authority, name));
  if (policy === null) throw invalidRequest([{ field: 'policy', message: 'is no version that this authority has' }]);
  return policy;
}

type CaseWorld = NonNullable<Awaited<ReturnType<typeof worldOf>>>;

/** A case with what it is decided by; null before its first event. */
async function worldOf({ worlds }: Services, authority: string, { state, child }: Enquiry) {
  const policy = state === null ? null : await worlds.policy(authority, state.policy);
  if (state === null || policy === null) return null;
  const calendars = await worlds.calendars(authority, child?.school);
  return { state, world: { policy: policy.compiled, calendars }, texts: policy.rules };
}

/** The moment at which a case stands; a demonstration case has a time of its own. */
const momentOf = ({ case: row }: Enquiry, state: CaseState, at: Instant): Instant =>
  later(addSeconds(at, row.demo_offset_seconds), state.at);

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

interface Page {
  examined: number;
  next: string | null;
  found: { enquiry: Enquiry; answer: Previewed }[];
}

/** Asks a question of a page of the open cases. A null answer leaves the case out. */
async function eachOpenCase(
  services: Services,
  authority: string,
  { after, limit }: z.output<typeof previewQuery>,
  ask: (enquiry: Enquiry, world: CaseWorld) => Promise<Previewed | null>,
): Promise<Page> {
  const { register } = services;
  const caseIds = await register.reconcile.openCaseIds(authority, { after: after ?? '', limit });
  const found: Page['found'] = [];
  for (const caseId of caseIds) {
    const enquiry = await register.enquiries.read(authority, caseId);
    const world = enquiry === null ? null : await worldOf(services, authority, enquiry);
    if (enquiry === null || world === null) continue;
    const answer = await ask(enquiry, world);
    if (answer !== null) found.push({ enquiry, answer });
  }
  return { examined: caseIds.length, next: caseIds.length < limit ? null : (caseIds.at(-1) ?? null), found };
}

type Changes = Omit<Preview, 'was' | 'now'>;

const isEmpty = (changes: Changes): boolean =>
  [changes.deadlines, changes.earliest, changes.checks, changes.gates, changes.messages, changes.tasks].every(
    (list) => list.length === 0,
  );

function presentPage({ examined, next, found }: Page, rulesOf: (caseId: string) => RuleTexts) {
  return {
    examined,
    next,
    cases: found.flatMap(({ enquiry, answer }) => {
      const { case_id: caseId, reference } = enquiry.case;
      if (!answer.ok) return [];
      const { was, now, ...changes } = answer.preview;
      const risen = was.risk !== now.risk || was.category !== now.category;
      if (isEmpty(changes) && !risen) return [];
      return [{ case: caseId, reference, was, now, ...presentPreview(changes, rulesOf(caseId)) }];
    }),
    refused: found.flatMap(({ enquiry, answer }) =>
      answer.ok
        ? []
        : [
            {
              case: enquiry.case.case_id,
              reference: enquiry.case.reference,
              code: answer.refusal.code,
              why: answer.refusal.detail,
            },
          ],
    ),
  };
}

const presentPreview = (changes: Changes, rules: RuleTexts) => ({
  deadlines: changes.deadlines.map((one) => ({ ...one, ...titled(one.rule, rules) })),
  earliest: changes.earliest.map((one) => ({ ...one, ...titled(one.rule, rules) })),
  checks: changes.checks.map((one) => ({ ...one, ...titled(one.id, rules) })),
  gates: changes.gates,
  messages: changes.messages.map((one) => ({ ...one, ...titled(one.rule, rules) })),
  tasks: changes.tasks.map((one) => ({ ...one, ...titled(one.rule, rules) })),
});
