/** A Temporal server that skips time with the real workflow on it, and nothing behind it: for playing scenarios. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { DeliveryActivities } from '../../activities/delivery.js';
import type { RecordActivities } from '../../activities/record.js';
import type { SendActivities } from '../../activities/send.js';
import { createDataConverter } from '../../codec/dataConverter.js';
import { createKeyring } from '../../codec/keyring.js';
import type { CaseEvent } from '../../domain/events.js';
import { loadOrBuildBundle } from '../../worker/bundle.js';
import type { EnquiryStart } from '../../workflows/messages.js';
import type { Progress } from '../embedded/progress.js';
import { createEmbeddedTemporal } from '../embedded/temporal.js';

export interface Stage {
  readonly client: Client;
  /** The one task queue of everything that is played here. */
  readonly taskQueue: string;
  readonly queues: NonNullable<EnquiryStart['queues']>;
  /** What a case has recorded so far, in order. */
  eventsOf(caseId: string): readonly CaseEvent[];
  /** What a case has recorded is needed no more. */
  forget(caseId: string): void;
  close(): Promise<void>;
}

export interface StageOptions {
  /** A Temporal server that was started able to skip time; one is brought up for the while when absent. */
  readonly address?: string | undefined;
  readonly progress?: Progress;
  /** How payloads are written; encrypted with a key of this stage's own when absent. */
  readonly dataConverter?: DataConverter;
}

/**
 * Opens a stage, after `installRuntime`. Its worker runs the real workflow; what a case records is kept in memory, and what it sends goes
 * nowhere and counts as sent.
 * @throws StartProblem with the remedy where no server can be brought up
 */
export async function openStage({ address, progress, ...options }: StageOptions = {}): Promise<Stage> {
  const server = address === undefined ? await bringUp(progress) : { address, stop: () => Promise.resolve() };
  const closing: (() => Promise<void>)[] = [server.stop];
  const close = async (): Promise<void> => {
    for (const end of closing.reverse()) await end();
  };
  try {
    const dataConverter = options.dataConverter ?? encrypting();
    const connection = await Connection.connect({ address: server.address });
    closing.push(() => connection.close());
    const native = await NativeConnection.connect({ address: server.address });
    closing.push(() => native.close());

    const recorded = new Map<string, CaseEvent[]>();
    const taskQueue = `play-${randomUUID()}`;
    const worker = await Worker.create({
      connection: native,
      taskQueue,
      dataConverter,
      workflowBundle: await loadOrBuildBundle(),
      activities: activitiesOn(recorded),
      shutdownGraceTime: 1_000,
    });
    const running = worker.run();
    // Whoever closes the stage hears of it; until then it must not count as unhandled.
    running.catch(() => undefined);
    closing.push(async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
    });
    return {
      client: new Client({ connection, dataConverter }),
      taskQueue,
      queues: { enquiry: taskQueue, record: taskQueue, send: taskQueue, safeguarding: taskQueue },
      eventsOf: (caseId) => recorded.get(caseId) ?? [],
      forget: (caseId) => void recorded.delete(caseId),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const encrypting = (): DataConverter =>
  createDataConverter(createKeyring(`play:${randomBytes(32).toString('base64')}`));

async function bringUp(progress: Progress | undefined): Promise<{ address: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-play-'));
  const temporal = createEmbeddedTemporal({
    dataDir: join(folder, 'temporal'),
    ui: 'headless',
    timeSkipping: true,
    durable: false,
    log: () => undefined,
    ...(progress === undefined ? {} : { progress }),
  });
  const stop = async (): Promise<void> => {
    await temporal.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await temporal.start()), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Everything that the workflow asks for succeeds at once. */
function activitiesOn(recorded: Map<string, CaseEvent[]>): RecordActivities & SendActivities & DeliveryActivities {
  function keep({ caseId, events }: { caseId: string; events: readonly CaseEvent[] }) {
    const held = recorded.get(caseId) ?? [];
    recorded.set(caseId, held);
    const last = held.at(-1)?.seq;
    const fresh = events.filter((event) => last === undefined || event.seq > last);
    held.push(...fresh);
    return Promise.resolve({ kind: 'recorded' as const, seq: held.at(-1)?.seq ?? 0, written: fresh.length });
  }
  return {
    recordEvents: keep,
    record: keep,
    sendMessages: () => Promise.resolve({ failed: [], unmarked: [] }),
    markSent: () => Promise.resolve(),
    parkMessages: () => Promise.resolve(),
  };
}
