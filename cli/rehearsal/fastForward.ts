import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isGrpcServiceError, ServiceError, type Client } from '@temporalio/client';
import { msToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';
import { systemCode } from '../embedded/systemCode.js';

export interface FastForwardOptions {
  readonly workflowId: string;
  /** How far the case's clock is moved forward, in seconds, counted from the case's own now. */
  readonly seconds: number;
  /** How long to wait for it in real time, in milliseconds; 2 minutes when absent. */
  readonly withinMs?: number;
}

export interface FastForwardToOptions {
  readonly workflowId: string;
  /** The instant to which the case's clock is moved. In the case's past, nothing happens. */
  readonly to: Date;
  /**
   * When the case will next wake by itself, asked again after each step. The case is then moved from wake to wake, so
   * that an input which arrives meanwhile cannot make it jump over one: the server counts a timer that is just due as
   * no timer at all and may skip to the end of the fast-forward. Undefined when it waits for people alone.
   */
  readonly nextWake: () => Promise<Date | undefined>;
  /** How long to wait for it in real time, in milliseconds; 5 minutes when absent. */
  readonly withinMs?: number;
}

/** The case could not be moved to the wanted time; it stays where it got to. */
export class FastForwardFailed extends Error {
  readonly code = 'fast_forward_failed';
  override readonly name = 'FastForwardFailed';
}

/**
 * The server stops skipping after this many skips, 200 by default. A case a year long has fewer wakes than this; a
 * workflow that retries for ever has more.
 */
const mostSkips = 10_000;

/** gRPC's number for a refusal that passes. */
const failedPrecondition = '9';

/** A step goes a little past the wake it is for, so that the timer fires while the server still skips. */
const pastWakeMs = 1_000;

/** The clock of one case, as an instant: the real time, or later when the case has been moved forward. */
export async function clockOf(client: Client, workflowId: string): Promise<Date> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return new Date(optionalTsToMs(raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime) ?? Date.now());
}

/**
 * Moves one running workflow forward in time, on a Temporal server that was started able to skip time. Every timer on
 * the way fires in order at its own virtual time, with its activities done in real time; then the workflow's clock
 * goes on from the new time. Answers once it is there, with the case's own now. An input that arrives on the way may
 * make the case jump over timers to the end: use `fastForwardTo` where that matters.
 * @throws FastForwardFailed when the workflow has ended, or the time to wait is over
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
  const duration = msToTs(Math.ceil(seconds * 1_000));

  const begin = () =>
    workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: {
        timeSkippingConfig: {
          enabled: true,
          maxSessionSkipCount: mostSkips,
          fastForwardConfig: { id: fastForwardId, duration },
        },
      },
      updateMask: { paths: ['time_skipping_config'] },
    });
  try {
    await client.withDeadline(until, begin);
  } catch (error) {
    // Not running, not known, or a server that was not started able to skip time: its own words say which.
    const words = isGrpcServiceError(error) ? error.details : String(error);
    throw new FastForwardFailed(`The case cannot be moved forward: ${words}.`, { cause: error });
  }
  while (Date.now() < until) {
    // A long poll, which the server ends after 20 seconds whether the case is there or not.
    const answer = await client.withDeadline(until + 25_000, () =>
      workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId }),
    );
    if (answer.fastForwardInfo?.hasCompleted) return clockOf(client, workflowId);
    if (answer.failedReason !== '') throw new FastForwardFailed(`The case stopped on the way: ${answer.failedReason}.`);
  }
  throw new FastForwardFailed(`The case was not at the wanted time within ${withinMs / 1_000} s.`);
}

/**
 * Moves one running case forward to an instant, from wake to wake. Answers the case's own now.
 * @throws FastForwardFailed as `fastForward` does
 */
export async function fastForwardTo(
  client: Client,
  { workflowId, to, nextWake, withinMs = 300_000 }: FastForwardToOptions,
): Promise<Date> {
  const until = Date.now() + withinMs;
  let now = await clockOf(client, workflowId);
  while (now < to) {
    const wake = await onceScheduled(nextWake, until);
    // A wake that is due already is being handled; the small step past now lets it be done.
    const step = wake === undefined ? to : new Date(Math.max(wake.getTime(), now.getTime()) + pastWakeMs);
    const target = step < to ? step : to;
    const left = until - Date.now();
    if (left <= 0) throw new FastForwardFailed(`The case was not at the wanted time within ${withinMs / 1_000} s.`);
    now = await fastForward(client, {
      workflowId,
      seconds: (target.getTime() - now.getTime()) / 1_000,
      withinMs: left,
    });
  }
  return now;
}

/**
 * A run that has just continued as new answers no query until its first task is scheduled, which the server puts off
 * for up to a second of real time when the run before was short.
 */
async function onceScheduled<T>(ask: () => Promise<T>, until: number): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const cause = error instanceof ServiceError ? error.cause : undefined;
      const notYet = isGrpcServiceError(cause) && systemCode(cause) === failedPrecondition;
      if (!notYet || Date.now() > until) throw error;
      await delay(100);
    }
  }
}
