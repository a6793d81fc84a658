/** One case on a stage, moved in time by whoever plays it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Refusal, World } from '../../domain/case/turn.js';
import type { CaseEvent } from '../../domain/events.js';
import type { CaseInput } from '../../domain/inputs.js';
import type { CaseState } from '../../domain/state.js';
import { addSeconds, epochSeconds, type Instant } from '../../domain/time.js';
import {
  calendarChangedSignal,
  ENQUIRY_WORKFLOW,
  enquiryWorkflowId,
  getEnquiryQuery,
  INPUT_REFUSED,
  inputUpdate,
  type EnquiryStart,
} from '../../workflows/messages.js';
import { clockOf, fastForwardTo } from '../rehearsal/fastForward.js';
import type { Stage } from './stage.js';

/** What became of an input: taken or refused at the wanted second, or come too late for it. */
export type Sent = { kind: 'taken' } | { kind: 'refused'; refusal: Refusal } | { kind: 'late' };

export interface StagedCase {
  readonly workflowId: string;
  /** Moves the case's clock to an instant, from wake to wake. */
  moveTo(at: Instant): Promise<void>;
  send(input: CaseInput, at: Instant): Promise<Sent>;
  /** What the case has recorded, up to and with an instant. */
  eventsUntil(at: Instant): CaseEvent[];
  /** Plays to an instant and everything that falls due by then. */
  settle(at: Instant): Promise<void>;
  end(): Promise<void>;
}

const AUTHORITY = 'play';
/** Nothing of a play may depend on when a run ends by itself. */
const REST_DAYS = 36_500;
const STEP_MS = 20;
const PATIENCE_MS = 60_000;
/** An input that is sent this early in a second is mostly taken within it. */
const EARLY_MS = 100;

/**
 * Starts a case whose clock stands at `at`, from the state it has come to, and sends its input with the start.
 * What the case has recorded before comes first in its events.
 */
export async function beginCase(
  stage: Stage,
  from: { state: CaseState | null; world: World; before: readonly CaseEvent[] },
  input: CaseInput,
  at: Instant,
): Promise<{ one: StagedCase; sent: Sent }> {
  const caseId = randomUUID();
  const clockOffsetSeconds = epochSeconds(at) - (await secondThatBegins());
  const { policy, calendars } = from.world;
  const start: EnquiryStart = {
    ...{ authority: AUTHORITY, caseId, policy, calendars, state: from.state },
    ...{ clockOffsetSeconds, rehearsed: true, restDays: REST_DAYS, queues: stage.queues },
  };
  const one = createStagedCase(stage, start, from.before);
  return { one, sent: await one.send(input, at, start) };
}

/** The server's second, once it has just begun: the most time for what has to be done within it. */
async function secondThatBegins(): Promise<number> {
  for (;;) {
    const into = Date.now() % 1_000;
    if (into < EARLY_MS) return Math.floor(Date.now() / 1_000);
    await delay(1_000 - into);
  }
}

function createStagedCase(
  stage: Stage,
  { caseId, clockOffsetSeconds: offset = 0 }: EnquiryStart,
  before: readonly CaseEvent[],
) {
  const { client, taskQueue } = stage;
  const workflowId = enquiryWorkflowId(AUTHORITY, caseId);
  const handle = client.workflow.getHandle(workflowId);
  const byServer = (at: Instant): Date => new Date((epochSeconds(at) - offset) * 1_000);
  const eventsUntil = (at: Instant): CaseEvent[] =>
    [...before, ...stage.eventsOf(caseId)].filter((event) => event.at <= at);

  async function update(input: CaseInput, start: EnquiryStart | undefined): Promise<{ at: Instant } | Refusal> {
    try {
      if (start === undefined) return await handle.executeUpdate(inputUpdate(input.do), { args: [input] });
      const startWorkflowOperation = new WithStartWorkflowOperation(ENQUIRY_WORKFLOW, {
        ...{ workflowId, taskQueue, args: [start] },
        workflowIdConflictPolicy: 'FAIL',
      });
      const options = { args: [input] as [CaseInput], startWorkflowOperation };
      return await client.workflow.executeUpdateWithStart(inputUpdate(input.do), options);
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  }

  /** A signal has no answer: what it did stands in the record once a query is answered. */
  async function signal(input: CaseInput & { do: 'calendarChanged' }, start: EnquiryStart | undefined): Promise<void> {
    const args: [{ change: string; reason: string; calendars: World['calendars'] }] = [
      { change: randomUUID(), reason: input.reason, calendars: input.calendars },
    ];
    if (start === undefined) await handle.signal(calendarChangedSignal, ...args);
    else
      await client.workflow.signalWithStart(ENQUIRY_WORKFLOW, {
        ...{ workflowId, taskQueue, args: [start] },
        ...{ signal: calendarChangedSignal, signalArgs: args },
      });
    await live();
  }

  /** The case as its run holds it; asked again while a run that has just begun has had no task yet. */
  async function live() {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await handle.query(getEnquiryQuery);
      } catch (error) {
        if (Date.now() > until) throw error;
        await delay(STEP_MS);
      }
    }
  }

  async function moveTo(at: Instant): Promise<void> {
    await fastForwardTo(client, {
      workflowId,
      to: byServer(at),
      nextWake: async () => {
        const { nextWake } = await live();
        return nextWake === null ? undefined : byServer(nextWake);
      },
    });
  }

  return {
    workflowId,
    moveTo,
    eventsUntil,
    async send(input: CaseInput, at: Instant, start?: EnquiryStart): Promise<Sent> {
      if (input.do === 'calendarChanged') {
        await signal(input, start);
        const changed = stage.eventsOf(caseId).findLast((event) => event.type === 'calendarChanged');
        return changed?.at === at ? { kind: 'taken' } : { kind: 'late' };
      }
      const answer = await update(input, start);
      if ('at' in answer) return answer.at === at ? { kind: 'taken' } : { kind: 'late' };
      // A refusal does not say when it was made: if the second is not over yet, it was made in it.
      const over = byServer(addSeconds(at, 1));
      const inTime = (await clockOf(client, workflowId).catch(() => new Date())) < over;
      return inTime ? { kind: 'refused', refusal: answer } : { kind: 'late' };
    },
    async settle(at: Instant): Promise<void> {
      await moveTo(at);
      const until = Date.now() + PATIENCE_MS;
      for (;;) {
        const { nextWake, seq, recordedSeq } = await live();
        if ((nextWake === null || nextWake > at) && seq === recordedSeq) return;
        if (Date.now() > until) throw new Error(`The case did not come to rest at ${at}`);
        await delay(STEP_MS);
      }
    },
    async end(): Promise<void> {
      // A case that never began has ended by itself, or will.
      await handle.terminate().catch(() => undefined);
      stage.forget(caseId);
    },
  };
}

function refusalIn(error: unknown): Refusal | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure) || cause.type !== INPUT_REFUSED) return undefined;
  // Made by the workflow itself, which is ours.
  const refusal: unknown = cause.details?.[0];
  return isRefusal(refusal) ? refusal : undefined;
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
