import type { RequestHandler, Response } from 'express';
import type { Bearer, JsonValue } from '../../register/index.js';
import { notSaved, Problem } from '../problem.js';
import type { Answer, Call, Route } from '../route.js';
import { mustKnowOf, mustKnowOfRunning } from '../reads/whoMaySee.js';
import { caseId } from '../schemas/queries.js';
import { hasRole } from '../services/actor.js';
import { DatabaseAway } from '../services/databaseGuard.js';
import type { Services } from '../services.js';
import { problemOf } from './answerProblems.js';
import { requestIdOf } from './requestId.js';

const bearers = new WeakMap<Response, Bearer>();

/** Finds out who asks, before anything else is looked at. */
export const authenticate =
  ({ signIn, now }: Services): RequestHandler =>
  async (request, response, next) => {
    const bearer = await signIn.bearerOf(request.headers.authorization, now());
    bearers.set(response, bearer);
    response.locals.token = bearer.token;
    response.locals.actor = bearer.person ?? `system:${bearer.system ?? ''}`;
    response.locals.authority = bearer.authority;
    next();
  };

/** Carries a route out: permission, checks, work, audit, and only then the answer. */
export const serveRoute =
  (services: Services, route: Route): RequestHandler =>
  async (request, response) => {
    response.locals.route = route.path;
    const bearer = bearers.get(response);
    if (bearer === undefined) throw new Problem('not_signed_in', 'Send a token');
    const detail: Record<string, JsonValue> = {};
    const call: Call = {
      bearer,
      requestId: requestIdOf(response.locals),
      at: services.now(),
      idempotencyKey: request.header('Idempotency-Key'),
      note: (more) => void Object.assign(detail, more),
    };
    const param = route.audit.param === undefined ? undefined : request.params[route.audit.param];
    const entry = { call, route, detail, ...(typeof param === 'string' ? { object: param } : {}) };
    let answer: Answer;
    try {
      if (!hasRole(bearer, route.may))
        throw new Problem(
          'not_allowed',
          `This is for ${route.may.join(', ')}; your roles are ${bearer.roles.join(', ') || 'none'}`,
        );
      await openCase(services, route, call, request.params.case);
      answer = await route.run(call, { params: request.params, query: request.query, body: request.body as unknown });
    } catch (error) {
      const { code, status } = problemOf(error);
      await audit(services, { ...entry, allowed: status !== 403 && status !== 404, code }, true);
      throw error;
    }
    await audit(services, { ...entry, allowed: true }, route.method === 'post');
    response.status(answer.status).set(answer.headers ?? {});
    if (answer.csv === undefined) response.json(answer.body);
    else
      response
        .set('Content-Disposition', `attachment; filename="${answer.csv.name}"`)
        .type('text/csv; charset=utf-8')
        .send(answer.csv.text);
  };

/** A route about a case is for those who may know of that case: here, so that no route can forget to ask. */
async function openCase(services: Services, route: Route, { bearer }: Call, param: unknown): Promise<void> {
  const found = caseId.safeParse(param);
  // What is no id of a case is refused by the route itself.
  if (!found.success) return;
  const of = { authority: bearer.authority, caseId: found.data };
  const { withoutRegister } = route;
  try {
    const known = () => mustKnowOf(services, bearer, of);
    await (withoutRegister === undefined ? services.guard.within(known, READ_MS) : services.guard.within(known));
  } catch (error) {
    if (!(error instanceof DatabaseAway)) throw error;
    if (withoutRegister !== undefined) await mustKnowOfRunning(services.gateway, bearer, of, withoutRegister);
    else throw route.problems.includes('not_saved') ? notSaved('It cannot be looked up whose enquiry this is') : error;
  }
}

const READ_MS = 5_000;

interface Entry {
  call: Call;
  route: Route;
  detail: Record<string, JsonValue>;
  object?: string;
  allowed: boolean;
  code?: string;
}

/**
 * Writes who did or saw what. What is only read is not shown without its entry; what has happened is answered, and its
 * entry follows as soon as the register takes it.
 */
async function audit({ register, guard, deferred }: Services, entry: Entry, mayFollow: boolean): Promise<void> {
  const { call, route, object, code } = entry;
  const detail = { ...entry.detail, ...(code === undefined ? {} : { code }) };
  const write = () =>
    guard.within(() =>
      register.audit.write(call.bearer.authority, {
        at: call.at,
        person: call.bearer.person,
        system: call.bearer.system,
        role: call.bearer.roles.join(',') || null,
        action: route.audit.action,
        object: { kind: route.audit.object, id: object === undefined ? null : object.slice(0, 100) },
        route: route.path,
        requestId: call.requestId,
        allowed: entry.allowed,
        ...(Object.keys(detail).length === 0 ? {} : { detail }),
      }),
    );
  try {
    await write();
  } catch (error) {
    if (!mayFollow || !(error instanceof DatabaseAway)) throw error;
    deferred.add('an audit entry', write);
  }
}
