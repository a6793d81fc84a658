import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from './problem.js';
import type { Route } from './route.js';
import { problemSchema } from './schemas/answers.js';

/** An OpenAPI document as far as it is read here. */
export type OpenApi = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const JSON_TYPE = 'application/json';
const CSV_TYPE = 'text/csv';
const PROBLEM_TYPE = 'application/problem+json';
/** What any route may answer. */
const EVERYWHERE: readonly ProblemCode[] = [
  'invalid_request',
  'not_signed_in',
  'not_allowed',
  'too_many_requests',
  'internal',
];
const WITH_BODY: readonly ProblemCode[] = ['too_large', 'unsupported_media_type'];

/** OpenAPI 3.1, from the schemas by which requests are checked. */
export function openApiDocument(routes: readonly Route[], version: string): OpenApi {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  for (const route of routes) registry.registerPath(pathOf(route));
  const generator = new OpenApiGeneratorV31(registry.definitions);
  return generator.generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Rollcall',
      version,
      description:
        'Enquiries into children missing education. Times without an offset are Europe/London. Problems are RFC 9457 documents; their `code` never changes.',
    },
    servers: [{ url: '/' }],
  });
}

function pathOf(route: Route): RouteConfig {
  const { body, example } = route;
  return {
    method: route.method,
    path: route.path.replace(/:(\w+)/g, '{$1}'),
    operationId: route.id,
    summary: route.summary,
    description: [route.description, `For: ${route.may.join(', ')}.`].filter((part) => part !== undefined).join('\n\n'),
    security: [{ token: [] }],
    request: {
      ...(route.params instanceof z.ZodObject ? { params: route.params } : {}),
      ...(route.query instanceof z.ZodObject ? { query: route.query } : {}),
      ...(route.method === 'post'
        ? {
            headers: z.object({
              'Idempotency-Key': z
                .string()
                .optional()
                .meta({ description: 'The same key gets the first answer again, for ever', example: '3f0c1d9e' }),
            }),
          }
        : {}),
      ...(body === null
        ? {}
        : {
            body: {
              required: true,
              content: { [JSON_TYPE]: { schema: body, ...(example === undefined ? {} : { example }) } },
            },
          }),
    },
    responses: { ...answersOf(route), ...problemsOf(route) },
  };
}

const answersOf = (route: Route): RouteConfig['responses'] =>
  Object.fromEntries(
    Object.entries(route.answers).map(([status, { description, schema, csv }]) => [
      status,
      {
        description,
        content: { [JSON_TYPE]: { schema }, ...(csv === true ? { [CSV_TYPE]: { schema: z.string() } } : {}) },
      },
    ]),
  );

/** One entry for each status, with the codes it may carry. */
function problemsOf(route: Route): RouteConfig['responses'] {
  const codes = new Set([...EVERYWHERE, ...(route.method === 'post' ? WITH_BODY : []), ...route.problems]);
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      { description: some.join(', '), content: { [PROBLEM_TYPE]: { schema: problemSchema } } },
    ]),
  );
}
