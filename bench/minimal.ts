import { fileURLToPath } from 'node:url';
import { Client, WithStartWorkflowOperation, type Connection } from '@temporalio/client';
import { bundleWorkflowCode, Worker, type NativeConnection, type WorkflowBundle } from '@temporalio/worker';
import { touchUpdate, type MinimalActivities } from './minimalWorkflow.js';

export interface Minimal {
  client: Client;
  taskQueue: string;
  /** Starts a workflow by update-with-start. */
  begin(workflowId: string, record: 'local' | 'ordinary'): Promise<void>;
  touch(workflowId: string): Promise<void>;
  stop(): Promise<void>;
}

const nothing = (): void => undefined;

export const bundleMinimal = (): Promise<WorkflowBundle> =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./minimalWorkflow.js', import.meta.url)),
    logger: { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  });

/** A worker of the minimal workflow, on the same server. */
export async function startMinimal(
  connection: Connection,
  native: NativeConnection,
  note: MinimalActivities['note'],
): Promise<Minimal> {
  const client = new Client({ connection });
  const taskQueue = 'minimal';
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: await bundleMinimal(),
    activities: { note },
    maxCachedWorkflows: 1_000,
    shutdownGraceTime: 1_000,
  });
  const running = worker.run();
  running.catch(nothing);
  return {
    client,
    taskQueue,
    async begin(workflowId, record) {
      const startWorkflowOperation = new WithStartWorkflowOperation('minimalWorkflow', {
        ...{ workflowId, taskQueue, args: [record] },
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      await client.workflow.executeUpdateWithStart(touchUpdate, { args: ['begin'], startWorkflowOperation });
    },
    async touch(workflowId) {
      await client.workflow.getHandle(workflowId).executeUpdate(touchUpdate, { args: ['more'] });
    },
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}
