/** What a route declares: who may use it, what the audit says of it, what it takes and answers. */
import { z } from 'zod';
import type { Role } from '../domain/inputs.js';
import type { Instant } from '../domain/time.js';
import type { Bearer } from '../register/index.js';
import { invalidRequest, type FieldError, type ProblemCode } from './problem.js';

export interface Call {
  bearer: Bearer;
  requestId: string;
  /** When the request arrived. */
  at: Instant;
  /** As sent; undefined where none was. */
  idempotencyKey: string | undefined;
  /** Adds counts and codes to the audit entry; never personal data. */
  note: (detail: Record<string, string | number | boolean>) => void;
}

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Sent instead of the body: a file to open in a spreadsheet. */
  csv?: { name: string; text: string };
}

/** The parts of a request as they came. */
export interface Raw {
  params: unknown;
  query: unknown;
  body: unknown;
}

export interface Route {
  id: string;
  method: 'get' | 'post';
  /** As Express writes it: `/v1/enquiries/:case`. */
  path: string;
  /** The roles that may use it at all. What depends on the object is decided in the route. */
  may: readonly Role[];
  /** The audit's action, the kind of object, and the path parameter that names it. */
  audit: { action: string; object: string; param?: string };
  summary: string;
  description?: string;
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | null;
  example?: unknown;
  answers: Record<number, { description: string; schema: z.ZodType; csv?: boolean }>;
  problems: readonly ProblemCode[];
  /**
   * The route goes on where the register cannot be reached: the running case is asked to whom it is open, but for what is
   * urgent. A child's safety comes before the secret that there is such a case, and nothing of it is answered.
   */
  withoutRegister?: 'ordinary' | 'urgent';
  run: (call: Call, raw: Raw) => Promise<Answer>;
}

interface Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> extends Omit<
  Route,
  'run' | 'params' | 'query' | 'body'
> {
  params: P;
  query: Q;
  body: B;
  handle: (call: Call & { params: z.output<P>; query: z.output<Q>; body: z.output<B> }) => Promise<Answer>;
}

/** For the part of a request in which nothing is expected. */
export const nothing = z.strictObject({});

/** Declares a route. Its handler sees what the schemas let through, and nothing else. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(spec: Spec<P, Q, B>): Route {
  const { handle, ...declared } = spec;
  const { params, query, body } = spec;
  return {
    ...declared,
    body: Object.is(body, nothing) ? null : body,
    run: (call, raw) => {
      const checked = {
        params: params.safeParse(raw.params),
        query: query.safeParse(raw.query),
        body: body.safeParse(raw.body ?? {}),
      };
      if (checked.params.success && checked.query.success && checked.body.success)
        return handle({
          ...call,
          params: checked.params.data,
          query: checked.query.data,
          body: checked.body.data,
        });
      const parts = [checked.params, checked.query, checked.body];
      throw invalidRequest(parts.flatMap((part) => (part.success ? [] : fieldErrors(part.error))));
    },
  };
}

/** One entry for each field, in the order in which they are checked. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const errors = error.issues.flatMap((issue): FieldError[] => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        field: [...path, key].join('.'),
        message: 'is not a field here: leave it out',
      }));
    if (issue.code === 'invalid_key') return [{ field: path.join('.'), message: 'is not a name that is known here' }];
    const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return [{ field: path.join('.') || 'body', message: missing ? 'is missing' : issue.message }];
  });
  return errors.filter((one, index) => errors.findIndex((other) => other.field === one.field) === index);
}
