/** Problem documents (RFC 9457): what went wrong, under a code that never changes, in words a person can act on. */
import type { Blocker } from '../domain/events.js';

/** Every code that an answer may carry, with its HTTP status and title. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request cannot be read' },
  not_signed_in: { status: 401, title: 'No valid token' },
  not_allowed: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  gate_closed: { status: 409, title: 'A rule stands in the way' },
  conflict: { status: 409, title: 'It contradicts what is there' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'Send JSON' },
  out_of_scope: { status: 422, title: 'Out of scope of the policy' },
  no_such_outcome: { status: 422, title: 'The policy has no such outcome' },
  invalid: { status: 422, title: 'Not possible as the case stands' },
  idempotency_key_reused: { status: 422, title: 'The key was used for another request' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  not_saved: { status: 503, title: 'Nothing was saved' },
  not_confirmed: { status: 503, title: 'It may or may not have been saved' },
  unavailable: { status: 503, title: 'Not available at the moment' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What is wrong with one field: `child.dateOfBirth`, `query.limit`, `Idempotency-Key`. */
export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemDetails {
  errors?: FieldError[];
  /** The rules that hold the gate shut. */
  blockedBy?: Blocker[];
  /** Seconds after which to try again. */
  retryAfter?: number;
  /** The field of the input that was refused by the case itself. */
  field?: string;
}

/** Thrown anywhere under a route; answered as a problem document. `detail` holds no personal data. */
export class Problem extends Error {
  readonly status: number;
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly more: ProblemDetails = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = PROBLEMS[code].status;
  }
}

/** Answers to a refused field. */
export const invalidRequest = (errors: FieldError[]): Problem =>
  new Problem(
    'invalid_request',
    errors.length === 1
      ? `${errors[0]?.field ?? ''}: ${errors[0]?.message ?? ''}`
      : `${errors.length} fields cannot be read: see errors`,
    { errors },
  );

export const notFound = (what: string): Problem => new Problem('not_found', `${what} was not found`);

/** Nothing reached the case, for certain. */
export const notSaved = (why: string): Problem =>
  new Problem('not_saved', `${why}. Nothing was saved: send it again in a moment, with the same Idempotency-Key`, {
    retryAfter: 5,
  });

/** The request was sent and no answer came: only the same key tells. */
export const notConfirmed = (): Problem =>
  new Problem(
    'not_confirmed',
    'The case did not answer in time, so it is not known whether this was saved. Send the same request again with the same Idempotency-Key: it counts once',
    { retryAfter: 5 },
  );

/** The document that is sent. `instance` is the request's id, to quote to whoever runs the service. */
export function problemDocument(problem: Problem, instance: string): Record<string, unknown> {
  const { errors, blockedBy, field } = problem.more;
  return {
    type: `urn:rollcall:problem:${problem.code}`,
    title: PROBLEMS[problem.code].title,
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    instance: `urn:rollcall:request:${instance}`,
    ...(errors === undefined ? {} : { errors }),
    ...(blockedBy === undefined ? {} : { blockedBy }),
    ...(field === undefined ? {} : { field }),
  };
}
