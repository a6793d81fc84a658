import { z } from 'zod';
import { rolesFor } from '../../domain/permissions.js';
import { notFound } from '../problem.js';
import { named } from '../reads/presentEnquiry.js';
import { nothing, route, type Route } from '../route.js';
import { anything, listOf } from '../schemas/answers.js';
import { INPUTS } from '../schemas/inputs.js';
import { concernsQuery, policyPath, tasksQuery } from '../schemas/queries.js';
import { READERS } from '../services/actor.js';
import { openToOf } from '../services/restrictedCases.js';
import type { Services } from '../services.js';

const READ_MS = 5_000;

/** What waits for somebody, who is there, and under which rules. */
export const listRoutes = ({ register, guard, worlds, absences }: Services): Route[] => [
  route({
    id: 'listConcerns',
    method: 'get',
    path: '/v1/concerns',
    may: READERS,
    audit: { action: 'concerns.list', object: 'concerns' },
    summary: 'Safeguarding concerns, the open ones first',
    params: nothing,
    query: concernsQuery,
    body: nothing,
    answers: { 200: { description: 'Concerns', schema: listOf('concerns') } },
    problems: ['unavailable'],
    handle: async ({ bearer, query, note }) => {
      const { authority } = bearer;
      const [rows, people] = await guard.within(
        () =>
          Promise.all([
            register.waiting.concerns(authority, {
              limit: query.limit,
              openTo: openToOf(bearer),
              ...(query.state === undefined ? {} : { state: query.state }),
            }),
            register.people.list(authority),
          ]),
        READ_MS,
      );
      note({ rows: rows.length });
      return {
        status: 200,
        body: { concerns: rows.map((row) => ({ ...row, raisedBy: named(row.raisedBy, people) })) },
      };
    },
  }),
  route({
    id: 'listTasks',
    method: 'get',
    path: '/v1/tasks',
    may: READERS,
    audit: { action: 'tasks.list', object: 'tasks' },
    summary: 'Open tasks, the one due first at the top',
    params: nothing,
    query: tasksQuery,
    body: nothing,
    answers: { 200: { description: 'Tasks', schema: listOf('tasks') } },
    problems: ['unavailable'],
    handle: async ({ bearer, query, at, note }) => {
      const { authority } = bearer;
      const [rows, people, absences] = await guard.within(
        () =>
          Promise.all([
            register.waiting.tasks(authority, { ...query, openTo: openToOf(bearer) }),
            register.people.list(authority),
            register.people.absencesAt(authority, at),
          ]),
        READ_MS,
      );
      const deputyOf = (person: string) => absences.find((absence) => absence.person === person)?.deputy ?? null;
      note({ rows: rows.length });
      return {
        status: 200,
        body: {
          tasks: rows.map(({ assignee, policy: _policy, ...row }) => {
            const own = row.for === 'officer' ? assignee : null;
            const deputy = own === null ? null : deputyOf(own);
            return {
              ...row,
              assignee: own === null ? null : named(own, people),
              ...(deputy === null ? {} : { deputy: named(deputy, people) }),
            };
          }),
        },
      };
    },
  }),
  route({
    id: 'listPeople',
    method: 'get',
    path: '/v1/people',
    may: [...READERS, 'administrator'],
    audit: { action: 'people.list', object: 'people' },
    summary: 'Members of staff, with their roles and teams',
    params: nothing,
    query: nothing,
    body: nothing,
    answers: { 200: { description: 'People', schema: listOf('people') } },
    problems: ['unavailable'],
    handle: async ({ bearer: { authority }, at }) => {
      const [people, absences] = await guard.within(
        () => Promise.all([register.people.list(authority), register.people.absencesAt(authority, at)]),
        READ_MS,
      );
      return {
        status: 200,
        body: {
          people: people.map(({ person, name, roles, teams, active }) => ({
            id: person,
            name,
            roles,
            teams,
            active,
            away: absences.some((absence) => absence.person === person),
          })),
        },
      };
    },
  }),
  route({
    id: 'recordAbsence',
    method: 'post',
    path: '/v1/staff-absences',
    may: rolesFor('staffAway'),
    audit: { action: 'absence.record', object: 'person' },
    summary: 'Record that somebody is away, and who stands in',
    params: nothing,
    query: nothing,
    body: INPUTS.staffAway,
    example: { who: 'officer-a', from: '2026-12-21T09:00', until: '2027-01-04T09:00', deputy: 'officer-b' },
    answers: { 201: { description: 'Recorded', schema: anything } },
    problems: ['invalid_request', 'unavailable'],
    handle: async ({ bearer, body }) => {
      const absence = await absences.record(bearer, body);
      const { who, from, until, deputy } = body;
      return { status: 201, body: { absence, who, from, until: until ?? null, deputy: deputy ?? null } };
    },
  }),
  route({
    id: 'getPolicy',
    method: 'get',
    path: '/v1/policies/:id',
    may: [...READERS, 'administrator', 'referrer', 'partner', 'trainer'],
    audit: { action: 'policy.view', object: 'policy', param: 'id' },
    summary: 'A policy with its rules, their sources and readings',
    params: policyPath,
    query: z.strictObject({}),
    body: nothing,
    answers: { 200: { description: 'The policy', schema: anything } },
    problems: ['not_found', 'unavailable'],
    handle: async ({ bearer: { authority }, params }) => {
      const policy = await guard.within(() => worlds.policy(authority, params.id), READ_MS);
      if (policy === null) throw notFound('The policy');
      const { compiled, rules, forms, sha256 } = policy;
      return {
        status: 200,
        body: {
          policy: `${compiled.id}@${compiled.version}`,
          title: compiled.title,
          effectiveFrom: compiled.effectiveFrom,
          sha256,
          rules: [...rules].map(([rule, details]) => ({ rule, ...details })),
          forms,
          outcomes: compiled.outcomes.map(({ id, outcome }) => ({ rule: id, outcome })),
        },
      };
    },
  }),
];
