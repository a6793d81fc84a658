import { proxyActivities } from '@temporalio/workflow';
import type { DisposalActivities } from '../activities/disposal.js';
import type { DutyActivities } from '../activities/duties.js';
import { TASK_QUEUES } from './messages.js';

/**
 * The work of every night: looks through the duties of every authority's service, and removes what has come to its end.
 * One authority's trouble keeps no other waiting.
 */
export async function dutiesWorkflow(queue: string = TASK_QUEUES.record): Promise<{ opened: number; late: number }> {
  const { authoritiesWithDuties, reviewDuties, disposeOfWhatIsOver } = proxyActivities<
    DutyActivities & DisposalActivities
  >({
    taskQueue: queue,
    startToCloseTimeout: 60_000,
    // By then the next day's look comes, and sees the same.
    scheduleToCloseTimeout: 20 * 3_600_000,
    retry: { initialInterval: 5_000, maximumInterval: 10 * 60_000 },
  });
  const authorities = await authoritiesWithDuties();
  const disposal = disposeOfWhatIsOver();
  const reviews = await Promise.allSettled(authorities.map((authority) => reviewDuties(authority)));
  await disposal;
  const failed = reviews.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const sum = (of: 'opened' | 'late'): number =>
    reviews.reduce((total, one) => total + (one.status === 'fulfilled' ? one.value[of] : 0), 0);
  return { opened: sum('opened'), late: sum('late') };
}
