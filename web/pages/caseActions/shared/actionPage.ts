import { z } from 'zod';
import type { CaseEvent } from '../../../../domain/events.js';
import type { CaseInput, Person, PersonInput } from '../../../../domain/inputs.js';
import { rolesFor } from '../../../../domain/permissions.js';
import { FREE_TEXT, INPUTS } from '../../../../api/schemas/inputs.js';
import type { OwnInput } from '../../../../api/enquiries/caseInput.js';
import { Problem } from '../../../../api/problem.js';
import { actingAs } from '../../../../api/services/actor.js';
import { FieldRefused, Overtaken } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Call, type Outcome, type Page, type SentFile } from '../../../page.js';
import { onCase, whoMay, type Policy } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath, notePath } from '../../officer/paths.js';
import { ahead } from './ahead.js';
import { refusalWords, shutProblem } from './blockers.js';
import { nameOf, readCase, textOf, type CaseNow } from './caseNow.js';
import { guidanceAt } from './guidance.js';
import { recorded, seqOf } from './recorded.js';
import { happened } from './words.js';

/** What every form of this area carries beside its own fields. */
const CARRIED = {
  /** The sequence of the case when the form was opened. */
  since: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  /** Somebody was faster: what was typed becomes a note. */
  instead: z.literal('note').optional(),
};

/** The fields of a form, with what each carries. */
export const actionFields = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ ...shape, ...CARRIED });

interface Carried {
  since?: string | undefined;
  instead?: 'note' | undefined;
}

/** What a form gives to its case. */
export interface Given {
  name: OwnInput;
  body: Record<string, unknown>;
  /** Where to go on; the case when absent. */
  goTo?: string;
  /** Takes back what was kept beside it, should the case refuse. */
  undo?: () => Promise<void>;
  /** Afterwards, with what the case did. */
  afterwards?: (events: readonly CaseEvent[], by: Person) => Promise<void>;
}

type Sent<P, F> = Call & { params: P; form: F; files: readonly SentFile[]; key: string };

interface ActionSpec<P extends z.ZodType<{ case: string }>, F extends z.ZodType<Carried>> {
  id: string;
  path: string;
  params: P;
  /** The input that it gives; another only by `act`. */
  input: OwnInput;
  /** Who may, where that is not who may give the input. */
  may?: Policy;
  template: string;
  /** Made by `actionFields`. */
  fields: F;
  files?: { most: number; bytes: number };
  example?: Readonly<Record<string, string>>;
  /** An input like the one that will come: what the case would refuse of itself is told before anything is typed. */
  probe?: (now: CaseNow, params: z.output<P>, by: Person) => PersonInput | null;
  /** The steps of the policy at which its guidance is shown. */
  steps?: (params: z.output<P>) => readonly string[];
  load: (
    now: CaseNow,
    call: Call & { params: z.output<P>; by: Person },
  ) => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** Whether an event of somebody else changes what this form is about. */
  about?: (event: CaseEvent, params: z.output<P>) => boolean;
  act: (now: CaseNow, sent: Sent<z.output<P>, z.output<F>>) => Given | Promise<Given>;
}

/** Refusals that no answer of the form can mend. */
const FOR_GOOD = ['invalid', 'not_found', 'not_allowed'];

/** A page that gives one input to its case. */
export function actionPage<P extends z.ZodType<{ case: string }>, F extends z.ZodType<Carried>>(
  web: WebServices,
  spec: ActionSpec<P, F>,
): Page {
  const { api, language } = web;
  const may = onCase(spec.may ?? whoMay(spec.input));
  const roles = spec.may?.roles ?? rolesFor(spec.input);

  const load = async (call: Call & { params: z.output<P> }): Promise<Outcome> => {
    const { params, visitor } = call;
    const now = await readCase(api, visitor, params.case, call.at);
    const by = actingAs(visitor, roles);
    const probe = spec.probe?.(now, params, by) ?? null;
    const refusal = probe === null ? null : refused(now, { ...probe, by });
    const view = await spec.load(now, { ...call, by });
    const reads = visitor.roles.some((role) => role !== 'administrator' && role !== 'trainer');
    return show(
      {
        ...view,
        impossible: refusal === null ? null : refusalWords(now, language, refusal),
        child: reads ? now.child : '',
        reference: now.reference,
        restricted: now.view.restricted,
        back: reads ? casePath.to({ case: params.case }) : '/',
        since: now.state.seq,
        today: now.today,
        now: now.now,
        guidance: spec.steps === undefined ? [] : guidanceAt(now, ...spec.steps(params)),
        mayNote: whoMay('note').allows(visitor),
        notePath: whoMay('note').allows(visitor) ? notePath.to({ case: params.case }) : null,
        multipart: spec.files !== undefined,
        actionId: spec.id,
      },
      { reference: now.reference },
    );
  };

  const act = async (sent: Sent<z.output<P>, z.output<F>>): Promise<Outcome> => {
    const { visitor, params, form, key, at } = sent;
    const of = { authority: visitor.authority, caseId: params.case };
    const now = await readCase(api, visitor, params.case, at);
    if (form.instead === 'note') {
      const text = writtenIn(form);
      const noted = { of, name: 'note', body: { text }, by: actingAs(visitor, rolesFor('note')), at } as const;
      const taken = await api.inputs.sendInput({ ...noted, idempotencyKey: `${key}-note` });
      sent.note({ input: 'note' });
      return redirectTo(casePath.to({ case: params.case }, seqOf(taken)), { text: 'caseActions.notedInstead' });
    }
    mustNotBeOvertaken(now, sent);
    const given = await spec.act(now, sent);
    const by = actingAs(visitor, spec.may?.roles ?? rolesFor(given.name));
    sent.note({ input: given.name });
    let answer;
    try {
      answer = await api.inputs.sendInput({ of, name: given.name, body: bodyOf(given), by, idempotencyKey: key, at });
    } catch (error) {
      // What may have been taken after all keeps what belongs to it.
      if (!(error instanceof Problem && error.code === 'not_confirmed')) await given.undo?.();
      throw toldInWords(now, error);
    }
    const events = await recorded(api, of, answer);
    await given.afterwards?.(events, by);
    const sentences = happened(now, language, events);
    return redirectTo(given.goTo ?? casePath.to({ case: params.case }, seqOf(answer)), {
      text: noticeOf(language.say, sentences),
    });
  };

  /** What the case refused, by the titles of its rules. */
  const toldInWords = (now: CaseNow, error: unknown): unknown => {
    if (!(error instanceof Problem)) return error;
    const { code, detail, more } = error;
    if (code === 'gate_closed') return shutProblem(now, language, more.blockedBy ?? []);
    // What the case itself does not allow, such as lifting a national rule, is told in the form and not as another page.
    return code === 'invalid' || code === 'out_of_scope' || code === 'not_allowed'
      ? new Problem(code === 'not_allowed' ? 'invalid' : code, `${refusalWords(now, language, detail)}.`, more)
      : error;
  };

  const mustNotBeOvertaken = (now: CaseNow, { form, params, visitor }: Sent<z.output<P>, z.output<F>>): void => {
    const since = form.since === undefined ? now.state.seq : Number(form.since);
    const theirs = now.enquiry.timeline.filter(
      ({ event }) =>
        event.seq > since &&
        event.by !== visitor.person &&
        event.by !== 'system' &&
        spec.about?.(event, params) === true,
    );
    if (theirs.length === 0) return;
    throw new Overtaken(
      theirs.map(({ event }) => ({
        at: event.at,
        by: nameOf(now, event.by),
        what: [resultOf(event, language), ...happened(now, language, [event])].filter((part) => part !== '').join(' '),
        texts: textsOf(now, event),
      })),
    );
  };

  return page({
    id: spec.id,
    path: spec.path,
    may,
    audit: { action: `${spec.input}.form`, object: 'enquiry', param: 'case' },
    params: spec.params,
    query: nothing,
    template: spec.template,
    ...(spec.example === undefined ? {} : { example: spec.example }),
    load,
    form: {
      audit: { action: spec.input, object: 'enquiry', param: 'case' },
      fields: spec.fields,
      drafts: true,
      ...(spec.files === undefined ? {} : { files: spec.files }),
      act,
    },
  });
}

/** Why the case would not take it whatever is answered; null where it would, or where it depends. */
export function refused(now: CaseNow, input: CaseInput): string | null {
  const tried = ahead(now, input);
  return tried.ok || !FOR_GOOD.includes(tried.refusal.code) ? null : tried.refusal.detail;
}

/** As the API's route would take it. @throws FieldRefused */
function bodyOf({ name, body }: Given): Record<string, unknown> {
  const present = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  const schema: z.ZodType<Record<string, unknown>> = INPUTS[name];
  const read = schema.safeParse(present);
  if (read.success) return read.data;
  throw new FieldRefused(
    read.error.issues.map(({ path, message }) => {
      const field = String(path[0] ?? 'form');
      return { field, target: field, message: `This ${message}` };
    }),
  );
}

/** What somebody wrote in a form, as one note. */
function writtenIn(form: Carried): string {
  const fields = new Map<string, unknown>(Object.entries(form));
  return FREE_TEXT.flatMap((name) => {
    const text = fields.get(name);
    return typeof text === 'string' && text !== '' ? [text] : [];
  }).join('\n\n');
}

/** The words that an event carries: notes, reasons, evidence. */
const textsOf = (now: CaseNow, event: CaseEvent): string[] => {
  const fields = new Map<string, unknown>(Object.entries(event));
  return FREE_TEXT.flatMap((name) => {
    const id = fields.get(name);
    return typeof id === 'string' ? [textOf(now, id)] : [];
  });
};

const resultOf = (event: CaseEvent, { say }: WebServices['language']): string =>
  'result' in event ? `${say(`result.${event.result}.label`)}.` : '';

const MOST_SENTENCES = 8;

/** What the case did, as one notice. */
export function noticeOf(say: WebServices['language']['say'], sentences: readonly string[]): string {
  const more = sentences.length - MOST_SENTENCES;
  return [
    say('caseActions.saved'),
    ...sentences.slice(0, MOST_SENTENCES),
    ...(more > 0 ? [say('caseActions.more', { count: more })] : []),
  ].join(' ');
}
