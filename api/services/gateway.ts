import {
  isGrpcServiceError,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import {
  ApplicationFailure,
  WorkflowExecutionAlreadyStartedError,
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
} from '@temporalio/common';
import { z } from 'zod';
import { isSafeguarding, type CaseInput } from '../../domain/inputs.js';
import { policyName } from '../../domain/policy.js';
import {
  ENQUIRY_WORKFLOW,
  enquiryWorkflowId,
  FAN_OUT_WORKFLOW,
  fanOutWorkflowId,
  getEnquiryQuery,
  INPUT_REFUSED,
  inputUpdate,
  TASK_QUEUES,
  type EnquiryStart,
  type FanOutStart,
  type InputAnswer,
  type LiveEnquiry,
} from '../../workflows/messages.js';
import { notConfirmed, notSaved, Problem } from '../problem.js';
import { createLane, LaneFull } from './lane.js';

/** One case of one authority. */
export interface Of {
  authority: string;
  caseId: string;
}

/** The way to the running cases. Every call has a deadline. */
export interface Gateway {
  /**
   * Gives an input to a running case. The same `updateId` again gets the first answer.
   * @throws NoRun where the case has no run; Problem for a refusal, `not_saved` or `not_confirmed`
   */
  send: (of: Of, input: CaseInput, updateId: string) => Promise<InputAnswer>;
  /** The same, starting the case's run first where there is none. */
  sendWithStart: (of: Of, start: EnquiryStart, input: CaseInput, updateId: string) => Promise<InputAnswer>;
  /** The case as its run holds it. @throws NoRun, and Problem `unavailable` where it does not answer in 2 s */
  live: (of: Of) => Promise<LiveEnquiry>;
  /** The same in turn with ordinary writes, for one that is about to be made: a concern stands behind neither. */
  liveInTurn: (of: Of) => Promise<LiveEnquiry>;
  /** Brings a change to every open case; the same change again starts nothing. @throws Problem `not_saved` */
  startFanOut: (start: FanOutStart) => Promise<void>;
  /** Whether the server answers at all. */
  reachable: () => Promise<boolean>;
}

/** The case has no run: it was never started, or its run has ended. */
export class NoRun extends Error {
  readonly code = 'no_run';
  override readonly name = 'NoRun';
}

/** A write answers within this, with what it asks of the register beforehand. */
const WRITE_MS = 4_000;
const REACH_MS = 1_000;
/**
 * Ordinary writes under way at once from one process. Two cores take some 60 a second, so one that has a place is
 * answered within a second; a concern, which needs no place, has at most these before it.
 */
const ORDINARY_AT_ONCE = 32;
/** An ordinary write waits for its place no longer than a person would. */
const PLACE_MS = 3_000;
const QUERY_MS = 2_000;
/** How long an answer proves that the server is there. */
const FRESH_MS = 1_000;

const refusalShape = z.object({
  code: z.enum(['gate_closed', 'not_allowed', 'not_found', 'out_of_scope', 'no_such_outcome', 'invalid']),
  detail: z.string(),
  field: z.string().optional(),
  blockedBy: z.array(z.object({ rule: z.string(), why: z.string() })).optional(),
});

export interface GatewayOptions {
  client: Client;
  /** Where the enquiries' worker listens, if not on the shipped queue. */
  taskQueue?: string;
  writeMs?: number;
}

export function createGateway({
  client,
  taskQueue = TASK_QUEUES.enquiry,
  writeMs = WRITE_MS,
}: GatewayOptions): Gateway {
  let provenAt = 0;
  const ordinary = createLane({ atOnce: ORDINARY_AT_ONCE, waitMs: PLACE_MS });
  /** Safeguarding overtakes: however many write at once, a concern does not stand behind them. */
  const inTurn = async (input: CaseInput, call: () => Promise<InputAnswer>): Promise<InputAnswer> => {
    if (isSafeguarding(input)) return write(call);
    try {
      return await ordinary.run(() => write(call));
    } catch (error) {
      throw error instanceof LaneFull ? notSaved('Too many are writing at this moment') : error;
    }
  };

  const reachable = async (): Promise<boolean> => {
    if (Date.now() - provenAt < FRESH_MS) return true;
    try {
      await client.withDeadline(Date.now() + REACH_MS, () => client.workflowService.getSystemInfo({}));
      provenAt = Date.now();
      return true;
    } catch {
      return false;
    }
  };

  /** Nothing is sent to a server that does not answer, so that "nothing was saved" is true. */
  const write = async (call: () => Promise<InputAnswer>): Promise<InputAnswer> => {
    if (!(await reachable())) throw notSaved('The enquiries cannot be reached');
    for (let again = false; ; again = true) {
      try {
        const answer = await client.withDeadline(Date.now() + writeMs, call);
        provenAt = Date.now();
        return answer;
      } catch (error) {
        // The run ended, or went on as a new one, between taking the input and answering: the next one knows it.
        if (!again && isAbortedByEnd(error)) continue;
        if (!(error instanceof WorkflowUpdateFailedError)) provenAt = 0;
        throw meaningOf(error);
      }
    }
  };

  const live = async (of: Of): Promise<LiveEnquiry> => {
    try {
      const handle = client.workflow.getHandle(enquiryWorkflowId(of.authority, of.caseId));
      return await client.withDeadline(Date.now() + QUERY_MS, () => handle.query(getEnquiryQuery));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw new NoRun();
      throw new Problem('unavailable', 'The enquiry did not answer within 2 seconds');
    }
  };

  return {
    send: (of, input, updateId) =>
      inTurn(input, () =>
        client.workflow
          .getHandle(enquiryWorkflowId(of.authority, of.caseId))
          .executeUpdate(inputUpdate(input.do), { args: [input], updateId }),
      ),

    sendWithStart: (of, start, input, updateId) =>
      inTurn(input, () =>
        client.workflow.executeUpdateWithStart(inputUpdate(input.do), {
          args: [input],
          updateId,
          startWorkflowOperation: new WithStartWorkflowOperation<(start: EnquiryStart) => Promise<unknown>>(
            ENQUIRY_WORKFLOW,
            {
              workflowId: enquiryWorkflowId(of.authority, of.caseId),
              taskQueue,
              args: [start],
              workflowIdConflictPolicy: 'USE_EXISTING',
              workflowIdReusePolicy: 'ALLOW_DUPLICATE',
              typedSearchAttributes: searchAttributes(start),
            },
          ),
        }),
      ),

    live,
    liveInTurn: (of) => ordinary.run(() => live(of)),

    startFanOut: async (start) => {
      if (!(await reachable())) throw notSaved('The enquiries cannot be reached');
      try {
        await client.withDeadline(Date.now() + writeMs, () =>
          client.workflow.start(FAN_OUT_WORKFLOW, {
            workflowId: fanOutWorkflowId(start.authority, start.change),
            taskQueue,
            args: [start],
            workflowIdConflictPolicy: 'USE_EXISTING',
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
          }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw meaningOf(error);
      }
    },

    reachable,
  };
}

/** By what operators find cases in Temporal. In clear there, so nothing personal. */
const searchAttributes = ({ authority, policy }: EnquiryStart): TypedSearchAttributes =>
  new TypedSearchAttributes([
    { key: defineSearchAttributeKey('Authority', SearchAttributeType.KEYWORD), value: authority },
    { key: defineSearchAttributeKey('Pack', SearchAttributeType.KEYWORD), value: policyName(policy) },
  ]);

function meaningOf(error: unknown): unknown {
  if (error instanceof WorkflowNotFoundError) return new NoRun();
  if (error instanceof WorkflowUpdateFailedError) return refusalOf(error.cause) ?? error;
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return notConfirmed();
  if (error instanceof ServiceError || isGrpcServiceError(error)) return notConfirmed();
  return error;
}

/** The domain's refusal as the problem it is. */
function refusalOf(cause: unknown): Problem | null {
  if (!(cause instanceof ApplicationFailure) || cause.type !== INPUT_REFUSED) return null;
  const refusal = refusalShape.safeParse(cause.details?.[0]);
  if (!refusal.success) return new Problem('invalid', 'The case does not take this');
  const { code, detail, field, blockedBy } = refusal.data;
  return new Problem(code, detail, {
    ...(field === undefined ? {} : { field }),
    ...(blockedBy === undefined ? {} : { blockedBy }),
  });
}

const isAbortedByEnd = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === 'AcceptedUpdateCompletedWorkflow';
