import { startOfDay } from '../../domain/calendar/london.js';
import type { WorklistFilter } from '../../register/index.js';
import { Problem } from '../problem.js';
import { named, presentEnquiry, presentLive, titled, type Read } from '../reads/presentEnquiry.js';
import { isRecorded, readEnquiry } from '../reads/readEnquiry.js';
import { sightOf } from '../reads/whoMaySee.js';
import { nothing, route, type Route } from '../route.js';
import { enquiriesAnswer, enquiryAnswer } from '../schemas/answers.js';
import { casePath, enquiriesQuery, enquiryQuery } from '../schemas/queries.js';
import { london } from '../schemas/time.js';
import { actorOf, hasRole, READERS } from '../services/actor.js';
import { NoRun, type Of } from '../services/gateway.js';
import { openToOf } from '../services/restrictedCases.js';
import type { Services } from '../services.js';

/** Reading a long case takes longer than a look-up. */
const READ_MS = 5_000;

/** Enquiries, as lists from the register and one by one, from the register and on request from the running case. */
export const enquiryRoutes = (services: Services): Route[] => [list(services), one(services)];

const list = ({ register, guard, ownCases, worlds, now, demo }: Services): Route =>
  route({
    id: 'listEnquiries',
    method: 'get',
    path: '/v1/enquiries',
    may: [...READERS, 'referrer', 'trainer'],
    audit: { action: 'enquiries.list', object: 'enquiries' },
    summary: 'List enquiries',
    description: 'Page by page, with the cursor of the page before. A referrer sees its own, by their progress only.',
    params: nothing,
    query: enquiriesQuery,
    body: nothing,
    answers: { 200: { description: 'A page', schema: enquiriesAnswer } },
    problems: ['unavailable'],
    handle: async ({ bearer, query, note }) => {
      const { authority } = bearer;
      if (!seesAll(bearer.roles, demo)) {
        if (!hasRole(bearer, ['referrer']))
          throw new Problem('not_allowed', 'This list is for those who work on enquiries');
        const own = await guard.within(() => ownCases.list(authority, actorOf(bearer), query.limit), READ_MS);
        note({ rows: own.length });
        return { status: 200, body: { enquiries: own, cursor: null } };
      }
      const at = now();
      const filter: WorklistFilter = {
        ...(query.status === undefined ? {} : { status: query.status }),
        ...(query.stage === undefined ? {} : { stage: query.stage }),
        ...(query.risk === undefined ? {} : { risk: [query.risk] }),
        ...(query.officer === undefined ? {} : { officer: query.officer === 'none' ? null : query.officer }),
        ...(query.team === undefined ? {} : { team: query.team }),
        ...(query.late === 'true' ? { late: { at } } : {}),
        ...(query.dueBefore === undefined ? {} : { dueBefore: startOfDay(london(), query.dueBefore) }),
        ...(query.concern === undefined ? {} : { concern: query.concern }),
        ...(query.reference === undefined ? {} : { reference: query.reference }),
      };
      const [page, people] = await guard.within(
        () =>
          Promise.all([
            register.worklist.list(authority, {
              filter,
              sort: query.sort,
              limit: query.limit,
              openTo: hasRole(bearer, READERS) ? openToOf(bearer) : null,
              ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
            }),
            register.people.list(authority),
          ]),
        READ_MS,
      );
      const policies = [...new Set(page.rows.map((row) => row.policy))];
      const rules = new Map(
        await Promise.all(
          policies.map(async (name) => [name, (await worlds.policy(authority, name))?.rules ?? new Map()] as const),
        ),
      );
      note({ rows: page.rows.length });
      return {
        status: 200,
        body: {
          enquiries: page.rows.map((row) => ({
            case: row.case_id,
            reference: row.reference,
            child: { givenName: row.given_name, familyName: row.family_name, dateOfBirth: row.date_of_birth },
            policy: row.policy,
            status: row.status,
            stage: row.stage,
            risk: row.risk,
            category: row.category,
            episode: row.episode,
            owner: row.owner,
            assignee: row.assignee === null ? null : named(row.assignee, people),
            restricted: row.restricted,
            incomplete: row.incomplete,
            rehearsed: row.rehearsed,
            receivedAt: row.received_at,
            endedAt: row.ended_at,
            outcome: row.outcome,
            nextDue: row.next_due,
            nextDueAt: row.next_due_at,
            nextDueRule:
              row.next_due_rule === null
                ? null
                : { rule: row.next_due_rule, ...titled(row.next_due_rule, rules.get(row.policy) ?? new Map()) },
            lateSince: row.late_since,
            openChecks: row.open_checks,
            openTasks: row.open_tasks,
            openConcerns: row.open_concerns,
            unacknowledgedConcerns: row.unacknowledged_concerns,
            openProposals: row.open_proposals,
          })),
          cursor: page.cursor,
        },
      };
    },
  });

const seesAll = (roles: readonly string[], demo: boolean): boolean =>
  roles.some((role) => READERS.some((reader) => reader === role) || (demo && role === 'trainer'));

const one = (services: Services): Route =>
  route({
    id: 'getEnquiry',
    method: 'get',
    path: '/v1/enquiries/:case',
    may: [...READERS, 'referrer', 'partner', 'trainer'],
    audit: { action: 'enquiry.view', object: 'enquiry', param: 'case' },
    summary: 'One enquiry',
    description:
      'From the register, with its timeline and messages. `live=1` adds the state of the running case, or says why it is not there.',
    params: casePath,
    query: enquiryQuery,
    body: nothing,
    answers: { 200: { description: 'The enquiry', schema: enquiryAnswer } },
    problems: ['not_found', 'unavailable'],
    handle: async (call) => {
      const { bearer, params, query } = call;
      const { guard, ownCases } = services;
      const of = { authority: bearer.authority, caseId: params.case };
      const sight = await guard.within(() => sightOf(services, bearer, of), READ_MS);
      if (sight === 'own')
        return { status: 200, body: await guard.within(() => ownCases.find(of.authority, actorOf(bearer), of.caseId)) };
      if (sight === 'asked') return { status: 200, body: await asked(services, of) };
      const behind = query.seq === undefined ? false : !(await isRecorded(services, of, query.seq));
      const read = await guard.within(() => readEnquiry(services, of, call.at), READ_MS);
      const live = query.live === '1' || query.live === 'true' ? await liveOf(services, of, read) : undefined;
      return {
        status: 200,
        body: {
          ...presentEnquiry(read),
          ...(query.seq === undefined ? {} : { behind }),
          ...(live === undefined ? {} : { live }),
        },
      };
    },
  });

/** The running case's own account, or why there is none: the register's is shown all the same. */
async function liveOf({ gateway }: Services, of: Of, read: Read): Promise<Record<string, unknown>> {
  try {
    const live = await gateway.live(of);
    return presentLive(live, read.policy?.rules ?? new Map(), read.people, read.enquiry);
  } catch (error) {
    if (error instanceof NoRun)
      return {
        available: false,
        why:
          read.enquiry.state?.endedAt == null
            ? 'No run of this enquiry answers; rollcall reconcile starts it again. The register holds it'
            : 'The enquiry has ended and its run is over: the register holds it',
      };
    if (error instanceof Problem) return { available: false, why: error.detail };
    throw error;
  }
}

/** What a partner may know: the reference and what it was asked. */
async function asked({ register }: Services, of: Of): Promise<Record<string, unknown>> {
  const row = await register.cases.findCase(of.authority, of.caseId);
  return { case: of.caseId, reference: row?.reference ?? null, asked: true };
}
