import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createBreaker } from '../activities/breaker.js';
import type { EmailChannel, TextChannel } from '../activities/channels/notificationPort.js';
import { createDeliveryActivities } from '../activities/delivery.js';
import { createDigestActivities } from '../activities/digest.js';
import { createDirectory } from '../activities/directory.js';
import { createDisposalActivities } from '../activities/disposal.js';
import { createDutyActivities } from '../activities/duties.js';
import { createFanOutActivities } from '../activities/fanOut.js';
import type { ActivityLog } from '../activities/log.js';
import { createRecordActivities } from '../activities/record.js';
import { createRetryActivities } from '../activities/retryParked.js';
import { createSendActivities } from '../activities/send.js';
import type { CaseWorlds } from '../activities/worlds.js';
import type { Register } from '../register/index.js';
import {
  calendarChangedSignal,
  deliveryReportedSignal,
  enquiryWorkflowId,
  inputUpdate,
  TASK_QUEUES,
} from '../workflows/messages.js';
import { loadOrBuildBundle, type Bundle } from './bundle.js';

export type Queues = Record<keyof typeof TASK_QUEUES, string>;

export interface WorkersOptions {
  connection: NativeConnection;
  /** To the same server, with the same data converter: what activities speak to cases with. */
  client: Client;
  namespace: string;
  /** With the keyring: what clients use as well. */
  dataConverter: DataConverter;
  /**
   * The register. Its statements and connects should be given up within a second: every case on this worker waits while
   * one of them hangs.
   */
  register: Register;
  /** The authorities' policies and calendars as they are now. */
  worlds: CaseWorlds;
  channels: { email: EmailChannel; text: TextChannel | undefined };
  settings: WorkerSettings;
  log: ActivityLog;
  /** Task queues, where they differ from the shipped ones. */
  queues?: Partial<Queues>;
  bundle?: Bundle;
  /** The time that messages and the ledger go by; the machine's clock unless told. */
  now?: () => Date;
}

export interface WorkerSettings {
  /** Where a case's page is, for messages. */
  caseUrl: (authority: string, caseId: string) => string;
  /** The right side of a Message-ID. */
  mailDomain: string;
  /** Set: the worker runs as a version of a worker deployment. */
  deployment?: { name: string; buildId: string } | undefined;
  /** Cases kept in memory between their tasks; one takes less than 100 KB. */
  maxCachedWorkflows?: number;
  /** What an activity under way gets to finish at shutdown. Longer than the longest try of one. */
  shutdownGraceMs?: number;
}

export interface Workers {
  /** Runs until `shutdown` has been called and what was under way is done. @throws what ended a worker by itself */
  run: () => Promise<void>;
  shutdown: () => void;
  /** The state of each worker by its task queue: `RUNNING` while all is well. */
  health: () => Record<string, string>;
}

const SENDS_AT_ONCE = 20;

/** The workers of one process: cases with the writes of their turns, the patient writes, and the sends. */
export async function createWorkers(options: WorkersOptions): Promise<Workers> {
  const { connection, client, namespace, dataConverter, register, worlds, channels, settings, log, now } = options;
  const queues: Queues = { ...TASK_QUEUES, ...options.queues };
  const breaker = createBreaker();
  const clock = now === undefined ? {} : { now };
  const record = createRecordActivities({ register, breaker, log });
  const delivery = createDeliveryActivities({ register, log, ...clock });
  const { caseUrl, mailDomain, deployment } = settings;
  const directory = createDirectory({ register, worlds, log, ...clock });
  const send = createSendActivities({ register, directory, ...channels, caseUrl, mailDomain, log, ...clock });
  const messages = {
    workflowId: enquiryWorkflowId,
    calendarChanged: calendarChangedSignal.name,
    adoptPolicy: inputUpdate('adoptPolicy').name,
    deliveryReported: deliveryReportedSignal.name,
  };
  const fanOut = createFanOutActivities({ register, client, worlds, messages, log });
  const digest = createDigestActivities({ register, worlds, email: channels.email, mailDomain, log, ...clock });
  const duties = createDutyActivities({ register, worlds, log, ...clock });
  const disposal = createDisposalActivities({ register, ...clock });
  const retry = createRetryActivities({ register, send, client, messages, log, ...clock });
  const workflowBundle = options.bundle ?? (await loadOrBuildBundle());

  const common = {
    connection,
    namespace,
    dataConverter,
    shutdownGraceTime: settings.shutdownGraceMs ?? 20_000,
    shutdownForceTime: (settings.shutdownGraceMs ?? 20_000) + 10_000,
    ...(deployment === undefined
      ? {}
      : {
          workerDeploymentOptions: {
            useWorkerVersioning: true,
            version: { deploymentName: deployment.name, buildId: deployment.buildId },
            // Here and not on the workflow: a worker without a deployment may not name a behaviour at all.
            defaultVersioningBehavior: 'AUTO_UPGRADE' as const,
          },
        }),
  } satisfies Partial<WorkerOptions>;

  const created: [string, Worker][] = [];
  const add = async (taskQueue: string, more: Partial<WorkerOptions>): Promise<void> => {
    created.push([taskQueue, await Worker.create({ ...common, taskQueue, ...more })]);
  };
  await add(queues.enquiry, {
    workflowBundle,
    activities: { recordEvents: record.recordEvents },
    maxCachedWorkflows: settings.maxCachedWorkflows ?? 1_000,
  });
  await add(queues.record, {
    activities: { record: record.record, ...delivery, ...fanOut, ...duties, ...disposal },
    maxConcurrentActivityTaskExecutions: 10,
  });
  await add(queues.send, {
    activities: { ...send, ...digest, ...retry },
    maxConcurrentActivityTaskExecutions: SENDS_AT_ONCE,
  });
  await add(queues.safeguarding, { activities: { ...send }, maxConcurrentActivityTaskExecutions: SENDS_AT_ONCE });

  const stop = (): void => {
    for (const [, worker] of created) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    async run() {
      void directory.warm();
      // One that ends by itself takes the others along: half a worker would look alive.
      const runs = created.map(([, worker]) => worker.run().finally(stop));
      const ended = await Promise.allSettled(runs);
      const failed = ended.find((end) => end.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
    shutdown: stop,
    health: () => Object.fromEntries(created.map(([taskQueue, worker]) => [taskQueue, worker.getState()])),
  };
}
