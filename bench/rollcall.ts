import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { Client, WithStartWorkflowOperation, type Connection } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { NativeConnection } from '@temporalio/worker';
import { createWorlds } from '../api/services/worlds.js';
import { createDataConverter } from '../codec/dataConverter.js';
import { createKeyring } from '../codec/keyring.js';
import type { CaseInput } from '../domain/inputs.js';
import type { Play } from '../domain/simulate.js';
import { addDays } from '../domain/time.js';
import { createDatabase, createRegister, migrateAt, type Database, type Register } from '../register/index.js';
import { createWorkers } from '../worker/worker.js';
import { ENQUIRY_WORKFLOW, enquiryWorkflowId, inputUpdate, type EnquiryStart } from '../workflows/messages.js';
import { authorityKey, packKey } from '../workflows/searchAttributes.js';
import { playOf, scenarioNamed } from './scenario.js';

/** Rollcall as `npm start` composes it, without its API: register, workers, encryption; mails are taken and forgotten. */
export interface Rollcall {
  client: Client;
  db: Database;
  register: Register;
  /** What a case of the typical scenario is decided by. */
  world: Play['world'];
  /** Reserves a case in the register and answers its id. */
  mint(): Promise<string>;
  startOf(caseId: string, more?: Partial<EnquiryStart>): EnquiryStart;
  /** Starts a minted case with its referral, by update-with-start as the API does. */
  begin(start: EnquiryStart): Promise<void>;
  send(caseId: string, input: CaseInput): Promise<void>;
  /** Told of each mail. */
  onMail: (messageId: string) => void;
  stop(): Promise<void>;
}

export const AUTHORITY = 'bradford';
const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What the referral of the typical scenario brings, received now by the case's own clock. */
export function typicalReferral(): CaseInput & { do: 'referral' } {
  const first = playOf(scenarioNamed('bradford-typical')).played.find((item) => 'input' in item);
  if (first === undefined || !('input' in first) || first.input.do !== 'referral') throw new Error('no referral');
  return first.input;
}

export async function startRollcall(
  databaseUrl: string,
  connection: Connection,
  native: NativeConnection,
): Promise<Rollcall> {
  await migrateAt(databaseUrl);
  // As the worker of the embedded start has it.
  const db = createDatabase({ url: databaseUrl, poolSize: 10, statementTimeoutMs: 900, connectTimeoutMs: 900 });
  const register = createRegister(db);
  await fillRegister(register);
  const dataConverter = createDataConverter(createKeyring(`bench:${randomBytes(32).toString('base64')}`));
  const client = new Client({ connection, dataConverter });
  const { world } = scenarioNamed('bradford-typical');
  let onMail: (messageId: string) => void = () => undefined;
  const workers = await createWorkers({
    ...{ connection: native, client, namespace: 'default', dataConverter, register },
    worlds: createWorlds(register),
    channels: {
      email: {
        send: ({ messageId }) => {
          onMail(messageId);
          return Promise.resolve({ providerId: messageId });
        },
      },
      text: undefined,
    },
    settings: {
      caseUrl: (_authority, id) => `https://rollcall.example/${id}`,
      mailDomain: 'rollcall.example',
      shutdownGraceMs: 2_000,
    },
    log: quietLog,
  });
  const running = workers.run();
  running.catch(() => undefined);

  return {
    ...{ client, db, register, world },
    set onMail(told) {
      onMail = told;
    },
    get onMail() {
      return onMail;
    },
    mint: () => mintTypical(register),
    startOf: (caseId, more = {}) => ({ authority: AUTHORITY, caseId, ...world, state: null, ...more }),
    async begin(start) {
      const startWorkflowOperation = new WithStartWorkflowOperation(ENQUIRY_WORKFLOW, {
        workflowId: enquiryWorkflowId(AUTHORITY, start.caseId),
        taskQueue: 'enquiry',
        args: [start],
        workflowIdConflictPolicy: 'USE_EXISTING',
        typedSearchAttributes: new TypedSearchAttributes([
          { key: authorityKey, value: AUTHORITY },
          { key: packKey, value: `${start.policy.id}@${start.policy.version}` },
        ]),
      });
      const args: [CaseInput] = [typicalReferral()];
      await client.workflow.executeUpdateWithStart(inputUpdate('referral'), { args, startWorkflowOperation });
    },
    async send(caseId, input) {
      const handle = client.workflow.getHandle(enquiryWorkflowId(AUTHORITY, caseId));
      await handle.executeUpdate(inputUpdate(input.do), { args: [input] });
    },
    async stop() {
      workers.shutdown();
      await running;
      await db.destroy();
    },
  };
}

const letters = (): string =>
  randomBytes(8)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));

/** Reserves a case for an invented child and answers its id. */
export async function mintTypical(register: Register): Promise<string> {
  const minted = await register.cases.mintCase({
    ...{ authority: AUTHORITY, idempotencyKey: randomUUID(), requestHash: 'x' },
    // Children unlike each other: those of one name or one day of birth are minted one after another, and compared.
    child: { givenName: letters(), familyName: letters(), dateOfBirth: addDays('2010-01-01', randomInt(2_500)) },
    referrer: { kind: 'school', name: 'Oak', email: 'office@oak.example', reply: 'email', verified: true },
  });
  return minted.caseId;
}

/** An authority with its people. */
export async function fillRegister(register: Register): Promise<void> {
  await register.authorities.put({ authority: AUTHORITY, name: 'Bradford Council', settings: {}, deputy: 'deputy-a' });
  for (const role of ['safeguarding-contact', 'police', 'team'])
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
