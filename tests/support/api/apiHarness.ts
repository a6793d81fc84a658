import { Writable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { Client } from '@temporalio/client';
import type { Express } from 'express';
import { pino } from 'pino';
import supertest from 'supertest';
import { createApp } from '../../../api/app.js';
import { createServices, type Services, type ServicesOptions } from '../../../api/services.js';
import { ROLES, type Role } from '../../../domain/inputs.js';
import { createDatabase, createRegister, migrateAt, type Database, type Register } from '../../../register/index.js';
import { installRuntime } from '../../../worker/runtime.js';
import { createWorkers, type Queues } from '../../../worker/worker.js';
import { unlikeChild } from '../children.js';
import { createTestDatabase } from '../database.js';
import { testDataConverter } from '../enquiries/harness.js';
import { connectTestTemporal, uniqueTaskQueue, type TestTemporal } from '../temporal.js';

/** Names that must never be found outside the register. */
export const SEEDED = [
  'Quintessa',
  'Vandersloot',
  'Persimmon House',
  'quintessa@home.example',
  '01632 960777',
] as const;

export interface ApiHarness {
  readonly url: string;
  readonly db: Database;
  readonly register: Register;
  readonly client: Client;
  readonly queues: Queues;
  readonly services: Services;
  readonly app: Express;
  /** Every line that was logged so far. */
  readonly logs: () => string;
  /** The token of the person of a role, `officer-a` and so on; of Luton with the second argument. */
  readonly token: (role: Role | 'manager-b' | 'nobody', authority?: string) => string;
  readonly get: (role: Role, path: string) => Promise<Reply>;
  readonly post: (role: Role | 'manager-b', path: string, body: object, key?: string) => Promise<Reply>;
  /** Refers a child of its own; answers the case's id. */
  readonly refer: (over?: Record<string, unknown>, key?: string, role?: Role) => Promise<string>;
  /** The same register and Temporal under other conditions. */
  readonly another: (over: Partial<ServicesOptions>) => { app: Express; services: Services };
}

type Row = Readonly<Record<string, unknown>> & { readonly type?: string; readonly case?: string; readonly id?: string };

/** What some route or other answers, as far as tests look into it. */
export interface Body extends Record<string, unknown> {
  case: string;
  seq: number;
  code?: string;
  field?: string;
  errors?: { field: string; message: string }[];
  cursor: string | null;
  child: { givenName: string };
  live: { status: string; deadlines: Row[]; tasks: Row[] };
  events: Row[];
  timeline: Row[];
  deadlines: Row[];
  checks: Row[];
  tasks: Row[];
  blockedBy: Row[];
  referrers: Row[];
  concerns: Row[];
  enquiries: Row[];
  messages: Row[];
  people: Row[];
  rules: Row[];
}

export interface Reply {
  status: number;
  text: string;
  headers: Readonly<Record<string, string>>;
  body: Body;
}

/** An answer, its body typed. */
export async function reply(request: supertest.Test): Promise<Reply> {
  const answer = await request;
  const { status, text, headers } = answer;
  return { status, text, headers, body: answer.body as Body };
}

export const aReferral = (over: Record<string, unknown> = {}) => ({
  referrer: { kind: 'school', name: 'Oak Primary', email: 'office@oak.example' },
  child: { ...unlikeChild(), dateOfBirth: '2015-05-04' },
  facts: {},
  ...over,
});

/** An API with a real register, a real Temporal and, unless told otherwise, a real worker. */
export function useApi({
  worker = true,
  ...over
}: { worker?: boolean } & Partial<ServicesOptions> = {}): () => ApiHarness {
  let open: { harness: ApiHarness; close: () => Promise<void> } | undefined;
  beforeAll(async () => {
    open = await openApi(worker, over);
  });
  afterAll(() => open?.close());
  return () => {
    if (open === undefined) throw new Error('The API is not open yet');
    return open.harness;
  };
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function openApi(worker: boolean, over: Partial<ServicesOptions>) {
  const database = await createTestDatabase();
  await migrateAt(database.url);
  const db = createDatabase({ url: database.url, poolSize: 12, statementTimeoutMs: 900, connectTimeoutMs: 900 });
  const register = createRegister(db);
  const tokens = await seed(register);
  if (worker) installRuntime(quiet);
  const temporal = await connectTestTemporal();
  const client = new Client({ connection: temporal.connection, dataConverter: testDataConverter });
  const queues: Queues = {
    enquiry: uniqueTaskQueue('enquiry'),
    record: uniqueTaskQueue('record'),
    send: uniqueTaskQueue('send'),
    safeguarding: uniqueTaskQueue('safeguarding'),
  };
  const lines: string[] = [];
  const log = pino(
    { level: 'trace' },
    new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const shared = { db, temporal: client, log, taskQueue: queues.enquiry, startOptions: { queues }, demo: false };
  const http = { requestsPerMinute: 0 };
  const open: Services[] = [];
  const another = (more: Partial<ServicesOptions>) => {
    const services = createServices({ ...shared, http, ...over, ...more });
    open.push(services);
    return { services, app: createApp(services) };
  };
  const { app, services } = another({});
  const workers = worker ? await startWorkers({ client, temporal, register, queues, services }) : undefined;

  const token: ApiHarness['token'] = (role, authority = 'bradford') => tokens.get(`${authority} ${role}`) ?? '';
  const harness: ApiHarness = {
    ...{ url: database.url, db, register, client, queues, services, app, token, another },
    logs: () => lines.join(''),
    get: (role, path) =>
      supertest(app)
        .get(path)
        .set('Authorization', `Bearer ${token(role)}`),
    post: (role, path, body, key = randomUUID()) =>
      reply(
        supertest(app)
          .post(path)
          .set('Authorization', `Bearer ${token(role)}`)
          .set('Idempotency-Key', key)
          .send(body),
      ),
    refer: async (more = {}, key = randomUUID(), role = 'officer') => {
      const answer = await harness.post(role, '/v1/referrals', aReferral(more), key);
      if (answer.status !== 201) throw new Error(`Not referred: ${answer.status} ${answer.text}`);
      return answer.body.case;
    },
  };
  return {
    harness,
    close: async () => {
      for (const one of open) await one.stop();
      await workers?.stop();
      await temporal.close();
      await db.destroy();
      await database.drop();
    },
  };
}

async function startWorkers({
  client,
  temporal,
  register,
  queues,
  services,
}: {
  client: Client;
  temporal: TestTemporal;
  register: Register;
  queues: Queues;
  services: Services;
}) {
  const workers = await createWorkers({
    connection: temporal.native,
    client,
    worlds: services.worlds,
    namespace: 'default',
    dataConverter: testDataConverter,
    register,
    channels: {
      email: { send: (message) => Promise.resolve({ providerId: message.messageId }) },
      text: { send: () => Promise.resolve({ providerId: randomUUID() }) },
    },
    settings: {
      caseUrl: (_authority, caseId) => `https://rollcall.example/enquiries/${caseId}`,
      mailDomain: 'rollcall.example',
      shutdownGraceMs: 1_000,
    },
    log: quiet,
    queues,
  });
  const running = workers.run();
  return {
    stop: async () => {
      workers.shutdown();
      await running;
    },
  };
}

/** Two authorities, each with a person of every role, a second manager, and somebody without a role. */
async function seed(register: Register): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const authority of ['bradford', 'luton']) {
    await register.authorities.put({ authority, name: authority, settings: { schoolCalendar: 'r26' }, deputy: null });
    for (const role of ['safeguarding-contact', 'police', 'team'])
      await register.authorities.putContact(authority, role, {
        ...{ name: role, email: `${role}@${authority}.example`, phone: null },
        secure: false,
      });
    const people: [string, Role[]][] = [
      ...ROLES.map((role): [string, Role[]] => [role, [role]]),
      ['manager-b', ['manager']],
      ['nobody', []],
    ];
    for (const [name, roles] of people) {
      const person = name === 'manager-b' ? name : `${name}-a`;
      await register.people.put(authority, { person, name: `A ${name}`, email: `${person}@${authority}.example` });
      await register.people.setRoles(authority, person, roles);
      const { text } = await register.tokens.issue(
        authority,
        { person },
        { label: name, expiresAt: '2099-01-01T00:00:00Z' },
      );
      tokens.set(`${authority} ${name}`, text);
    }
  }
  return tokens;
}
