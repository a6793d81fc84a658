import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { z } from 'zod';
import { reply, useApi } from '../tests/support/api/apiHarness.js';
import { fieldErrors } from './route.js';
import { createRoutes } from './routes.js';

const api = useApi({ worker: false });

const openApiShape = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        security: z.unknown(),
        requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
});

describe('the reference', () => {
  test('is OpenAPI 3.1 with every route, its example and its problems', async () => {
    const { text } = await supertest(api().app).get('/v1/openapi.json').expect(200);
    const body = openApiShape.parse(JSON.parse(text));
    expect(body.openapi).toBe('3.1.0');
    const routes = createRoutes(api().services);
    for (const route of routes) {
      const operation = body.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method];
      expect([route.id, operation?.operationId]).toEqual([route.id, route.id]);
      expect(operation?.security).toEqual([{ token: [] }]);
      for (const status of ['400', '401', '403', '429', ...Object.keys(route.answers)])
        expect(Object.keys(operation?.responses ?? {})).toContain(status);
      if (route.body !== null) expect(operation?.requestBody?.content['application/json']?.schema).toBeDefined();
    }
    const paths = Object.values(body.paths).flatMap((methods) => Object.keys(methods));
    expect(paths).toHaveLength(routes.length);
    const schema = JSON.stringify(body.paths['/v1/referrals']?.post?.requestBody);
    expect(schema).toContain('dateOfBirth');
    expect(schema).toContain('"additionalProperties":false');
  });

  test('has only examples that the schemas take', () => {
    for (const route of createRoutes(api().services)) {
      if (route.body === null) continue;
      const parsed = route.body.safeParse(route.example);
      expect([route.id, parsed.success ? [] : fieldErrors(parsed.error)]).toEqual([route.id, []]);
    }
  });

  test('is a page that needs no script and loads nothing from elsewhere', async () => {
    const page = await supertest(api().app).get('/api').expect(200);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).toContain('POST /v1/referrals');
    expect(page.text).not.toMatch(/<script|style=|https?:\/\//);
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none';style-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    await supertest(api().app).get('/api/style.css').expect(200).expect('Content-Type', /css/);
  });

  test('is not for strangers, and no more is the detail of health', async () => {
    const { app } = api().another({ http: { trustProxy: 1, requestsPerMinute: 0 } });
    const far = (path: string, authorization = '') => {
      const request = supertest(app).get(path).set('X-Forwarded-For', '192.0.2.7');
      return reply(authorization === '' ? request : request.set('Authorization', authorization));
    };
    expect((await far('/api')).status).toBe(404);
    expect((await far('/v1/openapi.json')).status).toBe(401);
    expect((await far('/health')).body).toEqual({ status: 'up' });
    const token = `Bearer ${api().token('administrator')}`;
    expect((await far('/health', token)).body['parts']).toEqual({
      database: 'up',
      temporal: 'up',
      mail: 'unused',
    });
    expect((await far('/v1/openapi.json', token)).status).toBe(200);
  });
});

describe('every answer', () => {
  test('carries the headers, and none that tells what serves it', async () => {
    for (const path of ['/ping', '/info', '/nothing', '/v1/tasks']) {
      const { headers } = await supertest(api().app).get(path);
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers.server).toBeUndefined();
    }
  });

  test('carries a request id: ours, or the one sent where it is well formed', async () => {
    const { app } = api();
    const own = await supertest(app).get('/ping').set('X-Request-Id', 'abcdef-123456');
    expect(own.headers['x-request-id']).toBe('abcdef-123456');
    const odd = await supertest(app).get('/ping').set('X-Request-Id', 'a b{}"<>');
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('limits', () => {
  test('count requests by token, and those without one by address', async () => {
    const { app } = api().another({ http: { requestsPerMinute: 5 } });
    const ask = (header: string) => reply(supertest(app).get('/v1/tasks').set('Authorization', header));
    const known: number[] = [];
    for (let i = 0; i < 7; i += 1) known.push((await ask(`Bearer ${api().token('officer')}`)).status);
    expect(known).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect((await ask(`Bearer ${api().token('senior')}`)).status).toBe(200);
    const codes = new Set<string>();
    for (let i = 0; i < 65; i += 1) codes.add(String((await ask('Bearer rollcall_wrong')).body.code));
    expect([...codes]).toEqual(['not_signed_in', 'too_many_requests']);
  });
});
