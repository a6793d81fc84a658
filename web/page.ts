/** The type of a page: who may open it, what the audit says of it, what it shows, and what its form does. */
import { z } from 'zod';
import type { Instant } from '../domain/time.js';
import { invalidRequest } from '../api/problem.js';
import { fieldErrors } from '../api/route.js';
import type { FormErrors } from './forms/errors.js';
import { formErrors } from './forms/errors.js';
import type { Values } from './forms/values.js';
import { nestedDates } from './forms/values.js';
import type { Policy } from './security/policies.js';
import type { CaseFacts } from './security/policies.js';
import type { BrowserSession } from './security/session.js';
import type { Visitor } from './security/visitor.js';

/** What a handler knows of the request. */
export interface Call {
  /** Who asks. Signed out, it has no person and no roles, and the installation's own authority. */
  visitor: Visitor;
  at: Instant;
  requestId: string;
  /** The client's address, for limits; never shown and never stored. */
  address: string;
  /** The case of a page about one, where its policy let the visitor in; its facts, not its content. */
  theCase: CaseFacts | null;
  session: BrowserSession;
  /** The path and query as they came, for a way back. */
  here: string;
  /** Adds counts and codes to the audit entry; never personal data. */
  note: (detail: Record<string, string | number | boolean>) => void;
}

/** What a page says on the next page after its form has done something. Plain text, no personal data. */
export interface Notice {
  text: string;
  kind?: 'success' | 'information' | 'warning';
}

/** How a request ends. Made by `show`, `redirectTo`, `sendFile`, `sendData` and `leaveFor`. */
export type Outcome =
  | { ends: 'shown'; view: Record<string, unknown>; title: Record<string, string | number>; status?: number }
  | { ends: 'redirected'; to: string; notice: Notice | null }
  | { ends: 'left'; to: string }
  | { ends: 'file'; name: string; type: string; body: Buffer | string | readonly string[] }
  | { ends: 'data'; body: unknown };

/** Shows the page's template. `title` fills `{name}` in the page's title: references and numbers, never a child's name. */
export const show = (view: Record<string, unknown>, title: Record<string, string | number> = {}): Outcome => ({
  ends: 'shown',
  view,
  title,
});

/** Goes on to a page of our own (303), where a notice may be shown once. */
export const redirectTo = (to: string, notice: Notice | null = null): Outcome => ({ ends: 'redirected', to, notice });

/** Leaves for the identity provider, the one address outside. */
export const leaveFor = (to: URL): Outcome => ({ ends: 'left', to: to.href });

/** Sends an attachment; of a long one the parts, one after another. */
export const sendFile = (file: { name: string; type: string; body: Buffer | string | readonly string[] }): Outcome => ({
  ends: 'file',
  ...file,
});

/** Answers a script of ours with JSON. */
export const sendData = (body: unknown): Outcome => ({ ends: 'data', body });

export interface AuditEvent {
  /** `worklist.view`, or the input's own name: `recordCheck`. */
  action: string;
  object: string;
  /** The path parameter that names the object. */
  param?: string;
}

/** A file that came with a form, as it came: its name and declared type prove nothing. */
export interface SentFile {
  field: string;
  name: string;
  body: Buffer;
}

/** What a form sent, checked. */
export interface Sent<F> {
  form: F;
  /** The form's idempotency key: pass it on, so that a second press counts once. */
  key: string;
  files: readonly SentFile[];
}

interface FormSpec<P, Q, F extends z.ZodType> {
  /** Who may send it, where that is not who may open the page. */
  may?: Policy;
  audit: AuditEvent;
  /** Of the flat fields; `name-day`, `name-month` and `name-year` come together as `name`. Unknown fields are refused. */
  fields: F;
  /** Whether files come with it, and how large one may be; none when absent. */
  files?: { most: number; bytes: number };
  /** Keeps what was typed on the server while it is not saved: on each send that fails, and by the pages' script. */
  drafts?: boolean;
  act: (call: Call & { params: P; query: Q } & Sent<z.output<F>>) => Promise<Outcome>;
}

interface Spec<P extends z.ZodType, Q extends z.ZodType, F extends z.ZodType> {
  /** Unique; also the key of the page's texts: `<id>.title` is its title. */
  id: string;
  /** As Express writes it: `/cases/:case`. */
  path: string;
  may: Policy;
  audit: AuditEvent;
  params: P;
  query: Q;
  /** From `web/pages/`: `officer/myWork/myWork.njk`. */
  template: string;
  load: (call: Call & { params: z.output<P>; query: z.output<Q> }) => Promise<Outcome>;
  form?: FormSpec<z.output<P>, z.output<Q>, F>;
  /** For path parameters that the tests and the pictures cannot fill by their name. */
  example?: Readonly<Record<string, string>>;
}

interface RawAddress {
  params: unknown;
  query: unknown;
}

/** A page as the rest of `web/` sees it: its schemas are closed into `open` and `send`. */
export interface Page {
  id: string;
  path: string;
  may: Policy;
  audit: AuditEvent;
  template: string;
  example: Readonly<Record<string, string>>;
  /** @throws Problem `invalid_request` where the address has parameters that cannot be */
  open: (call: Call, raw: RawAddress) => Promise<Outcome>;
  form: PageForm | null;
}

export interface PageForm {
  may: Policy;
  audit: AuditEvent;
  files: { most: number; bytes: number } | null;
  drafts: boolean;
  /** Does it, or says which fields are wrong. */
  send: (
    call: Call,
    raw: RawAddress & { values: Values; key: string; files: readonly SentFile[] },
  ) => Promise<{ outcome: Outcome } | { errors: FormErrors }>;
}

/** For the parts of a request in which nothing is expected. */
export const nothing = z.object({});

/** Declares a page. Its handlers see what the schemas let through, and nothing else. */
export function page<P extends z.ZodType, Q extends z.ZodType, F extends z.ZodType>(spec: Spec<P, Q, F>): Page {
  const address = ({ params, query }: RawAddress) => {
    const checked = { params: spec.params.safeParse(params), query: spec.query.safeParse(query) };
    if (checked.params.success && checked.query.success)
      return { params: checked.params.data, query: checked.query.data };
    const errors = [checked.params, checked.query].flatMap((part) => (part.success ? [] : fieldErrors(part.error)));
    throw invalidRequest(errors);
  };
  const { form } = spec;
  return {
    id: spec.id,
    path: spec.path,
    may: spec.may,
    audit: spec.audit,
    template: spec.template,
    example: spec.example ?? {},
    open: (call, raw) => spec.load({ ...call, ...address(raw) }),
    form:
      form === undefined
        ? null
        : {
            may: form.may ?? spec.may,
            audit: form.audit,
            files: form.files ?? null,
            drafts: form.drafts ?? false,
            send: async (call, raw) => {
              const at = address(raw);
              const read = form.fields.safeParse(nestedDates(raw.values));
              if (!read.success) return { errors: formErrors(read.error) };
              const { key, files } = raw;
              return { outcome: await form.act({ ...call, ...at, form: read.data, key, files }) };
            },
          },
  };
}
