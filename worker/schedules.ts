import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import { DIGEST_WORKFLOW, DUTIES_WORKFLOW, RETRY_PARKED_WORKFLOW, TASK_QUEUES } from '../workflows/messages.js';
import type { Queues } from './worker.js';

const DAY_MS = 86_400_000;
const PREFIX = 'rollcall/';

/** The schedules of this release. Whether a day is a working day for an authority, its digest asks the calendar. */
function schedules(queues: Queues, prefix: string): ScheduleOptions[] {
  const policies = (catchupWindow: number) => ({ overlap: ScheduleOverlapPolicy.SKIP, catchupWindow });
  const start = (workflowType: string, workflowId: string, activities = queues.send) => ({
    type: 'startWorkflow' as const,
    workflowType,
    workflowId,
    taskQueue: queues.enquiry,
    args: [activities],
  });
  return [
    {
      scheduleId: `${prefix}digest`,
      spec: {
        calendars: [{ dayOfWeek: [{ start: 'MONDAY', end: 'FRIDAY' }], hour: 9, minute: 0 }],
        timezone: 'Europe/London',
      },
      action: start(DIGEST_WORKFLOW, `${prefix}digest`),
      // Down over a weekend: the digest of the day still goes.
      policies: policies(3 * DAY_MS),
    },
    {
      scheduleId: `${prefix}duties`,
      // Just after midnight: what was due yesterday is late before the morning's digest.
      spec: { calendars: [{ hour: 0, minute: 5 }], timezone: 'Europe/London' },
      action: start(DUTIES_WORKFLOW, `${prefix}duties`, queues.record),
      policies: policies(3 * DAY_MS),
      // An installation that has just begun need not wait for midnight.
      state: { triggerImmediately: true },
    },
    {
      scheduleId: `${prefix}retry-parked`,
      spec: { intervals: [{ every: '5 minutes' }] },
      action: start(RETRY_PARKED_WORKFLOW, `${prefix}retry-parked`),
      policies: policies(DAY_MS),
    },
  ];
}

/** Tries parked messages at once instead of at the next round. */
export const retryParkedNow = (client: Client, prefix = PREFIX): Promise<void> =>
  client.schedule.getHandle(`${prefix}retry-parked`).trigger();

/** Makes the schedules be as this release has them: missing ones are made, others brought into line. Safe to repeat. */
export async function reconcileSchedules(
  client: Client,
  { queues = TASK_QUEUES, prefix = PREFIX }: { queues?: Queues; prefix?: string } = {},
): Promise<void> {
  for (const wanted of schedules(queues, prefix)) {
    const handle = client.schedule.getHandle(wanted.scheduleId);
    const { spec, action, policies } = wanted;
    const update = () =>
      handle.update((held) => ({ spec, action, state: held.state, ...(policies === undefined ? {} : { policies }) }));
    try {
      await update();
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      await client.schedule.create(wanted).catch((problem: unknown) => {
        // Another process was faster.
        if (!(problem instanceof ScheduleAlreadyRunning)) throw problem;
        return update();
      });
    }
  }
}
