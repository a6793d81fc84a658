import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { msToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';

export interface FastForwardOptions {
  readonly workflowId: string;
  /** How far the case's clock is moved forward, in seconds, counted from the case's own now. */
  readonly seconds: number;
  /** How long to wait for it in real time, in milliseconds; 2 minutes when absent. */
  readonly withinMs?: number;
}

/** The case could not be moved to the wanted time; it stays where it got to. */
export class FastForwardFailed extends Error {
  override readonly name = 'FastForwardFailed';
}

/**
 * The server stops skipping after this many skips, 200 by default. A case a year long has fewer wakes than this; a
 * workflow that retries for ever has more.
 */
const mostSkips = 10_000;

/** The clock of one case, as an instant: the real time, or later when the case has been moved forward. */
export async function clockOf(client: Client, workflowId: string): Promise<Date> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return new Date(optionalTsToMs(raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime) ?? Date.now());
}

/**
 * Moves one running workflow forward in time, on a Temporal server that was started able to skip time. Every timer on
 * the way fires in order at its own virtual time, with its activities done in real time; then the workflow's clock
 * goes on from the new time. Answers once it is there, with the case's own now.
 * @throws FastForwardFailed when the server cannot skip time, the workflow has ended, or the time to wait is over
 */
export async function fastForward(
  client: Client,
  { workflowId, seconds, withinMs = 120_000 }: FastForwardOptions,
): Promise<Date> {
  const { namespace } = client.options;
  const { workflowService } = client;
  const workflowExecution = { workflowId };
  const fastForwardId = randomUUID();
  const until = Date.now() + withinMs;

  await client.withDeadline(until, () =>
    workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: {
        timeSkippingConfig: {
          enabled: true,
          maxSessionSkipCount: mostSkips,
          fastForwardConfig: { id: fastForwardId, duration: msToTs(Math.ceil(seconds) * 1_000) },
        },
      },
      updateMask: { paths: ['time_skipping_config'] },
    }),
  );
  while (Date.now() < until) {
    // A long poll of about 20 seconds.
    const answer = await client.withDeadline(until, () =>
      workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId }),
    );
    if (answer.fastForwardInfo?.hasCompleted) return clockOf(client, workflowId);
    if (answer.failedReason !== '') throw new FastForwardFailed(answer.failedReason);
  }
  throw new FastForwardFailed(`the case was not at the wanted time within ${withinMs / 1_000} s`);
}
