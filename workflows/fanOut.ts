import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { FanOutActivities, FanOutPage, FanOutReached } from '../activities/fanOut.js';
import type { FanOutStart } from './messages.js';

/**
 * Brings a calendar change or a policy to every open case of an authority, a page a run. The workflow's id is the
 * change's: the same change twice is one fan-out, and a case that got it takes it once.
 */
export async function fanOutWorkflow(start: FanOutStart): Promise<FanOutStart['soFar']> {
  const { reachPage } = proxyActivities<FanOutActivities>({
    taskQueue: start.queue,
    startToCloseTimeout: 10 * 60_000,
    heartbeatTimeout: 30_000,
    retry: { initialInterval: 1_000, maximumInterval: 60_000 },
  });
  const { authority, change, what } = start;
  const page: FanOutPage = { authority, change, what, after: start.after };
  const { last, ...counts }: FanOutReached = await reachPage(page);
  const soFar = {
    reached: start.soFar.reached + counts.reached,
    refused: start.soFar.refused + counts.refused,
    absent: start.soFar.absent + counts.absent,
  };
  if (last === null) return soFar;
  return continueAsNew<typeof fanOutWorkflow>({ ...start, after: last, soFar: soFar });
}
