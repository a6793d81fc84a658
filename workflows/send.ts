import { proxyActivities } from '@temporalio/workflow';
import type { DeliveryActivities } from '../activities/delivery.js';
import type { SendActivities } from '../activities/send.js';
import type { SendRequest, SendResult } from '../activities/sending.js';
import { expectedOf } from '../domain/view.js';
import type { CaseKeeper } from './caseKeeper.js';
import { TASK_QUEUES, type DueMessage, type EnquiryStart } from './messages.js';

export interface Sender {
  /** Starts the safeguarding messages: before their cause is recorded, on their own queue. */
  sendUrgent(): void;
  /** Starts the ordinary messages whose cause is recorded. */
  sendOrdinary(): void;
  readonly urgentDue: boolean;
  readonly ordinaryDue: boolean;
  readonly underWay: boolean;
}

/** After this the message is parked in the ledger, and a schedule tries it again. */
const GIVE_UP_AFTER_MS = 10 * 60_000;

/** Sends what fell due, a batch a turn and class. The loop never waits for a send. */
export function createSender(
  keeper: CaseKeeper,
  { authority, caseId, queues }: EnquiryStart,
  isRehearsed: () => boolean,
  report: (failed: SendResult['failed']) => void,
): Sender {
  const urgent = proxyActivities<SendActivities>({
    taskQueue: queues?.safeguarding ?? TASK_QUEUES.safeguarding,
    startToCloseTimeout: 60_000,
    // A worker that dies with a message in its hands is noticed after this.
    heartbeatTimeout: 15_000,
    scheduleToCloseTimeout: GIVE_UP_AFTER_MS,
    retry: { initialInterval: 2_000, maximumInterval: 30_000 },
    priority: { priorityKey: 1 },
  });
  const ordinary = proxyActivities<SendActivities>({
    taskQueue: queues?.send ?? TASK_QUEUES.send,
    startToCloseTimeout: 120_000,
    heartbeatTimeout: 30_000,
    scheduleToCloseTimeout: GIVE_UP_AFTER_MS,
    retry: { initialInterval: 30_000, maximumInterval: 15 * 60_000 },
  });
  const afterwards = proxyActivities<DeliveryActivities>({
    taskQueue: queues?.record ?? TASK_QUEUES.record,
    startToCloseTimeout: 30_000,
    retry: { initialInterval: 1_000, maximumInterval: 60_000 },
  });
  let underWay: readonly DueMessage[] = [];

  const due = (safeguarding: boolean): DueMessage[] =>
    keeper.unsent.filter(
      (item) =>
        item.message.safeguarding === safeguarding &&
        !underWay.includes(item) &&
        (safeguarding || item.message.seq <= keeper.recordedSeq),
    );

  async function carryOut(batch: readonly DueMessage[], send: (request: SendRequest) => Promise<SendResult>) {
    const request: SendRequest = {
      authority,
      caseId,
      policy: keeper.state?.policy ?? '',
      rehearsed: isRehearsed(),
      expected: keeper.state === null ? null : expectedOf(keeper.state, keeper.world),
      concern: keeper.state?.concerns.filter((concern) => concern.resolvedAt === undefined).at(-1)?.kind ?? null,
      messages: batch,
    };
    try {
      const { failed, unmarked } = await send(request);
      if (failed.length > 0) report(failed);
      if (unmarked.length > 0) await afterwards.markSent({ authority, caseId, sent: unmarked });
    } catch {
      // Out of time, or no worker took it. The ledger holds it from here, so that a schedule can try again.
      await afterwards.parkMessages(request);
    }
    keeper.sent(batch);
  }

  function start(batch: readonly DueMessage[], send: (request: SendRequest) => Promise<SendResult>): void {
    if (batch.length === 0) return;
    underWay = [...underWay, ...batch];
    carryOut(batch, send)
      // Only the end of the run ends these; what is unsent then is carried over.
      .catch(() => undefined)
      .finally(() => (underWay = underWay.filter((item) => !batch.includes(item))));
  }

  return {
    sendUrgent: () => start(due(true), (request) => urgent.sendMessages(request)),
    sendOrdinary: () => start(due(false), (request) => ordinary.sendMessages(request)),
    get urgentDue() {
      return due(true).length > 0;
    },
    get ordinaryDue() {
      return due(false).length > 0;
    },
    get underWay() {
      return underWay.length > 0;
    },
  };
}
