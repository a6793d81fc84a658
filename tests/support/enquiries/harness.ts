import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, TypedSearchAttributes } from '@temporalio/common';
import type { EmailMessage, TextMessage } from '../../../activities/channels/notificationPort.js';
import { createDataConverter } from '../../../codec/dataConverter.js';
import { createKeyring } from '../../../codec/keyring.js';
import { loadCalendars } from '../../../config/calendars.js';
import { loadPack } from '../../../config/pack/load.js';
import type { Refusal } from '../../../domain/case/turn.js';
import type { CaseInput, Person, Referral } from '../../../domain/inputs.js';
import { epochSeconds } from '../../../domain/time.js';
import type { Played } from '../../../domain/simulate.js';
import type { CaseEvent } from '../../../domain/events.js';
import { createWorlds } from '../../../api/services/worlds.js';
import { createDatabase, createRegister, migrateAt, type Register } from '../../../register/index.js';
import { installRuntime } from '../../../worker/runtime.js';
import { createWorkers, type Queues, type WorkersOptions } from '../../../worker/worker.js';
import {
  ENQUIRY_WORKFLOW,
  enquiryWorkflowId,
  getEnquiryQuery,
  inputUpdate,
  type EnquiryStart,
  type InputAnswer,
  type LiveEnquiry,
} from '../../../workflows/messages.js';
import { authorityKey, packKey } from '../../../workflows/searchAttributes.js';
import type { unlikeChild } from '../children.js';
import { createTestDatabase } from '../database.js';
import { fastForwardTo } from '../../../cli/rehearsal/fastForward.js';
import { createHangingProxy, type HangingProxy } from './hangingProxy.js';
import { connectTestTemporal, uniqueTaskQueue, type TestTemporal } from '../temporal.js';

/** A key for tests alone: saved histories are encrypted with it. */
export const TEST_KEYS = 'test:dGVzdC1rZXktZm9yLXNhdmVkLWhpc3Rvcmllcy0wMDE=';
export const testDataConverter = createDataConverter(createKeyring(TEST_KEYS));

export const AUTHORITY = 'bradford';
export const OFFICER: Person = { id: 'officer-a', role: 'officer' };
export const MANAGER: Person = { id: 'manager-a', role: 'manager' };
export const DSL: Person = { id: 'dsl-a', role: 'dsl' };

/** A name that must never be found outside the register. */
export const CHILD_NAME = { givenName: 'Quilla', familyName: 'Zephyrine' };

export interface TestCase {
  caseId: string;
  workflowId: string;
  handle: WorkflowHandle;
  /** Everything that the case's first referral caused. */
  first: InputAnswer;
  /** What it was sent and when it took it: the same for the simulator. */
  played: Played[];
  /** How far its clock is from the server's. */
  clockOffsetSeconds: number;
}

export interface Enquiries {
  readonly temporal: TestTemporal;
  readonly client: Client;
  readonly register: Register;
  /** The way of the workers to the register; the tests have their own. */
  readonly database: HangingProxy;
  readonly queues: Queues;
  readonly mails: EmailMessage[];
  readonly texts: TextMessage[];
  /** Set: what happens to each mail instead of its being taken. */
  mailFails: ((message: EmailMessage) => Error | undefined) | undefined;
  startOf: (caseId: string, more?: Partial<EnquiryStart>) => EnquiryStart;
  begin: (
    referral?: Partial<Referral>,
    more?: Partial<EnquiryStart>,
    child?: ReturnType<typeof unlikeChild>,
  ) => Promise<TestCase>;
  /** Sends a referral by update-with-start to the case of that id. */
  refer: (
    caseId: string,
    input: CaseInput & { do: 'referral' },
    options?: { updateId?: string; start?: EnquiryStart; reuse?: 'ALLOW_DUPLICATE' },
  ) => Promise<InputAnswer>;
  send: (of: TestCase, input: CaseInput, updateId?: string) => Promise<InputAnswer>;
  /** The refusal of an input. @throws where it was taken */
  refusal: (of: TestCase, input: CaseInput) => Promise<Refusal>;
  forwardTo: (of: TestCase, to: string) => Promise<void>;
  events: (of: TestCase) => Promise<CaseEvent[]>;
}

/** Every case of the tests begins here by its own clock, so that its dates are the same whenever they run. */
export const BEGINS_AT = '2026-12-21T10:12:00Z';
const offsetNow = (): number => epochSeconds(BEGINS_AT) - Math.floor(Date.now() / 1_000);

export function referralOf(over: Partial<Referral> = {}): CaseInput & { do: 'referral' } {
  return {
    do: 'referral',
    by: { id: 'referrer-a', role: 'referrer' },
    referral: {
      receivedAt: BEGINS_AT,
      referrer: { id: '1', kind: 'school', reply: 'email', verified: true },
      child: { dateOfBirth: '2015-05-04' },
      facts: {},
      ...over,
    },
  };
}

/** Waits until something holds. @throws with what was seen last, after `withinMs` */
export async function eventually<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > until) throw new Error(`Not so within ${withinMs} ms. Seen last: ${JSON.stringify(seen)}`);
    await delay(50);
  }
}

/** The case as its run holds it; asked again while a run that has just begun has had no task yet. */
export async function liveOf({ handle }: Pick<TestCase, 'handle'>): Promise<LiveEnquiry> {
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      return await handle.query(getEnquiryQuery);
    } catch (error) {
      if (Date.now() > until) throw error;
      await delay(100);
    }
  }
}

/** Workers, register and clients of a test file, on the run's servers. */
export function useEnquiries({
  pack = 'bradford',
  ...over
}: { pack?: string } & Partial<Pick<WorkersOptions, 'register' | 'now'>> = {}): () => Enquiries {
  let open: { enquiries: Enquiries; close: () => Promise<void> } | undefined;
  beforeAll(async () => {
    open = await openEnquiries({ pack, ...over });
  });
  afterAll(() => open?.close());
  return () => {
    if (open === undefined) throw new Error('Not open yet');
    return open.enquiries;
  };
}

const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function openEnquiries({
  pack = 'bradford',
  deployment,
  ...over
}: { pack?: string; deployment?: { name: string; buildId: string } } & Partial<
  Pick<WorkersOptions, 'register' | 'now' | 'bundle'>
>) {
  installRuntime(quietLog);
  const database = await createTestDatabase();
  await migrateAt(database.url);
  const db = createDatabase({ url: database.url, poolSize: 4 });
  const register = createRegister(db);
  await fillRegister(register);
  const proxy = await createHangingProxy(database.url);
  const workersDb = createDatabase({ url: proxy.url, poolSize: 12, statementTimeoutMs: 900, connectTimeoutMs: 900 });
  const workersRegister = createRegister(workersDb);
  const temporal = await connectTestTemporal();
  const client = new Client({ connection: temporal.connection, dataConverter: testDataConverter });
  const queues: Queues = {
    enquiry: uniqueTaskQueue('enquiry'),
    record: uniqueTaskQueue('record'),
    send: uniqueTaskQueue('send'),
    safeguarding: uniqueTaskQueue('safeguarding'),
  };
  const mails: EmailMessage[] = [];
  const texts: TextMessage[] = [];
  const { policy } = loadPack(pack);
  const calendars = loadCalendars({ school: 'r26' });

  const enquiries: Enquiries = {
    temporal,
    client,
    register,
    database: proxy,
    queues,
    mails,
    texts,
    mailFails: undefined,
    startOf: (caseId, more = {}) => ({
      ...{ authority: AUTHORITY, caseId, policy, calendars, state: null, queues },
      ...more,
    }),
    async begin(referral = {}, more = {}, child = { ...CHILD_NAME, dateOfBirth: '2015-05-04' }) {
      const minted = await register.cases.mintCase({
        authority: AUTHORITY,
        idempotencyKey: randomUUID(),
        requestHash: 'x',
        child,
        referrer: { kind: 'school', name: 'Oak Primary', email: 'office@oak.example', reply: 'email', verified: true },
      });
      const clockOffsetSeconds = offsetNow();
      const start = enquiries.startOf(minted.caseId, { clockOffsetSeconds, ...more });
      const input = referralOf(referral);
      const first = await enquiries.refer(minted.caseId, input, { start });
      const played = [{ at: first.at, input }];
      const workflowId = enquiryWorkflowId(AUTHORITY, minted.caseId);
      return {
        caseId: minted.caseId,
        workflowId,
        handle: client.workflow.getHandle(workflowId),
        first,
        played,
        clockOffsetSeconds,
      };
    },
    refer(caseId, input, { updateId = randomUUID(), start = enquiries.startOf(caseId), reuse } = {}) {
      const startWorkflowOperation = new WithStartWorkflowOperation(ENQUIRY_WORKFLOW, {
        workflowId: enquiryWorkflowId(AUTHORITY, caseId),
        taskQueue: queues.enquiry,
        args: [start],
        workflowIdConflictPolicy: 'USE_EXISTING',
        ...(reuse === undefined ? {} : { workflowIdReusePolicy: reuse }),
        typedSearchAttributes: new TypedSearchAttributes([
          { key: authorityKey, value: AUTHORITY },
          { key: packKey, value: `${start.policy.id}@${start.policy.version}` },
        ]),
      });
      return client.workflow.executeUpdateWithStart(inputUpdate('referral'), {
        updateId,
        args: [input],
        startWorkflowOperation,
      });
    },
    async send({ handle, played }, input, updateId = randomUUID()) {
      const answer = await handle.executeUpdate(inputUpdate(input.do), { args: [input], updateId });
      played.push({ at: answer.at, input });
      return answer;
    },
    async refusal(of, input) {
      try {
        await enquiries.send(of, input);
      } catch (error) {
        const cause = error instanceof Error ? error.cause : undefined;
        if (cause instanceof ApplicationFailure) return cause.details?.[0] as Refusal;
        throw error;
      }
      throw new Error(`${input.do} was taken`);
    },
    async forwardTo({ handle, workflowId, clockOffsetSeconds }, to) {
      const byServer = (at: string) => new Date((epochSeconds(at) - clockOffsetSeconds) * 1_000);
      await fastForwardTo(client, {
        workflowId,
        to: byServer(to),
        nextWake: async () => {
          const { nextWake } = await handle.query(getEnquiryQuery);
          return nextWake === null ? undefined : byServer(nextWake);
        },
      });
    },
    events: ({ caseId }) => register.record.eventsOf(AUTHORITY, caseId),
  };

  const workers = await createWorkers({
    connection: temporal.native,
    client,
    worlds: createWorlds(workersRegister),
    namespace: 'default',
    dataConverter: testDataConverter,
    register: workersRegister,
    channels: {
      email: {
        send: (message) => {
          const failure = enquiries.mailFails?.(message);
          if (failure !== undefined) return Promise.reject(failure);
          mails.push(message);
          return Promise.resolve({ providerId: message.messageId });
        },
      },
      text: {
        send: (message) => {
          texts.push(message);
          return Promise.resolve({ providerId: `SM${texts.length}` });
        },
      },
    },
    settings: {
      caseUrl: (_authority, caseId) => `https://rollcall.example/enquiries/${caseId}`,
      mailDomain: 'rollcall.example',
      shutdownGraceMs: 1_000,
      deployment,
    },
    log: quietLog,
    queues,
    ...over,
  });
  const running = workers.run();
  return {
    enquiries,
    close: async () => {
      workers.shutdown();
      await running;
      await temporal.close();
      await workersDb.destroy();
      await proxy.close();
      await db.destroy();
      await database.drop();
    },
  };
}

async function fillRegister(register: Register): Promise<void> {
  await register.authorities.put({ authority: AUTHORITY, name: 'Bradford Council', settings: {}, deputy: 'deputy-a' });
  for (const role of ['safeguarding-contact', 'police', 'team', 'school'])
    await register.authorities.putContact(AUTHORITY, role, {
      ...{ name: role, email: `${role}@bradford.example`, phone: null },
      secure: role === 'safeguarding-contact',
    });
  for (const role of ['officer', 'senior', 'manager', 'dsl'] as const) {
    const person = `${role}-a`;
    await register.people.put(AUTHORITY, { person, name: `A ${role}`, email: `${person}@bradford.example` });
    await register.people.setRoles(AUTHORITY, person, [role]);
  }
  await register.people.put(AUTHORITY, { person: 'deputy-a', name: 'A deputy', email: 'deputy-a@bradford.example' });
}
