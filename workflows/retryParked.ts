import { proxyActivities } from '@temporalio/workflow';
import type { RetryActivities } from '../activities/retryParked.js';
import { TASK_QUEUES } from './messages.js';

/** Tries parked messages again; a schedule starts it every few minutes. */
export async function retryParkedWorkflow(queue: string = TASK_QUEUES.send): Promise<{ tried: number }> {
  const { retryParked } = proxyActivities<RetryActivities>({
    taskQueue: queue,
    startToCloseTimeout: 10 * 60_000,
    scheduleToCloseTimeout: 30 * 60_000,
    retry: { maximumAttempts: 3 },
  });
  const { tried } = await retryParked();
  return { tried };
}
