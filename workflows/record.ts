import { isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { RecordActivities } from '../activities/record.js';
import type { Instant } from '../domain/time.js';
import type { CaseKeeper } from './caseKeeper.js';
import { TASK_QUEUES, type EnquiryStart } from './messages.js';

export interface Recorder {
  /** One write a turn, of all that gathered. Never waits for longer than three seconds, whatever the register does. */
  write(now: Instant): Promise<void>;
  /** Whether something stands unrecorded that can be written now. */
  readonly due: boolean;
}

/**
 * Writes to the register by a local activity, which costs one event. While the register is away the write is left to
 * one ordinary activity that goes on until it succeeds; the case goes on meanwhile, and at most one write is open.
 */
export function createRecorder(keeper: CaseKeeper, { authority, caseId, queues }: EnquiryStart): Recorder {
  // A hanging local activity holds the worker's workflow tasks, so the bounds are tight.
  const soon = proxyLocalActivities<RecordActivities>({
    startToCloseTimeout: 1_500,
    scheduleToCloseTimeout: 3_000,
    retry: { maximumAttempts: 2, initialInterval: 100 },
  });
  const sometime = proxyActivities<RecordActivities>({
    taskQueue: queues?.record ?? TASK_QUEUES.record,
    startToCloseTimeout: 30_000,
    retry: { initialInterval: 1_000, maximumInterval: 60_000 },
  });
  let open = false;

  return {
    get due() {
      return !open && keeper.unrecorded.length > 0;
    },
    async write(now) {
      if (open || keeper.unrecorded.length === 0) return;
      const request = {
        authority,
        caseId,
        events: keeper.unrecorded,
        nextWake: keeper.nextWake(),
        carriedOutAt: now,
      };
      try {
        const answer = await soon.recordEvents(request);
        if (answer.kind === 'recorded') {
          keeper.recorded(answer.seq);
          return;
        }
      } catch (error) {
        if (isCancellation(error)) throw error;
      }
      open = true;
      // Beside what is new it carries what was written last: a register restored from an older copy lacks that as well.
      sometime
        .record({ ...request, events: [...keeper.tail, ...request.events] })
        .then((answer) => keeper.recorded(answer.seq))
        // Ends without success only with the run; the events are carried over and written again.
        .catch(() => undefined)
        .finally(() => (open = false));
    },
  };
}
