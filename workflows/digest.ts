import { proxyActivities } from '@temporalio/workflow';
import type { DigestActivities } from '../activities/digest.js';
import { TASK_QUEUES } from './messages.js';

/** The daily mail of every authority for which today is a working day. One authority's trouble keeps no other waiting. */
export async function digestWorkflow(queue: string = TASK_QUEUES.send): Promise<{ sent: number }> {
  const { digestsDue, sendDigest } = proxyActivities<DigestActivities>({
    taskQueue: queue,
    startToCloseTimeout: 10 * 60_000,
    // By the next digest the lines are others.
    scheduleToCloseTimeout: 8 * 3_600_000,
    retry: { initialInterval: 10_000, maximumInterval: 10 * 60_000 },
  });
  const due = await digestsDue();
  const sent = await Promise.allSettled(due.map((one) => sendDigest(one)));
  const failed = sent.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { sent: sent.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value.sent : 0), 0) };
}
