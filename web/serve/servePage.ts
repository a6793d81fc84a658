import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import { problemOf } from '../../api/http/answerProblems.js';
import { requestIdOf } from '../../api/http/requestId.js';
import { notFound, Problem } from '../../api/problem.js';
import { DatabaseAway } from '../../api/services/databaseGuard.js';
import { coreSentence } from '../../config/caseWords/coreSentences.js';
import type { Instant } from '../../domain/time.js';
import type { JsonValue } from '../../register/index.js';
import { FieldRefused, type FormErrors } from '../forms/errors.js';
import type { Values } from '../forms/values.js';
import { hiddenField } from '../layout/templates.js';
import type { AuditEvent, Call, Outcome, Page } from '../page.js';
import { CSRF_FIELD, mustHaveToken } from '../security/csrf.js';
import type { CaseFacts, Policy } from '../security/policies.js';
import { policyWords } from '../security/policyWords.js';
import { browserSession, dropCookie, saved } from '../security/session.js';
import type { Visitor } from '../security/visitor.js';
import type { WebServices } from '../services.js';
import { rememberedVisitor } from './answerErrors.js';
import { isThere, type Frame } from './frame.js';
import { dropDraft, keepDraft, keptDraft } from './drafts.js';
import { readForm } from './readForm.js';
import { troubleOf, type Trouble } from './trouble.js';

/** The hidden field with the form's idempotency key. */
export const KEY_FIELD = '_key';
const KEY = /^[A-Za-z0-9-]{16,64}$/;

/** Serves a page and its form: permission, case, work, audit, and only then the answer. */
export function servePage(web: WebServices, frame: Frame, page: Page): { get: RequestHandler; post: RequestHandler } {
  const { api } = web;

  const get: RequestHandler = async (request, response) => {
    const begun = begin(web, page, page.may, page.audit, request, response);
    const visitor = begun.call.visitor;
    if (visitor.person === null && page.may.roles !== null) {
      const { ended } = response.locals as Record<string, unknown>;
      const why = typeof ended === 'string' ? `&ended=${ended}` : '';
      response.redirect(302, `/sign-in?returnTo=${encodeURIComponent(begun.call.here)}${why}`);
      return;
    }
    let outcome: Outcome;
    try {
      const call = await admitted(web, page.may, begun.call, request);
      outcome = await page.open(call, { params: request.params, query: request.query });
    } catch (error) {
      await begun.audit(error, true);
      throw error;
    }
    // What is only read is not shown without its entry. Of those who have not signed in nothing is written down.
    if (visitor.person !== null) await begun.audit(null, false);
    const kept = page.form?.drafts === true ? await keptDraft(web, begun.call) : null;
    await answer(request, response, visitor, outcome, {
      values: kept?.values ?? {},
      errors: [],
      key: kept?.key ?? randomUUID(),
      trouble: null,
      draftOf: kept?.savedAt ?? null,
    });
  };

  const post: RequestHandler = async (request, response) => {
    const { form } = page;
    if (form === null) throw notFound('This address');
    const begun = begin(web, page, form.may, form.audit, request, response);
    const { visitor } = begun.call;
    const sent = await readForm(request, response, {
      limit: api.http.bodyLimitBytes,
      files: form.files,
      keepFiles: form.may.allows(visitor),
    });
    const { [CSRF_FIELD]: _token, [KEY_FIELD]: sentKey, ...values } = sent.values;
    const key = typeof sentKey === 'string' && KEY.test(sentKey) ? sentKey : randomUUID();
    const raw = { params: request.params, query: request.query };
    let result: { outcome: Outcome } | { errors: FormErrors };
    let call = begun.call;
    try {
      // Nothing is done for a session that has ended, so its missing token says nothing more.
      if (visitor.person === null && form.may.roles !== null) throw new Problem('not_signed_in', 'Sign in first');
      mustHaveToken(request);
      call = await admitted(web, form.may, call, request);
      result = await form.send(call, { ...raw, values, key, files: sent.files });
    } catch (error) {
      await begun.audit(error, true);
      const again = troubleOf(error, web.language);
      if (again === null) throw error;
      // A key that was used for something else is of no more use.
      const next = error instanceof Problem && error.code === 'idempotency_key_reused' ? randomUUID() : key;
      const draftKept = form.drafts && (await keepDraft(web, call, values, next));
      await showAgain(request, response, call, raw, { values, key: next, ...again, draftKept });
      return;
    }
    if ('errors' in result) {
      if (form.drafts) await keepDraft(web, call, values, key);
      await showAgain(request, response, call, raw, { values, key, errors: result.errors, trouble: null, status: 422 });
      return;
    }
    await begun.audit(null, true);
    if (form.drafts) await dropDraft(web, call);
    await answer(request, response, visitor, result.outcome, { values, errors: [], key, trouble: null });
  };

  /** The same page with what was typed, and what stands in the way. */
  const showAgain = async (
    request: Request,
    response: Response,
    call: Call,
    raw: { params: unknown; query: unknown },
    typed: Typed & { status: number },
  ): Promise<void> => {
    const outcome = await page.open(call, raw);
    response.locals.code = `form_${typed.status}`;
    // What the form was for is over, or was never theirs: then the page leads on, whatever was wrong with the form.
    const again = outcome.ends === 'shown' ? { ...outcome, status: typed.status } : outcome;
    await answer(request, response, call.visitor, again, typed);
  };

  const answer = async (
    request: Request,
    response: Response,
    visitor: Visitor,
    outcome: Outcome,
    typed: Typed,
  ): Promise<void> => {
    if (!isThere(request)) {
      // Signed out just now: nothing of it stays in the browser.
      response.setHeader('Clear-Site-Data', '"cookies", "storage"');
      dropCookie(web, response);
    }
    switch (outcome.ends) {
      case 'redirected':
        if (outcome.notice !== null) request.session.notice = outcome.notice;
        if (isThere(request)) await saved(request);
        response.redirect(303, outcome.to);
        return;
      case 'left':
        await saved(request);
        response.redirect(303, outcome.to);
        return;
      case 'data':
        response.json(outcome.body);
        return;
      case 'file':
        response.attachment(outcome.name).type(outcome.type);
        if (typeof outcome.body === 'string' || Buffer.isBuffer(outcome.body)) response.send(outcome.body);
        else
          await pipeline(Readable.from(outcome.body), response).catch((error: unknown) => {
            // Whoever asked for it has gone; nobody is left to be answered.
            if (!response.destroyed) throw error;
          });
        return;
      case 'shown': {
        const html = await frame(request, response, visitor, {
          template: page.template,
          title: web.language.say(`${page.id}.title`, outcome.title),
          view: { ...outcome.view, ...formView(web, request, typed) },
        });
        response
          .status(outcome.status ?? 200)
          .type('html')
          .send(html);
      }
    }
  };

  return { get, post };
}

interface Typed {
  values: Values;
  errors: FormErrors;
  key: string;
  trouble: Trouble | null;
  /** When what is in the form was kept as a draft. */
  draftOf?: Instant | null;
  /** Whether what could not be saved is kept as a draft just now. */
  draftKept?: boolean;
}

/** What a template needs for its form: what was typed, what is wrong with it, and the two hidden fields. */
function formView(
  web: WebServices,
  request: Request,
  { values, errors, key, trouble, draftOf = null, draftKept = false }: Typed,
): Record<string, unknown> {
  const { language } = web;
  const worded = errors.map(({ field, target, message }) => ({
    field,
    href: `#${target}`,
    text: language.has(message) ? language.say(message) : coreSentence(message, language),
  }));
  return {
    values,
    errors: worded.map(({ href, text }) => ({ href, text })),
    errorOf: Object.fromEntries(
      worded.map(({ field, text }) => [field, { text, visuallyHiddenText: language.say('layout.error') }]),
    ),
    trouble,
    draftOf,
    draftKept,
    keyField: () => hiddenField(KEY_FIELD, key),
    path: request.path,
  };
}

interface Begun {
  call: Call;
  /** Writes the entry: of what went well with null, else of the error. */
  audit: (error: unknown, mayFollow: boolean) => Promise<void>;
}

function begin(
  web: WebServices,
  page: Page,
  policy: Policy,
  event: AuditEvent,
  request: Request,
  response: Response,
): Begun {
  const { api } = web;
  response.locals.route = page.path;
  response.locals.policy = policyWords(policy, web.language);
  const visitor = rememberedVisitor(web, response);
  const detail: Record<string, JsonValue> = {};
  const call: Call = {
    visitor,
    at: api.now(),
    requestId: requestIdOf(response.locals),
    address: request.ip ?? '',
    theCase: null,
    session: browserSession(web, request),
    here: request.originalUrl,
    note: (more) => void Object.assign(detail, more),
  };
  const param = event.param === undefined ? undefined : request.params[event.param];
  return {
    call,
    audit: async (error, mayFollow) => {
      const problem = error === null || error instanceof FieldRefused ? null : problemOf(error);
      const entry = {
        at: call.at,
        person: visitor.person,
        role: visitor.roles.join(',') || null,
        action: event.action,
        object: { kind: event.object, id: typeof param === 'string' ? param.slice(0, 100) : null },
        route: page.path,
        requestId: call.requestId,
        allowed: problem === null || !['not_allowed', 'not_signed_in', 'not_found'].includes(problem.code),
        detail: { ...detail, ...(problem === null ? {} : { code: problem.code }) },
      };
      const write = () => api.guard.within(() => api.register.audit.write(visitor.authority, entry));
      try {
        await write();
      } catch (failed) {
        if (!mayFollow || !(failed instanceof DatabaseAway)) throw failed;
        api.deferred.add('an audit entry', write);
      }
    },
  };
}

/** Lets the visitor in, to this case where the page is about one. @throws Problem `not_allowed` or `not_found` */
async function admitted(web: WebServices, policy: Policy, call: Call, request: Request): Promise<Call> {
  const { visitor } = call;
  if (!policy.allows(visitor)) throw new Problem('not_allowed', 'This is not for your role');
  if (policy.ofCase === undefined) return call;
  const caseId = request.params.case;
  const facts = typeof caseId === 'string' ? await caseFacts(web, visitor.authority, caseId) : null;
  if (facts === null || !policy.ofCase(visitor, facts)) throw notFound('The enquiry');
  return { ...call, theCase: facts };
}

const CASE_ID = /^[A-Za-z0-9_-]{1,64}$/;

async function caseFacts({ api }: WebServices, authority: string, caseId: string): Promise<CaseFacts | null> {
  if (!CASE_ID.test(caseId)) return null;
  const [row, listed] = await api.guard.within(() =>
    Promise.all([api.register.cases.findCase(authority, caseId), api.register.worklist.find(authority, caseId)]),
  );
  if (row === null) return null;
  return {
    authority,
    caseId,
    reference: row.reference,
    restricted: row.restricted || listed?.restricted === true,
    assignee: listed?.assignee ?? null,
  };
}
